"""The sweep of the owners' ladder: writes each chaser and escalation that came due, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dsr.models import Controller, Notice, State, Status, Task
from dsr.notices import outbox, task_ladder

BATCH = 500
UNREAD = ("question", "comment", "reason", "dsr__answer", "dsr__reasons", "dsr__late_reason", "dsr__handed_to",
          "dsr__submission__letter", "dsr__submission__details")  # fmt: skip


def sweep(*, now: datetime) -> int:
    """Write down every step that is due and return how many rows were tried; run twice, it adds nothing.

    After an outage each recipient gets the latest step, the older ones are recorded as skipped. The clock of the
    request may rest meanwhile: its owners are chased all the same.
    """
    written = 0
    controllers: dict[int, Controller] = {}
    while True:
        found, rows = _sweep_batch(controllers, now)
        if not found:
            return written
        written += rows


def recompute(controller: Controller, *, now: datetime) -> int:
    """Compute anew when each open task wakes, after the free days or settings of a controller changed."""
    moved = 0
    tasks = Task.objects.filter(dsr__controller=controller, state="open").exclude(dsr__state=State.CLOSED)
    for task in tasks.select_related("dsr").only(
        "pk", "state", "round", "asked_at", "due_on", "wake_at", "dsr"
    ):
        if task.wake_at is not None and task.wake_at <= now:
            continue  # a moment that came and was not swept yet is kept
        wake_at = task_ladder.after(task, controller, now=now)
        moved += Task.objects.filter(pk=task.pk).exclude(wake_at=wake_at).update(wake_at=wake_at)
    return moved


def _sweep_batch(controllers: dict[int, Controller], now: datetime) -> tuple[int, int]:
    """Handle the next tasks that wake; those that another process holds are passed over."""
    with transaction.atomic():
        batch = _waking(controllers, now)
        rows: list[Notice] = []
        for task in batch:
            if task.dsr.is_open:
                rows += _rows(task, now=now)
            task.wake_at = task_ladder.after(task, task.dsr.controller, now=now) if task.dsr.is_open else None
        _supersede(rows)
        outbox.insert(rows, hint=False)
        Task.objects.bulk_update(batch, ["wake_at"])
    return len(batch), len(rows)


def _waking(controllers: dict[int, Controller], now: datetime) -> list[Task]:
    """Return the next tasks that wake, locked; each controller is read once a sweep, with its holidays."""
    rows = Task.objects.select_for_update(of=("self",), skip_locked=True).filter(wake_at__lte=now)
    rows = rows.select_related("system", "dsr__submission").defer(*UNREAD)
    batch = list(rows.order_by("wake_at", "pk")[:BATCH])
    controllers |= Controller.objects.in_bulk({task.dsr.controller_id for task in batch} - controllers.keys())
    for task in batch:
        task.dsr.controller = task.dsr.submission.controller = controllers[task.dsr.controller_id]
    return batch


def _rows(task: Task, *, now: datetime) -> list[Notice]:
    """Return a row for each step: the latest of each recipient is to be sent, the older ones were overtaken."""
    steps: Sequence[task_ladder.Step] = task_ladder.due_steps(task, task.dsr.controller, now=now)
    latest = {step.recipient: step for step in steps}
    may_go_at = task_ladder.send_at(task.dsr.controller, now=now)
    found = []
    for step in steps:
        row = outbox.row(
            step.kind, now=now, recipient=step.recipient, dsr=task.dsr, occasion=step.occasion,
            due_at=may_go_at if may_go_at > now else step.at,
            status=Status.WAITING if latest[step.recipient] is step else Status.SKIPPED,
        )  # fmt: skip
        if step.recipient == "owner":
            row.language = task.system.language
        found.append(row)
    return found


def _supersede(rows: Sequence[Notice]) -> None:
    """Skip the earlier chasers that still wait, now that a later one of the same task is due."""
    later = {_task(row): row for row in rows if row.status == Status.WAITING and row.recipient == "owner"}
    waiting = Notice.objects.filter(
        dsr__in={row.dsr_id for row in later.values()}, kind=task_ladder.CHASER, status=Status.WAITING
    )
    over = [row.pk for row in waiting if _task(row) in later and row.due_at < later[_task(row)].due_at]
    if over:
        Notice.objects.filter(pk__in=over).update(status=Status.SKIPPED, next_try_at=None, error="overtaken")


def _task(row: Notice) -> str:
    return row.occasion.split(":", 1)[0]
