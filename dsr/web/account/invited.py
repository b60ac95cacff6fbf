"""Coming in by a link: accept an invitation, or set a new password. Whether an address is known is never said."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods

from dsr.models import AccessLink
from dsr.services import staff
from dsr.web import guessing
from dsr.web.account.pages import PasswordForm
from dsr.web.account.signin import remember_language
from dsr.web.desk.fields import say_what_is_missing

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AddressForm(forms.Form):
    """This will take the mail address of an account."""

    email = forms.EmailField(
        label=_later("Mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        say_what_is_missing(self)


@login_not_required
@require_http_methods(["GET", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Take an address and answer alike whether or not there is such an account."""
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "has_errors": form.is_bound, "demo": settings.DEMO}
        return render(request, "desk/account/forgot.html", context, status=422 if form.is_bound else 200)
    # Asking is counted like guessing: nobody fills a mailbox from here, and nobody is told that it was counted.
    if not guessing.too_often(request, "forgot"):
        guessing.note_wrong(request, "forgot")
        staff.forgot_password(form.cleaned_data["email"], now=timezone.now())
    return render(request, "desk/account/forgot_sent.html", {"demo": settings.DEMO})


@login_not_required
@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page behind a link, and set the password that is typed there; only that spends the link."""
    now = timezone.now()
    try:
        link = staff.open_link(token, now=now)
    except staff.LinkSpent:
        return _spent(request)
    with translation.override(link.user.language):
        request.LANGUAGE_CODE = link.user.language  # type: ignore[attr-defined]
        form = PasswordForm(request.POST or None, user=link.user)
        if not form.is_valid():
            context = {
                "form": form, "has_errors": form.is_bound, "account": link.user, "demo": settings.DEMO,
                "invited": link.purpose == AccessLink.Purpose.INVITATION, "sso": settings.OIDC_NAME,
            }  # fmt: skip
            return render(request, "desk/account/open.html", context, status=422 if form.is_bound else 200)
        try:
            user = staff.use_link(token, password=form.cleaned_data["password"], now=now)
        except staff.LinkSpent:
            return _spent(request)
        if link.purpose == AccessLink.Purpose.INVITATION:
            # The link has proven the mailbox; what opens now is the page that asks for a second factor.
            login(request, user, backend=BACKEND)
            response = redirect("desk:home")
        else:
            messages.success(request, _("Your new password is set. Sign in with it."))
            response = redirect("desk:sign_in")
        remember_language(response, user.language)
    return response


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/account/spent.html", {"demo": settings.DEMO}, status=404)
