"""Whose page this browser has open, for half an hour after reference and secret were given."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dsr.models import Submission

ENTRY = "status"
MINUTES = 30


def entered(request: HttpRequest) -> Submission | None:
    """Return the submission whose page is open here."""
    entry: dict[str, Any] = request.session.get(ENTRY, {})
    if not entry or entry["until"] < timezone.now().timestamp():
        return None
    return Submission.objects.select_related("controller", "subject").filter(pk=entry["submission"]).first()
