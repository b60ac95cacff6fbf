"""What follows a request that moves: the days of its open questions to systems, and the end of them."""

from datetime import datetime

from dsr.models import Notice, SubjectRequest, Task, TaskState
from dsr.notices import outbox, task_ladder


def tasks(dsr: SubjectRequest, *, now: datetime) -> None:
    """Move the days of the owners after the last day of a request has moved; each is told of the new day.

    A day that has passed stays: its owner is late, whatever happened since.
    """
    today = now.astimezone(dsr.controller.tz).date()
    rows = []
    for task in _open(dsr):
        asked_on = task.asked_at.astimezone(dsr.controller.tz).date()
        due_on = task_ladder.due_on(
            dsr.controller, today=asked_on, last_on=dsr.due_on or dsr.safe_on, at_once=dsr.law.immediate
        )
        if due_on == task.due_on or task.due_on < today:
            continue
        task.due_on = max(due_on, dsr.controller.calendar.add_working_days(today, 1))
        task.wake_at = task_ladder.after(task, dsr.controller, now=now)
        task.save(update_fields=["due_on", "wake_at"])
        rows.append(to_owner(task_ladder.MOVED, dsr, task, "moved", now=now))
    outbox.insert(rows)


def end_tasks(dsr: SubjectRequest, *, now: datetime) -> None:
    """Tell the owners of open questions that nothing is needed any more, once the request has closed."""
    outbox.insert([to_owner(task_ladder.ENDED, dsr, task, "over", now=now) for task in _open(dsr)])


def was_ended(dsr: SubjectRequest, task: Task) -> bool:
    """Return whether the owner of an open question was told that it had ended."""
    told = Notice.objects.filter(dsr=dsr, kind=task_ladder.ENDED)
    return told.filter(occasion__startswith=task_ladder.occasion(task, "")).exists()


def to_owner(kind: str, dsr: SubjectRequest, task: Task, what: str, *, now: datetime) -> Notice:
    """Return a notice to the owner of a system, in the language of that system."""
    row = outbox.row(kind, now=now, recipient="owner", dsr=dsr, occasion=task_ladder.occasion(task, what))
    row.language = task.system.language
    return row


def _open(dsr: SubjectRequest) -> list[Task]:
    return list(dsr.tasks.filter(state=TaskState.OPEN).select_related("system"))
