"""Nobody works at the desk, or in the administration, with a password alone."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

Respond = Callable[[HttpRequest], HttpResponse]
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SHOWN = "factor"


def before_second_factor(view: Any) -> Any:
    """Open a view to whoever has signed in and has no second factor yet: the way to get one, and the way out."""
    view.before_second_factor = True
    return view


def note_factor(request: HttpRequest) -> None:
    """Remember in the session that its person showed a second factor."""
    request.session[SHOWN] = request.user.pk


def has_factor(user: Any) -> bool:
    """Tell whether an account has a passkey or an authenticator app; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


class SecondFactorMiddleware:
    """This will lead whoever has no second factor to get one, and end a session that showed none."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return where to go instead, nothing where the page may open."""
        if not settings.SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.session.get(SHOWN) == request.user.pk or not getattr(view, "login_required", True):
            return None
        if not has_factor(request.user):
            if getattr(view, "before_second_factor", False):
                return None
            return redirect("account:begin")
        # It has one and did not show it: this session came in by another door than ours.
        logout(request)
        return redirect("desk:sign_in")
