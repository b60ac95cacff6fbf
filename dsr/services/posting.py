"""Letters on paper: what waits to be printed, and that it was posted."""

from datetime import datetime

from django.db.models import Q, QuerySet

from dsr.models import EventName, Notice, Status, SubjectRequest, User
from dsr.services.step import step


class NothingToPost(Exception):
    """No letter of this request waits to be posted."""


def to_post(dsr: SubjectRequest) -> QuerySet[Notice]:
    """Return the letters of a request, or of its whole submission, that wait to be printed and posted."""
    mine = Q(dsr=dsr) | Q(dsr=None, submission=dsr.submission_id)
    return Notice.objects.filter(mine, recipient="person", status=Status.TO_POST)


def mark_posted(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Record that the letters waiting on paper were put into the post. Raises NothingToPost."""
    with step(dsr_id, EventName.POSTED, by=by, now=now, seen=seen) as dsr:
        if not to_post(dsr).update(status=Status.POSTED, sent_at=now):
            raise NothingToPost
