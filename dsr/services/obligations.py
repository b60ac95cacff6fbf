"""The dead man's switch: what is due and was not done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from dsr.models import Checkpoint, Event, LogEntry, LogQueue, Notice, Status, SubjectRequest, Task

PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Late:
    """How much is late: notices that should have gone out, what the sweeps should have seen, events not signed."""

    notices: int
    requests: int
    tasks: int
    events: int

    @property
    def any(self) -> bool:
        """Whether anything is late."""
        return bool(self.notices or self.requests or self.tasks or self.events)


def late(*, now: datetime) -> Late:
    """Return what has been due for more than a quarter of an hour."""
    before = now - PATIENCE
    waiting = Notice.objects.filter(status__in=[Status.WAITING, Status.SENDING])
    return Late(
        notices=waiting.filter(due_at__lt=before).count(),
        requests=SubjectRequest.objects.filter(wake_at__lt=before).count(),
        tasks=Task.objects.filter(wake_at__lt=before).count(),
        events=_unsigned(before),
    )


def _unsigned(before: datetime) -> int:
    """Return how many events of before a moment are in no checkpoint yet: the log is not kept, or cannot be signed."""
    waiting = Event.objects.filter(pk__in=LogQueue.objects.values("event_id"), at__lt=before).count()
    signed = Coalesce(Subquery(Checkpoint.objects.order_by("-size").values("size")[:1]), 0)
    return waiting + LogEntry.objects.filter(seq__gte=signed, event__at__lt=before).count()
