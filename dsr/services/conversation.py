"""Messages between the person and the desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from dsr.evidence import words
from dsr.models import (
    WAITING,
    Actor,
    Channel,
    Direction,
    EventName,
    Message,
    State,
    SubjectRequest,
    Submission,
    User,
)
from dsr.notices import outbox
from dsr.services import files
from dsr.services.step import lock_siblings, record, refuse_purged, step

# What answers a doubt about identity; it is destroyed when the last request of the letter is closed.
TO_IDENTITY = "to_identity"


class NothingWritten(ValueError):
    """A message has no text."""


def write_in(
    submission: Submission, *, body: str, now: datetime, channel: str = Channel.FORM,
    looked: Sequence[files.Looked] = (),
) -> Message:  # fmt: skip
    """Take a message of the person with its files; whoever handles the requests is told that there is one.

    What comes while identity is in doubt counts as proof of it, and is destroyed once that is decided.
    Raises NothingWritten, NotTaken, and Blocked once the personal data are destroyed: the purge waits for these locks.
    """
    if not body.strip():
        raise NothingWritten
    with transaction.atomic():
        requests = lock_siblings(submission.pk)
        for dsr in requests:
            refuse_purged(dsr)
        asked = any(dsr.state == State.AWAITING_IDENTITY for dsr in requests)
        message = words.keep_message(
            submission=submission, kind=TO_IDENTITY if asked else "", direction=Direction.IN, channel=channel,
            at=now, body=body, language=submission.language,
        )  # fmt: skip
        for dsr in requests:
            record(
                dsr, EventName.MESSAGE_IN, now=now, by=None, actor=Actor.PERSON, data={"message": message.pk}
            )
        for dsr in requests:
            # Where the clock rests for this answer, the officer hears of it too: it may run again from today.
            if dsr.state in WAITING and dsr.handler and dsr.handler.email != dsr.controller.dpo_email:
                outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{message.pk}", now=now)
                break
        for dsr in _one_of_each_handler(requests):
            outbox.queue("message_in", dsr=dsr, recipient="handler", occasion=f"m{message.pk}", now=now)
        # Last of all: what is written to the disk does not go away with a transaction that fails.
        files.keep_with(looked, message=message, proof=asked, now=now)
    return message


def write_out(dsr_id: int, *, body: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Write to the person; the mail says only that something is there. Raises NothingWritten."""
    if not body.strip():
        raise NothingWritten
    with step(dsr_id, EventName.MESSAGE_OUT, by=by, now=now, seen=seen) as dsr:
        outbox.post_letter("note", dsr, by=by, now=now, words={"body": body})


def _one_of_each_handler(requests: list[SubjectRequest]) -> Iterable[SubjectRequest]:
    """Return one request of each handler who still works on the letter; of all handlers where all is closed."""
    at_work = [dsr for dsr in requests if dsr.is_open] or requests
    return {dsr.handler_id: dsr for dsr in reversed(at_work)}.values()
