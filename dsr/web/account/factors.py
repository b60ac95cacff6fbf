"""One's own second factors: an authenticator app, passkeys, recovery codes."""

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dsr.models import User
from dsr.services import staff
from dsr.web.account.guard import FACTORS, before_second_factor, note_factor
from dsr.web.account.signin import as_json, code_field
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.step_up import step_up_required
from dsr.web.desk.who import shell


class AppForm(ActivateTOTPForm):
    """This will take the first code of an authenticator app."""

    code = code_field(inputmode="numeric", autofocus=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six figures that the app shows now.")
        say_what_is_missing(self)


class PasskeyForm(AddWebAuthnForm):
    """This will take a passkey that the browser has just made."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = _("Name of the passkey"), 60
        name.help_text = _("For example the device on which it lies.")
        name.initial = self.initial["name"] = ""
        self.fields["credential"].error_messages["required"] = _(
            "The browser made no passkey. Try again, or use an app with codes."
        )


@before_second_factor
def begin(request: HttpRequest) -> HttpResponse:
    """Say that a second factor is needed, and offer the ways to one."""
    return render(request, "desk/account/begin.html", shell(request, "account"))


@before_second_factor
@step_up_required
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app: its picture to scan, then its first code."""
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return redirect("account:account")
    form = AppForm(request.POST or None, user=request.user)
    if form.is_valid():
        with transaction.atomic():
            TOTP.activate(request.user, form.secret)  # type: ignore[arg-type]
            codes = _added(request, "app")
        clear_totp_secret(request)
        return codes
    url = get_adapter().build_totp_url(request.user, form.secret)  # type: ignore[arg-type]
    picture = segno.make(url, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    # The picture is drawn here from a secret and an address of staff; nothing in it was typed by a stranger.
    context = {
        "form": form,
        "picture": mark_safe(picture),  # noqa: S308
        "secret": form.secret,
        "has_errors": form.is_bound,
    }
    return render(
        request, "desk/account/app.html", shell(request, "account", **context), status=422 if form.is_bound else 200
    )  # fmt: skip


@before_second_factor
@step_up_required
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey; only this page needs JavaScript, because only it can ask the device."""
    form = PasskeyForm(request.POST or None, user=request.user)
    if form.is_valid():
        name = form.cleaned_data["name"] or _("Passkey")
        with transaction.atomic():
            WebAuthn.add(request.user, name, form.cleaned_data["credential"])  # type: ignore[arg-type]
            return _added(request, "passkey")
    options = as_json(begin_registration(request.user, passwordless=True))  # type: ignore[arg-type]
    context = {"form": form, "options": options, "has_errors": form.is_bound}
    return render(
        request, "desk/account/passkey.html", shell(request, "account", **context), status=422 if form.is_bound else 200
    )  # fmt: skip


@step_up_required
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones are worth nothing from then on."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=request.user.pk)
        Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).delete()
        made = RecoveryCodes.activate(request.user)  # type: ignore[arg-type]
        staff.tell_of_change(request.user, "codes", now=timezone.now())  # type: ignore[arg-type]
    return _codes_page(request, made.get_unused_codes())


@step_up_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one factor away; the last one stays until another is added."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=request.user.pk)
        mine = Authenticator.objects.filter(user=request.user, type__in=FACTORS)
        factor = get_object_or_404(mine, pk=pk)
        if mine.count() == 1:
            messages.error(request, _("This is your only second factor. Add another one first."))
            return redirect("account:account")
        factor.delete()
        staff.tell_of_change(request.user, "removed", now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Removed. It no longer opens your account."))
    return redirect("account:account")


def _added(request: HttpRequest, what: str) -> HttpResponse:
    """Go on after a factor was added: with the recovery codes where these are the first ones."""
    note_factor(request)
    staff.tell_of_change(request.user, what, now=timezone.now())  # type: ignore[arg-type]
    had_codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES)
    if had_codes.exists():
        messages.success(request, _("Added. You can sign in with it from now on."))
        return redirect("account:account")
    return _codes_page(request, RecoveryCodes.activate(request.user).get_unused_codes())  # type: ignore[arg-type]


def _codes_page(request: HttpRequest, fresh: list[str]) -> HttpResponse:
    return render(request, "desk/account/codes.html", shell(request, "account", codes=fresh))


def listed(user: User) -> list[dict[str, Any]]:
    """Return the second factors of an account for a page."""
    found = Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("created_at")
    is_app = Authenticator.Type.TOTP
    return [
        {
            "pk": one.pk, "used": one.last_used_at, "added": one.created_at,
            "name": _("App with codes") if one.type == is_app else one.wrap().name,
            "kind": "" if one.type == is_app else _("Passkey"),
        }
        for one in found
    ]  # fmt: skip
