"""Sessions of tests: `force_login` puts somebody in front of the desk as if they had shown their second factor.

It does so for sessions that no request began, which is how a test client makes them; production has no such door.
"""

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from dsr.models import User
from dsr.web.account.guard import SHOWN, has_factor


def as_if_shown(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Mark a session that came from no network as one whose person showed a second factor."""
    if request.method is None:
        request.session[SHOWN] = user.pk


def without_factor(client: Any) -> Any:
    """Return a client whose session showed no second factor, as after a password alone."""
    session = client.session
    session.pop(SHOWN, None)
    session.save()
    return client


user_logged_in.connect(as_if_shown, dispatch_uid="tests.signed_in")


def spare_code(email: str) -> str:
    """Return a code that opens the second step of an account, which gets its second factor here if it has none."""
    user = User.objects.get(email=email)
    if not has_factor(user):
        TOTP.activate(user, "JBSWY3DPEHPK3PXP" * 2)
    return RecoveryCodes.activate(user).get_unused_codes()[0]
