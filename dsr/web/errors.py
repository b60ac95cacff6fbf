"""Pages for what went wrong, each saying what to do next."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Event, SubjectRequest
from dsr.services.step import StalePage

# What a form carries without anybody having typed it: keys, and what was chosen from a list or a calendar.
CARRIED = frozenset({
    "csrfmiddlewaretoken", "seen", "key", "form", "preview", "next", "controller", "channel", "received_on",
    "received_time", "rights", "right", "language", "medium", "relation", "level", "method", "answered_on", "outcome",
    "ground", "grounds", "rests",
})  # fmt: skip

Respond = Callable[[HttpRequest], HttpResponse]


class ConflictMiddleware:
    """This will answer 409 with what happened when a page was overtaken by somebody else's step."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a stale click, and nothing for any other error."""
        if isinstance(error, StalePage):
            dsr = SubjectRequest.objects.get(pk=error.dsr_id)
            since = dsr.events.filter(version__gt=error.seen).exclude(name="read").select_related("by")
            return conflict(request, dsr, list(since))
        if isinstance(error, TransitionNotAllowed | Blocked):
            return conflict(request, getattr(error, "object", None), [])
        return None


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """This will ask whoever is not signed in to do so; what was typed while a session ran out is given back."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        """Show what was typed with the way back, or lead straight to the door."""
        if request.method != "POST" or not request.path.startswith("/desk/"):
            return super().handle_no_permission(request, view_func)  # type: ignore[no-any-return]
        back = request.path if _can_be_opened(request.path) else reverse("desk:home")
        door = f"{reverse('desk:sign_in')}?{urlencode({'next': back})}"
        if words := typed(request):
            return render(request, "signed_out.html", {"url": door, "typed": words}, status=403)
        return redirect(door)


def _can_be_opened(path: str) -> bool:
    """Tell whether an address to which a form was sent is that of a page, too."""
    return path == reverse("desk:intake") or path.startswith(reverse("desk:requests"))


class PrivateMiddleware:
    """This will keep every page but static files out of caches."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what somebody typed into the form that was sent, without what the form itself carries."""
    return [
        (name, value)
        for name, value in request.POST.items()
        if name not in CARRIED and value.strip() and not value.isdigit()
    ]


def conflict(request: HttpRequest, dsr: SubjectRequest | None, since: list[Event]) -> HttpResponse:
    """Return the page that says who did what meanwhile, and what the reader had typed.

    Names of staff and the way back into the case are for the desk alone.
    """
    at_desk = request.path.startswith("/desk/") and dsr is not None
    context = {
        "url": reverse("desk:request", args=[dsr.reference]) if at_desk and dsr else "",
        "since": since if at_desk else [],
        "typed": typed(request),
    }
    with timezone.override(dsr.controller.tz if dsr else None):
        return render(request, "409.html", context, status=409)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that cannot be read, or is longer than any form here."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for what this account may not do."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address that leads nowhere, or to somebody else's case."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page for our own fault, with what was typed: many browsers have forgotten it when one goes back."""
    return render(request, "500.html", {"typed": _still_readable(request)}, status=500)


def _still_readable(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, unless it was in the reading of it that something broke."""
    try:
        return typed(request)
    except Exception:  # noqa: BLE001  (the page for a fault must not have one)
        return []
