"""The dead man's switch: what is due and was not done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from dsr.models import (
    Checkpoint,
    Dispute,
    Event,
    LogEntry,
    LogQueue,
    Notice,
    Status,
    SubjectRequest,
    Task,
)
from dsr.services import heartbeats

PATIENCE = timedelta(minutes=15)
# A letter on paper has so long until somebody printed and posted it: a weekend, and a day on either side.
PAPER_PATIENCE = timedelta(days=4)


@dataclass(frozen=True)
class Late:
    """How much is late: notices that should have gone out, what the sweeps should have seen, events not signed.

    `put_off` of the notices were tried and not taken, `letters` wait for the post, `sweeps` are silent.
    """

    notices: int
    put_off: int
    letters: int
    requests: int
    tasks: int
    events: int
    disputes: int
    sweeps: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything is late."""
        late = (
            self.notices,
            self.letters,
            self.requests,
            self.tasks,
            self.disputes,
            self.events,
            self.sweeps,
        )
        return any(late)


def late(*, now: datetime) -> Late:
    """Return what has been due for more than a quarter of an hour."""
    before = now - PATIENCE
    waiting = stuck(before)
    paper = Notice.objects.filter(status=Status.TO_POST, due_at__lt=now - PAPER_PATIENCE)
    return Late(
        notices=waiting.count(),
        put_off=waiting.exclude(error="").count(),
        letters=paper.count(),
        requests=SubjectRequest.objects.filter(wake_at__lt=before).count(),
        tasks=Task.objects.filter(wake_at__lt=before).count(),
        disputes=Dispute.objects.filter(wake_at__lt=before).count(),
        events=_unsigned(before),
        sweeps=tuple(heartbeats.silent(now=now)),
    )


def mail_is_stuck(*, now: datetime) -> bool:
    """Return whether any mail should have gone out more than a quarter of an hour ago."""
    return stuck(now - PATIENCE).exists()


def stuck(before: datetime) -> QuerySet[Notice]:
    """Return the notices that were due before a moment and still wait to be sent."""
    return Notice.objects.filter(status__in=[Status.WAITING, Status.SENDING], due_at__lt=before)


def _unsigned(before: datetime) -> int:
    """Return how many events of before a moment are in no checkpoint yet: the log is not kept, or cannot be signed."""
    waiting = Event.objects.filter(pk__in=LogQueue.objects.values("event_id"), at__lt=before).count()
    signed = Coalesce(Subquery(Checkpoint.objects.order_by("-size").values("size")[:1]), 0)
    return waiting + LogEntry.objects.filter(seq__gte=signed, event__at__lt=before).count()
