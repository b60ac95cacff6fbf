"""Who opened what: every look at the content of a request is logged, codes and numbers only.

Looking at the same again is logged once an hour: a day's work is a few lines, not hundreds.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from dsr.models import Actor, Attachment, Event, EventName, Message, SubjectRequest, Submission, Task, User

AGAIN = timedelta(hours=1)


def read(
    dsr: SubjectRequest, *, by: User, now: datetime,
    known: tuple[Sequence[Event], Sequence[Message]] | None = None,
) -> None:  # fmt: skip
    """Log that somebody of the desk opened a request, once an hour, and again when something new is there to read.

    `known` are the events of the request and the messages of its letter, where whoever asks has read them already.
    """
    if known is not None:
        events, messages = known
        seen = max(
            (one.at for one in events if one.name == EventName.READ and one.by_id == by.pk), default=None
        )
        if seen and seen > now - AGAIN and not any(message.at > seen for message in messages):
            return
        taken(dsr, by=by, now=now)
        return
    newer = Exists(Message.objects.filter(submission=dsr.submission_id, at__gt=OuterRef("at")))
    mine = Event.objects.filter(dsr=dsr, name=EventName.READ, by=by).order_by("-pk").annotate(newer=newer)
    last = mine.first()
    if last is not None and last.at > now - AGAIN and not last.newer:
        return
    taken(dsr, by=by, now=now)


def taken(dsr: SubjectRequest, *, by: User, now: datetime) -> None:
    """Log that somebody of the desk took a letter of a request along, each time."""
    Event.objects.create(
        controller_id=dsr.controller_id, submission_id=dsr.submission_id, dsr=dsr, name=EventName.READ,
        at=now, actor=Actor.STAFF, by=by, version=dsr.version,
    )  # fmt: skip


def file_opened(dsr: SubjectRequest, attachment: Attachment, *, by: User, now: datetime) -> None:
    """Log that somebody of the desk opened a file, each time."""
    Event.objects.create(
        controller_id=dsr.controller_id, submission_id=dsr.submission_id, dsr=dsr, name=EventName.FILE_OPENED,
        at=now, actor=Actor.STAFF, by=by, data={"file": attachment.pk},
    )  # fmt: skip


def status_opened(submission: Submission, *, now: datetime) -> None:
    """Log that the status page was opened with the right secret: whoever has it reads everything there."""
    Event.objects.create(
        controller_id=submission.controller_id, submission=submission, name=EventName.STATUS_OPENED,
        at=now, actor=Actor.PERSON,
    )  # fmt: skip


def task_opened(task: Task, *, now: datetime) -> None:
    """Log that the owner of a system opened a question, which names the person, once an hour."""
    mine = Event.objects.filter(dsr=task.dsr_id, name=EventName.TASK_OPENED, at__gt=now - AGAIN)
    if any(event.data.get("task") == task.pk for event in mine):
        return
    Event.objects.create(
        controller_id=task.dsr.controller_id, submission_id=task.dsr.submission_id, dsr_id=task.dsr_id,
        name=EventName.TASK_OPENED, at=now, actor=Actor.OWNER, data={"task": task.pk},
    )  # fmt: skip
