"""What goes before the rest of a file: answers about identity at closing, letter and files after the controller's time.

Source: GDPR Art. 5(1)(e); EDPB Guidelines 01/2022, para 79. What proves that the request was answered stays.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from dsr.law.periods import MONTHS_A_YEAR as A_YEAR
from dsr.models import (
    Actor,
    Attachment,
    Controller,
    Direction,
    EventName,
    Message,
    State,
    SubjectRequest,
    Submission,
)
from dsr.services.conversation import TO_IDENTITY
from dsr.services.holding import held
from dsr.services.step import lock_siblings, record
from dsr.vault import files

EVERY_MONTH_HAS = 28


def empty_early(*, now: datetime) -> int:
    """Destroy what is no longer needed of files that go on; return how many submissions lost something."""
    return _identity_answers() + sum(
        _content(controller, now.astimezone(controller.tz).date(), now=now)
        for controller in Controller.objects.filter(content_months__isnull=False)
    )


def _identity_answers() -> int:
    """Empty what people wrote to settle a doubt about who they are, once the last request of the letter is closed."""
    is_open = SubjectRequest.objects.exclude(state=State.CLOSED).filter(submission=OuterRef("submission"))
    found = Message.objects.filter(kind=TO_IDENTITY, direction=Direction.IN)
    found = found.exclude(Exists(is_open)).filter(submission__purged_at=None)
    return found.update(**Message.emptiness(), kind=f"{TO_IDENTITY}_gone")


def _content(controller: Controller, today: date, *, now: datetime) -> int:
    """Empty letter, details and files of the submissions whose last request was closed so many months ago."""
    count = 0
    for submission_id in _due(controller, today):
        with transaction.atomic():
            requests = lock_siblings(submission_id)
            if any(dsr.is_open for dsr in requests) or held(submission_id):
                continue
            blank = {"letter": "", "details": {}, "emptied_at": now}
            if not Submission.objects.filter(pk=submission_id, emptied_at=None).update(**blank):
                continue
            for dsr in requests:
                record(dsr, EventName.CONTENT_EMPTIED, now=now, by=None, actor=Actor.SYSTEM, data={})
        _files(submission_id)
        count += 1
    return count


def _due(controller: Controller, today: date) -> list[int]:
    last = months_before(today, controller.content_months or 0)
    young = SubjectRequest.objects.filter(submission=OuterRef("pk")).exclude(
        state=State.CLOSED, closed_on__lte=last
    )
    found = Submission.objects.filter(controller=controller, purged_at=None, emptied_at=None)
    return list(found.exclude(Exists(young)).order_by("pk").values_list("pk", flat=True))


def months_before(today: date, months: int) -> date:
    """Return the day so many months ago; of a month's last days the 28th, so that nothing goes too early."""
    year, month = divmod(today.year * A_YEAR + today.month - 1 - months, A_YEAR)
    return date(year, month + 1, min(today.day, EVERY_MONTH_HAS))


def _files(submission_id: int) -> None:
    """Delete the files that came from the person; those of owners and packages have times of their own."""
    for attachment in Attachment.objects.filter(submission=submission_id, task=None).exclude(stored_as=""):
        files.destroy(attachment.stored_as)
        Attachment.objects.filter(pk=attachment.pk).update(stored_as="", **Attachment.emptiness())
