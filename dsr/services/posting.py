"""Letters on paper: what waits to be printed, and that it was posted.

What the law counts from a letter counts from the day on which it went into the post, not from the day on which it
was written: a clock rests from then, and an extension is told by then or not at all (GDPR Art. 12(3), (6)).
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from dsr.models import EventName, Notice, PauseReason, Status, SubjectRequest, User
from dsr.services.step import local_day, step

PAUSING = {
    "identity_doubt": PauseReason.IDENTITY,
    "scope_question": PauseReason.CLARIFICATION,
    "fee_announced": PauseReason.FEE,
}


class NothingToPost(Exception):
    """No letter of this request waits to be posted."""


def to_post(dsr: SubjectRequest) -> QuerySet[Notice]:
    """Return the letters of a request, or of its whole submission, that wait to be printed and posted."""
    mine = Q(dsr=dsr) | Q(dsr=None, submission=dsr.submission_id)
    return Notice.objects.filter(mine, recipient="person", status=Status.TO_POST)


def has_to_post(dsr: SubjectRequest) -> bool:
    """Return whether any letter waits to be printed and posted."""
    return any(
        letter.dsr_id in {None, dsr.pk} and letter.recipient == "person" and letter.status == Status.TO_POST
        for letter in dsr.submission.notices.all()
    )


def mark_posted(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Record that the letters waiting on paper were put into the post. Raises NothingToPost."""
    with step(dsr_id, EventName.POSTED, by=by, now=now, seen=seen) as dsr:
        letters = list(to_post(dsr))
        if not letters:
            raise NothingToPost
        for letter in letters:
            _count_from_posting(dsr, letter, now=now)
        to_post(dsr).update(status=Status.POSTED, sent_at=now)


def _count_from_posting(dsr: SubjectRequest, letter: Notice, *, now: datetime) -> None:
    """Move what began with a letter from the day it was written to the day it was posted."""
    today = local_day(dsr, now)
    if letter.dsr_id == dsr.pk and letter.kind in PAUSING:
        open_pauses = dsr.open_pauses().filter(reason=PAUSING[letter.kind])
        open_pauses.filter(asked_on__lt=today).update(asked_on=today)
    if letter.dsr_id == dsr.pk and letter.kind == "extension" and dsr.is_extended:
        dsr.extension.announced_on = today
        dsr.extension.save(update_fields=["announced_on"])
