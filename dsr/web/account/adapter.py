"""How allauth behaves here: nobody signs up, its own mails and messages stay silent, secrets are sealed."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from dsr.models import EventName, User
from dsr.services import signing_in, staff
from dsr.web import guessing
from dsr.web.account.words import TOO_OFTEN, WRONG_CODE


class AccountAdapter(DefaultAccountAdapter):
    """This will let staff in whom somebody invited, and nobody else."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages, "too_many_login_attempts": TOO_OFTEN, "rate_limited": TOO_OFTEN,
        "incorrect_code": WRONG_CODE,
    }  # fmt: skip

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are made by invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Leave the proof before a delicate step to web/desk/step_up.py, which guards those pages."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our own pages say what happened, in the words of the house."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing past the outbox: services/staff.py queues what has to be said."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as our own proxy wrote it."""
        return guessing.address(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Log who came in, and by what last proof, once all of it was given."""
        last = (get_authentication_records(request, user) or [{}])[-1]
        how = str(last.get("type") or last.get("method") or "password")
        signing_in.record(user, happened=EventName.SIGNED_IN, now=timezone.now(), how=how)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Lead back to the door, as for any address that is not known."""
        return redirect("account:no_account")


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """This will match whom the organisation's own sign-on names with an account that exists here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: to be known elsewhere makes nobody staff of the desk."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect at the first time, by an address that the provider calls verified."""
        if sociallogin.is_existing:
            return
        verified = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        user = User.objects.filter(email__in=verified, is_active=True).first()
        if user is not None:
            sociallogin.connect(request, user)
            staff.tell_of_change(user, "sso", now=timezone.now())


class FactorAdapter(DefaultMFAAdapter):
    """This will seal the secrets of second factors, and name the desk in authenticator apps."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def get_totp_issuer(self) -> str:
        """Return the name under which an app keeps the code."""
        return "DSR Desk"

    def encrypt(self, text: str) -> str:
        """Return a secret that a stolen database does not give away."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again. Raises InvalidToken when PEPPER has changed."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "DSR Desk"


def _seal() -> Fernet:
    key = hashlib.sha256(b"second-factor:" + settings.PEPPER.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
