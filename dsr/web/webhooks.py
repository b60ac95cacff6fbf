"""Where mail providers report bounces and complaints: signed or with a password, and not older than five minutes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from anymail import urls as anymail_urls
from anymail.signals import tracking as reported
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from dsr.notices import tracking

WINDOW = timedelta(minutes=5)
MOST_BYTES = 1_000_000
VIEWS = {
    pattern.name.removesuffix("_tracking_webhook"): pattern.callback
    for pattern in anymail_urls.urlpatterns
    if pattern.name and pattern.name.endswith("_tracking_webhook")
}


class TooOld(SuspiciousOperation):
    """A report was signed too long ago, or for a time to come: somebody plays it again."""


def _mailgun(request: HttpRequest) -> float:
    if request.content_type == "application/json":
        return float(json.loads(request.body)["signature"]["timestamp"])
    return float(request.POST["timestamp"])


def _header(name: str) -> Callable[[HttpRequest], float]:
    return lambda request: float(request.headers[name])


# Providers that sign each report, and where the time stands that the signature covers.
SIGNED_AT: dict[str, Callable[[HttpRequest], float]] = {
    "mailgun": _mailgun,
    "resend": _header("svix-timestamp"),
    "sendgrid": _header("X-Twilio-Email-Event-Webhook-Timestamp"),
}


@csrf_exempt
def report(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a report of a provider that we send by to Anymail, which proves where it comes from."""
    view = VIEWS.get(provider)
    if view is None or provider not in _ours():
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    if not settings.ANYMAIL.get("WEBHOOK_SECRET") and not _signs(provider):
        raise Http404  # anybody could report anything
    if request.method == "POST" and _signs(provider):
        _refuse_old(request, SIGNED_AT[provider])
    return view(request)  # type: ignore[no-any-return]


@receiver(reported, dispatch_uid="dsr.tracking")
def note(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    """Take in what Anymail has read of a report."""
    tracking.take(event, esp_name, now=timezone.now())


def _ours() -> set[str]:
    """Return the providers that mails are sent by, on either way."""
    ways = (settings.EMAIL_BACKEND, settings.MAIL_SECOND.get("backend", ""))
    return {way.split(".")[2] for way in ways if way.startswith("anymail.backends.")}


def _signs(provider: str) -> bool:
    """Tell whether a provider's reports are signed here: some sign only once a key is set."""
    if provider == "sendgrid":
        return bool(settings.ANYMAIL.get("SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY"))
    return provider in SIGNED_AT


def _refuse_old(request: HttpRequest, signed_at: Callable[[HttpRequest], float]) -> None:
    """Raise TooOld for a report signed more than five minutes ago or ahead, or that names no time."""
    try:
        at = datetime.fromtimestamp(signed_at(request), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise TooOld from error
    if abs(timezone.now() - at) > WINDOW:
        raise TooOld
