"""What the workers do: each task looks for rows that are due, may run twice, and may be lost without harm."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from dsr import sweeps
from dsr.notices import delivery
from dsr.services import restoring


@shared_task(ignore_result=True, acks_late=True)
def deliver(*, notice_id: int, **_later: Any) -> None:
    """Send one notice; one already sent, or being sent, is left alone, and one that fails waits in its row.

    Raises Unreplayed while a backup is being put back; the notice waits in its row for that too.
    """
    restoring.refuse_marked()
    delivery.deliver(notice_id, now=timezone.now())


def _sweeping(name: str) -> Any:
    """Return the task that does one sweep of the timetable, called `dsr.tasks.sweep_<name>`."""

    @shared_task(name=f"dsr.tasks.sweep_{name}", ignore_result=True, acks_late=True)
    def sweep(**_later: Any) -> None:
        sweeps.run(name, clock=timezone.now)

    return sweep


SWEEPS = {name: _sweeping(name) for name in sweeps.WORK}
