"""Keeps the administration away from accounts: factors, sessions and connections are shown to their owner alone."""

from allauth.account import admin as account_admin
from allauth.account.decorators import secure_admin_login
from allauth.mfa import admin as mfa_admin
from allauth.socialaccount import admin as social_admin
from allauth.usersessions import admin as sessions_admin
from django.contrib.admin import AdminSite

# Imported so that what they register can be taken off again.
THEIRS = (account_admin, mfa_admin, social_admin, sessions_admin)


def guard(site: AdminSite) -> None:
    """Take off what allauth registered, and close the site's own door, which asks for no second factor."""
    for owned in [model for model in site._registry if model.__module__.startswith("allauth.")]:  # noqa: SLF001
        site.unregister(owned)
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
