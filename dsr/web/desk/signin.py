"""Coming in, going out, and the language of the desk."""

from typing import Any, ClassVar

from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dsr.models import EventName, User
from dsr.services import signing_in
from dsr.web import guessing
from dsr.web.account.signin import remember_language
from dsr.web.desk.fields import say_what_is_missing

TOO_OFTEN = _("That was wrong too often. Wait %(minutes)s minutes, then try again.")
NO_MATCH = _("Address and password do not match. Check both; capitals count in the password.")


class SignInForm(AuthenticationForm):
    """This will take mail address and password; what is wrong of the two is never said."""

    error_messages: ClassVar = {"invalid_login": NO_MATCH, "inactive": NO_MATCH}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Mail address")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True}
        )
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        say_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        """Check address and password, unless this network was wrong about the account too often."""
        account = str(self.cleaned_data.get("username", ""))
        if self.request is not None and guessing.too_often(self.request, account):
            raise forms.ValidationError(TOO_OFTEN % {"minutes": guessing.MINUTES}, code="too_often")
        try:
            return super().clean()
        except forms.ValidationError:
            if self.request is not None:
                guessing.note_wrong(self.request, account)
            known = User.objects.filter(email=account).first()
            signing_in.record(known, happened=EventName.SIGN_IN_REFUSED, now=timezone.now())
            raise

    def clean_username(self) -> str:
        """Return the address as accounts keep it."""
        return str(self.cleaned_data["username"]).strip().lower()


class SignIn(LoginView):
    """This will let staff in: by password and then their second factor, by a passkey, or by single sign-on."""

    template_name = "desk/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Return the form of the house."""
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Go on to the second factor, or in where the account has none yet, in the person's language."""
        user = form.get_user()
        response: HttpResponse = perform_login(
            self.request, user, email_verification="none", redirect_url=self.get_success_url()
        )
        remember_language(response, user.language)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again, as what it is: not let in."""
        return self.render_to_response(self.get_context_data(form=form, has_errors=True), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways in."""
        back = self.request.POST.get("next") or self.request.GET.get("next", "")
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"next": back, "sso": settings.OIDC_NAME}


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """This will let staff out, and whoever stands between password and second factor."""

    next_page = "desk:sign_in"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the person out; whoever is out already is not logged again."""
        if request.user.is_authenticated:
            signing_in.record(request.user, happened=EventName.SIGNED_OUT, now=timezone.now())
        return super().post(request, *args, **kwargs)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the desk, for an account wherever it signs in, else for this browser."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if here else "desk:home")
    if code in dict(settings.DESK_LANGUAGES) and check_for_language(code):
        if request.user.is_authenticated:
            request.user.language = code
            request.user.save(update_fields=["language"])
        remember_language(response, code)
    return response
