"""Whether a notice that was written down is still worth sending, and complete, at the moment it goes out."""

from datetime import datetime

from django.db import transaction

from dsr.models import Notice, State, SubjectRequest
from dsr.notices import (
    confirming,
    digest,
    dispute_ladder,
    kinds,
    ladder,
    mail,
    outbox,
    overviews,
    task_ladder,
)
from dsr.notices.letter import LetterIncomplete
from dsr.notices.line import Refused


class Overtaken(Exception):
    """There is nothing left to say; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def assure(notice: Notice, *, now: datetime) -> None:
    """Make sure that a leased notice can be sent, writing its letter if that was left until now.

    Raises Overtaken when it is no longer of use, Refused when the person cannot be reached or the letter not made.
    """
    kind = kinds.get(notice.kind)
    if notice.submission and notice.submission.purged_at:
        raise Overtaken("purged")
    if not mail.address_of(notice, now=now):
        if kind.to_person or kind.outside:
            raise Refused("no address")
        raise Overtaken("no address")
    if notice.kind == overviews.DIGEST and not digest.is_of_today(notice, now=now):
        raise Overtaken("overtaken")
    if code := _overtaken(notice):
        raise Overtaken(code)
    if kind.carries == "letter" and notice.letter is None:
        _write(notice, now=now)


def _overtaken(notice: Notice) -> str:
    """Return why a notice has been overtaken by what happened since, nothing where it has not."""
    dsr = notice.dsr
    if notice.kind == "confirm_mailbox" and notice.submission and not notice.submission.confirm_digest:
        return "confirmed"
    if notice.kind == "confirm_mailbox" and not confirming.is_for_this_address(notice):
        return "corrected"
    if notice.kind == "represented" and not confirming.is_wanted(notice):
        return "answered"
    if dsr is None:
        return ""
    kind, occasion = notice.kind, notice.occasion
    stale = (
        (kind in ladder.KINDS and not ladder.still_holds(dsr, kind, occasion))
        or (task_ladder.OF_TASK.match(occasion) and not task_ladder.still_holds(notice))
        or (kind == dispute_ladder.KIND and not dispute_ladder.still_holds(notice))
        or (kind == "review_wanted" and dsr.state != State.IN_REVIEW)
        or (kind == "assigned" and notice.recipient != f"user:{dsr.handler_id}")
    )
    return "overtaken" if stale else ""


def _write(notice: Notice, *, now: datetime) -> None:
    """Write the letter of a notice into the correspondence, once, however often its sending is tried."""
    dsr = notice.dsr
    if (
        dsr is None
        or not SubjectRequest.objects.filter(submission=dsr.submission_id).exclude(state="closed").exists()
    ):
        raise Overtaken("closed")
    with transaction.atomic():
        held = Notice.objects.select_for_update(of=("self",)).select_related("letter").get(pk=notice.pk)
        if held.letter is None:
            try:
                held.letter = outbox.keep_letter(notice.kind, dsr, by=None, now=now, words={})
            except LetterIncomplete as error:
                raise Refused("incomplete") from error
            held.save(update_fields=["letter"])
        notice.letter = held.letter
