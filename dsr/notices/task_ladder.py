"""The ladder of a system's owner: at half of their time, then after their day, at last to the officer.

Counted in working days of the controller, whether the clock of the request runs or rests. An occasion names the
task, the time of asking and the day that was given, so that asking anew starts the ladder anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dsr.models import Controller, Notice, Task
from dsr.notices.hours import Hours, clock_time
from dsr.notices.ladder import MORNING

# Working days: how long an owner has, and how long before the last day of the request they must have answered.
TIME, BEFORE = 10, 5
# Working days after their day at which the owner is reminded, and at which the officer is told.
CHASED_AFTER, ESCALATED_AFTER = (1, 4), 8
HALF = "half"
ONE_DAY = timedelta(days=1)
OF_TASK = re.compile(r"^t(\d+):")
ASK, CHASER, ESCALATION = "task", "task_chaser", "task_escalation"
BACK, DONE = "task_back", "tasks_done"
MOVED, ENDED = "task_moved", "task_over"
# What is no longer worth sending once the owner has answered.
WHILE_OPEN = frozenset({ASK, CHASER, ESCALATION, MOVED})


@dataclass(frozen=True)
class Step:
    """One rung at its moment for one task."""

    kind: str
    at: datetime
    occasion: str
    recipient: str


def settings_of(controller: Controller) -> dict[str, Any]:
    """Return what a controller's reminder settings say of owners; nothing where they say nothing."""
    given = controller.ladder.get("owners", {})
    return given if isinstance(given, dict) else {}


def due_on(controller: Controller, *, today: date, last_on: date | None, at_once: bool) -> date:
    """Return by when an owner must answer: ten working days, and five before the last day of the request.

    Where that is too short, or the right takes effect at once, the next working day.
    """
    calendar, given = controller.calendar, settings_of(controller)
    tomorrow = calendar.add_working_days(today, 1)
    if at_once:
        return tomorrow
    wanted = calendar.add_working_days(today, int(given.get("days", TIME)))
    if last_on is not None:
        wanted = min(wanted, calendar.add_working_days(last_on, -int(given.get("before", BEFORE))))
    return max(wanted, tomorrow)


def occasion(task: Task, what: str) -> str:
    """Return the occasion of a notice about a task."""
    return f"t{task.pk}:{task.round}:{task.due_on.isoformat()}:{what}"


def task_of(notice: Notice) -> Task | None:
    """Return the task that a notice is about."""
    found = OF_TASK.match(notice.occasion)
    rows = Task.objects.select_related("system", "dsr")
    return rows.filter(pk=int(found[1])).first() if found else None


def after(task: Task, controller: Controller, *, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which a rung comes due; None once nothing is left to say."""
    if not task.is_open:
        return None
    return min((step.at for step in _steps(task, controller) if step.at > now), default=None)


def due_steps(task: Task, controller: Controller, *, now: datetime) -> list[Step]:
    """Return the steps that came due since the task was last looked at, oldest first."""
    if not task.is_open or task.wake_at is None or task.wake_at > now:
        return []
    return sorted(
        (step for step in _steps(task, controller) if task.wake_at <= step.at <= now), key=lambda s: s.at
    )


def send_at(controller: Controller, *, now: datetime) -> datetime:
    """Return when a step written at `now` may go out: now, or when the office opens again."""
    return Hours.of(controller).opening(now)


def still_holds(notice: Notice) -> bool:
    """Return whether a notice about a task that was written down is still worth sending."""
    task = task_of(notice)
    if task is not None and notice.kind == ENDED:
        return not (task.is_open and task.dsr.is_open)
    if task is None or not task.dsr.is_open:
        return False
    if notice.kind not in WHILE_OPEN:
        return True
    return task.is_open and notice.occasion.startswith(occasion(task, ""))


def _steps(task: Task, controller: Controller) -> Iterator[Step]:
    calendar, given = controller.calendar, settings_of(controller)
    asked_on = task.asked_at.astimezone(controller.tz).date()
    if (half := _half(task, controller, asked_on)) is not None:
        yield _step(task, controller, CHASER, half, HALF, "owner")
    for days in given.get("chased_after", CHASED_AFTER):
        day = calendar.add_working_days(task.due_on, int(days))
        yield _step(task, controller, CHASER, day, f"+{days}", "owner")
    days = int(given.get("escalated_after", ESCALATED_AFTER))
    yield _step(task, controller, ESCALATION, calendar.add_working_days(task.due_on, days), f"+{days}", "dpo")


def _half(task: Task, controller: Controller, asked_on: date) -> date | None:
    """Return the working day at half of the owner's time; none where there is no day between."""
    calendar = controller.calendar
    span = (task.due_on - asked_on).days
    days = [day for n in range(1, span + 1) if calendar.is_working_day(day := asked_on + ONE_DAY * n)]
    half = days[len(days) // 2 - 1] if len(days) > 1 else None
    return half if half is None or half < task.due_on else None


def _step(task: Task, controller: Controller, kind: str, day: date, what: str, recipient: str) -> Step:
    at = datetime.combine(day, clock_time(controller.ladder.get("at"), MORNING), controller.tz)
    return Step(kind, at, occasion(task, what), recipient)
