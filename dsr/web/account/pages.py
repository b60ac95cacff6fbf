"""One's own account: name, password, second factors, and where one is signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_POST, require_safe

from dsr.models import User
from dsr.services import staff
from dsr.web.account.factors import listed
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.step_up import step_up_required
from dsr.web.desk.who import shell

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("Linux", "Linux"))  # fmt: skip


class PasswordForm(forms.Form):
    """This will take a new password, once: it can be looked at while it is typed in any browser of today."""

    password = forms.CharField(
        label=_later("New password"), strip=False, max_length=200,
        help_text=_later("At least 14 characters. A sentence of four or five words is easy to keep and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_later("The same password again"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        say_what_is_missing(self)

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        validate_password(self.cleaned_data["password"], self.user)
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        """Refuse two different ones."""
        data = self.cleaned_data
        if "password" in data and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("This is not what you typed above. Type the same password twice."))
        return data


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    user: User = request.user  # type: ignore[assignment]
    spare = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "factors": listed(user),
        "has_app": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "codes_left": len(spare.wrap().get_unused_codes()) if spare else 0,
        "sessions": [_said(one, request) for one in _sessions(user)],
    }
    return render(request, "desk/account/account.html", shell(request, "account", **context))


@step_up_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of the account ends with it."""
    user: User = request.user  # type: ignore[assignment]
    form = PasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        context = shell(request, "account", form=form, has_errors=form.is_bound)
        return render(request, "desk/account/password.html", context, status=422 if form.is_bound else 200)
    staff.set_password(user.pk, form.cleaned_data["password"], now=timezone.now())
    user = User.objects.get(pk=user.pk)
    update_session_auth_hash(request, user)
    for session in _sessions(user):
        if session.session_key != request.session.session_key:
            session.end()
    messages.success(
        request, _("Your password is changed. Wherever else you were signed in, you no longer are.")
    )
    return redirect("account:account")


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own, wherever it is."""
    for session in UserSession.objects.filter(user=request.user, pk=pk):
        session.end()
    messages.success(request, _("That session is ended."))
    return redirect("account:account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    for session in UserSession.objects.filter(user=request.user):
        if session.session_key != request.session.session_key:
            session.end()
    messages.success(request, _("All other sessions are ended."))
    return redirect("account:account")


def _sessions(user: User) -> list[UserSession]:
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.last_seen_at, reverse=True)


def _said(session: UserSession, request: HttpRequest) -> dict[str, Any]:
    agent = session.user_agent
    browser = next((name for mark, name in BROWSERS if mark in agent), _("Browser"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return {
        "pk": session.pk, "where": f"{browser}, {system}" if system else browser, "network": session.ip,
        "since": session.created_at, "here": session.session_key == request.session.session_key,
    }  # fmt: skip
