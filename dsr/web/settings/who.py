"""Who may set what: administrators everything but roles, an officer what concerns the law of their controllers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from dsr.models import Controller, Role, User
from dsr.web.access import roles

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in, as every page of the settings gets it."""

    user: User


def controllers_to_set(user: User, *, officer: bool = True) -> QuerySet[Controller]:
    """Return the controllers whose settings somebody may see and change; `officer` says whether a DPO may."""
    if user.is_superuser:
        return Controller.objects.all()
    own = roles(user, Role.DPO).values("controller") if officer else Controller.objects.none().values("pk")
    return Controller.objects.filter(Q(pk__in=own))


def controller_or_404(request: HttpRequest, slug: str, *, officer: bool = True) -> Controller:
    """Return one of them. Raises Http404, for somebody else's controller as for none."""
    found = controllers_to_set(request.user, officer=officer).filter(slug=slug).first()  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def may_set(user: User) -> bool:
    """Return whether somebody sees the settings at all."""
    return user.is_superuser or roles(user, Role.DPO).exists()


def _only(may: Callable[[User], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):  # type: ignore[arg-type]
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


# Guards for views: to everybody else the page does not exist.
setters_only = _only(may_set)
administrators_only = _only(lambda user: bool(user.is_superuser))
