"""Who may see what: the requests of one's controllers, by role; everything else does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from dsr.models import Controller, Membership, Role, User

Respond = Callable[[HttpRequest], HttpResponse]


class StaffLanguageMiddleware:
    """This will show the desk in the language that the signed-in person chose, and never in one it does not speak."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if request.path.startswith(("/desk/", "/admin/")):
            chosen = request.user.language if request.user.is_authenticated else translation.get_language()
            known = chosen in dict(settings.DESK_LANGUAGES)
            translation.activate(chosen if known else settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return what every page may need to know of the installation."""
    return {
        "desk_languages": [code for code, _name in settings.DESK_LANGUAGES],
        "demo": settings.DEMO,
        "password_alone": not settings.SECOND_FACTOR,
    }


def roles(user: User, *wanted: str) -> QuerySet[Membership]:
    """Return the memberships of a user that carry one of the roles."""
    return Membership.objects.filter(user=user, role__in=wanted)


def controllers_of(user: User, *wanted: str) -> QuerySet[Controller]:
    """Return the controllers at which a user has one of the roles, any role when none is named."""
    return Controller.objects.filter(pk__in=roles(user, *(wanted or Role.values)).values("controller"))


def is_dpo(user: User, controller_id: int) -> bool:
    """Return whether a user decides for a controller."""
    return roles(user, Role.DPO).filter(controller=controller_id).exists()


def role_required(*wanted: str) -> Callable[[Any], Any]:
    """Return a guard for a view of people with one of the roles; to everybody else the page does not exist."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not roles(request.user, *wanted).exists():  # type: ignore[arg-type]
                raise Http404
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        return guarded

    return decorate
