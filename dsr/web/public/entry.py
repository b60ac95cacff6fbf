"""Whose page this browser has open: for half an hour after reference and secret were given."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dsr.models import SubjectRequest, Submission
from dsr.models.reference import parse
from dsr.vault import secrets

ENTRY = "status"
MINUTES = 30


def open_for(request: HttpRequest, submission: Submission) -> None:
    """Open the page of a submission in this browser; the session gets a new key, and holds as long as the secret."""
    request.session.cycle_key()
    until = int(timezone.now().timestamp()) + MINUTES * 60
    key = secrets.digest(submission.secret_digest, "entry")
    request.session[ENTRY] = {"submission": submission.pk, "until": until, "key": key}


def entered(request: HttpRequest) -> Submission | None:
    """Return the submission whose page this browser has open."""
    entry: dict[str, Any] = request.session.get(ENTRY, {})
    if not entry or entry["until"] < timezone.now().timestamp():
        return None
    found = Submission.objects.select_related("controller", "subject").filter(pk=entry["submission"]).first()
    if found is None or not secrets.same(found.secret_digest, entry.get("key", ""), "entry"):
        return None  # the secret was renewed meanwhile: whoever came with the old one is out
    return found


def own_request(request: HttpRequest, reference: str) -> SubjectRequest | None:
    """Return one request of the submission whose page is open; a foreign one is as unknown as one that never was."""
    submission = entered(request)
    if submission is None or submission.purged_at is not None:
        return None
    return submission.requests.filter(reference=parse(reference) or "-").first()
