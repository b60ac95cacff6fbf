"""The dead man's switch: what is due and was not done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dsr.models import Dispute, Notice, Status, SubjectRequest, Task

PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Late:
    """How much is late: notices that should have gone out, what the sweeps of the reminders should have seen."""

    notices: int
    requests: int
    tasks: int
    disputes: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is late."""
        return bool(self.notices or self.requests or self.tasks or self.disputes)


def late(*, now: datetime) -> Late:
    """Return what has been due for more than a quarter of an hour."""
    before = now - PATIENCE
    waiting = Notice.objects.filter(status__in=[Status.WAITING, Status.SENDING])
    return Late(
        notices=waiting.filter(due_at__lt=before).count(),
        requests=SubjectRequest.objects.filter(wake_at__lt=before).count(),
        tasks=Task.objects.filter(wake_at__lt=before).count(),
        disputes=Dispute.objects.filter(wake_at__lt=before).count(),
    )
