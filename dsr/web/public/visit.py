"""The form that a visitor is filling in, found again by a cookie that holds nothing but a random token."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dsr.models import Controller, Draft, Submission
from dsr.services import drafts
from dsr.web.public.entry import entered

PREFIX = f"{'__Host-' if settings.HTTPS else ''}draft-"


def cookie_name(controller: Controller) -> str:
    """Return the name of the cookie; each controller has its own, so that two forms do not meet."""
    return f"{PREFIX}{controller.pk}"


def draft_of(request: HttpRequest, controller: Controller, *, now: datetime) -> Draft | None:
    """Return the form that this browser is filling in, or sent within the day."""
    return drafts.find(token_of(request, controller), controller, now=now)


def token_of(request: HttpRequest, controller: Controller) -> str:
    """Return the token that this browser brought along; empty where it has none."""
    return request.COOKIES.get(cookie_name(controller), "")


def sent_by(request: HttpRequest, controller: Controller, *, now: datetime) -> Submission | None:
    """Return what this browser sent within the day, or has open on its status page."""
    draft = draft_of(request, controller, now=now)
    found = draft.submission_id if draft is not None else None
    if found is None and (opened := entered(request)) is not None:
        found = opened.pk
    rows = Submission.objects.select_related("controller", "subject").filter(
        controller=controller, purged_at=None
    )
    return rows.filter(pk=found).first() if found else None


def remember(response: HttpResponse, controller: Controller, token: str) -> None:
    """Have the browser bring the token of a form along; scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        cookie_name(controller), token, max_age=int(drafts.LIFE.total_seconds()), path="/",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def forget(response: HttpResponse, controller: Controller) -> None:
    """Have the browser drop the token."""
    _drop(response, cookie_name(controller))


def forget_sent(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser drop every receipt, which shows the secret for a while; what is not sent yet stays."""
    for name, token in request.COOKIES.items():
        if name.startswith(PREFIX) and drafts.was_sent(token):
            _drop(response, name)


def _drop(response: HttpResponse, name: str) -> None:
    response.set_cookie(
        name, "", max_age=0, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
