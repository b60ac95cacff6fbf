"""Proving again who sits there, before what cannot be taken back: a release, an export, a role, a purge.

A session may be half an hour old and the chair somebody else's. The proof is asked for on the page of the step
itself: what was typed is carried through it, and no address, session or log holds it meanwhile.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dsr.models import User
from dsr.web import guessing
from dsr.web.account.signin import CodeForm, as_json
from dsr.web.account.words import WRONG_CODE
from dsr.web.desk.who import shell

FRESH = timedelta(minutes=5).total_seconds()
MARK = "step_up"
OURS = (MARK, "proof_password", "proof_code", "credential", "csrfmiddlewaretoken")


class ProofForm(forms.Form):
    """This will take what the person can prove themselves with: the password, a code, or a passkey."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User = request.user  # type: ignore[assignment]
        kinds = Authenticator.objects.filter(user=self.user).values_list("type", flat=True)
        self.kinds = set(kinds)
        if self.user.has_usable_password():
            self.fields["proof_password"] = forms.CharField(
                label=_("Password"), required=False, strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
            )  # fmt: skip
        if self.kinds - {Authenticator.Type.WEBAUTHN}:
            self.fields["proof_code"] = forms.CharField(
                label=_("Or a code of your app") if self.fields else _("Code of your app"), required=False,
                max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a wrong proof, and any proof after too many wrong ones."""
        about = f"step-up {self.user.pk}"
        if guessing.too_often(self.request, about):
            raise forms.ValidationError(
                _("That was wrong too often. Wait %(minutes)s minutes, then try again.")
                % {"minutes": guessing.MINUTES}
            )
        if not self._proves():
            guessing.note_wrong(self.request, about)
            self.add_error(next(iter(self.fields), None), self._wrong())
        return self.cleaned_data

    def _proves(self) -> bool:
        """Tell whether one of the proofs holds; a code is used up by it."""
        if password := self.cleaned_data.get("proof_password"):
            return self.user.check_password(password)
        if code := self.cleaned_data.get("proof_code"):
            return CodeForm({"code": code}, user=self.user).is_valid()
        if self.data.get("credential"):
            return AuthenticateWebAuthnForm(self.data, user=self.user).is_valid()
        return False

    def _wrong(self) -> str:
        if self.cleaned_data.get("proof_password"):
            return _("This is not your password. Capitals count.")
        if self.cleaned_data.get("proof_code"):
            return str(WRONG_CODE)
        if self.data.get("credential"):
            return _("The passkey was not accepted. Try again.")
        return _("Type your password, or a code of your app.")


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person proved within five minutes who they are, by signing in or again since."""
    since = max(float(request.session.get(key, 0)) for key in ("began", "proved"))
    return timezone.now().timestamp() - since <= FRESH


def note_proof(request: HttpRequest) -> None:
    """Remember that the person has just proved who they are."""
    request.session["proved"] = timezone.now().timestamp()


def asked(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the proof, or nothing where it was given within five minutes.

    With the right proof the step goes on with what had been posted. Files cannot be carried: they are chosen again.
    """
    if MARK not in request.POST:
        return None if is_fresh(request) else _page(request, ProofForm(request=request))
    form = ProofForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, form)
    note_proof(request)
    if request.POST[MARK] == "get":
        return redirect(request.get_full_path())
    request.POST = _carried(request.POST)  # type: ignore[assignment]
    return None


def step_up_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard a view by a proof that is at most five minutes old.

    It stands below the guard of the role, so that nobody is asked about a page that does not exist for them, and
    above `require_GET` or `require_POST`, as the proof itself is always posted.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return asked(request) or view(request, *args, **kwargs)

    return guarded


def _carried(posted: QueryDict) -> QueryDict:
    """Return what was posted without the proof."""
    kept = posted.copy()
    for name in OURS:
        kept.pop(name, None)
    return kept


def _options(form: ProofForm) -> str:
    """Return what a browser needs to ask for the person's passkey; empty where they have none."""
    return as_json(begin_authentication(form.user)) if Authenticator.Type.WEBAUTHN in form.kinds else ""


def _page(request: HttpRequest, form: ProofForm) -> HttpResponse:
    posted = request.method == "POST" and request.POST.get(MARK) != "get"
    carried = [(name, value) for name, values in _carried(request.POST).lists() for value in values]
    context = shell(
        request, "", form=form, mark="post" if posted else "get", carried=carried if posted else [],
        files=bool(request.FILES), has_errors=form.is_bound, options=_options(form),
    )  # fmt: skip
    return render(request, "desk/step_up.html", context, status=422 if form.is_bound else 200)
