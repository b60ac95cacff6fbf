"""The second step of coming in, and the ways in without a password: a passkey, the organisation's own sign-on."""

import json
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.models import EventName
from dsr.services import signing_in
from dsr.web.account.guard import note_factor
from dsr.web.desk.fields import say_what_is_missing

NO_PASSKEY = _later("This passkey is not known here. Sign in with your password, or with another passkey.")


def as_json(options: Any) -> str:
    """Return what a browser needs to ask for a passkey."""
    return json.dumps(options, cls=DjangoJSONEncoder)


def code_field(**attributes: Any) -> forms.CharField:
    """Return the field for a code of an authenticator app, or a recovery code."""
    attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off", **attributes}
    return forms.CharField(label=_later("Code"), max_length=20, widget=forms.TextInput(attrs))


class CodeForm(AuthenticateForm):
    """This will take a code of the app, or one of the recovery codes."""

    code = code_field(autofocus=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six figures from your app, or one of your recovery codes.")
        say_what_is_missing(self)


class SecondStep(AuthenticateView):
    """This will ask for the second factor after the password."""

    template_name = "desk/account/second_step.html"
    form_class = CodeForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Let the person in, and remember that the factor was shown."""
        response: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            note_factor(self.request)
            remember_language(response, self.request.user.language)
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Ask again."""
        user = self.stage.login.user
        signing_in.record(user, happened=EventName.SIGN_IN_REFUSED, now=timezone.now(), how="mfa")
        return self.render_to_response(self.get_context_data(has_errors=True), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person has, so that nothing is asked for that they cannot give."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return found | kwargs | {
            "has_codes": bool(kinds - {Authenticator.Type.WEBAUTHN}),
            "options": as_json(found["js_data"]["request_options"]) if "webauthn" in kinds else "",
            "wrong_passkey": found["webauthn_form"].errors.get("credential", []),
        }  # fmt: skip


@method_decorator(login_not_required, name="dispatch")
class PasskeySignIn(LoginWebAuthnView):
    """This will let somebody in by a passkey alone, which is something they have and something they are or know."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Let the person in."""
        response: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            note_factor(self.request)
            remember_language(response, self.request.user.language)
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Say at the door that the passkey is not known."""
        signing_in.record(None, happened=EventName.SIGN_IN_REFUSED, now=timezone.now(), how="webauthn")
        messages.error(self.request, NO_PASSKEY)
        return redirect("desk:sign_in")


@login_not_required
def no_account(request: HttpRequest) -> HttpResponse:
    """Say that the organisation's sign-on worked and nobody made an account here, or that it did not work."""
    return render(request, "desk/account/no_account.html", {"demo": settings.DEMO}, status=403)


def remember_language(response: HttpResponse, code: str) -> None:
    """Keep the language for this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
