"""The reminder sweep: finds the steps of the ladder that came due and writes each down once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dsr.models import Controller, Notice, Status, SubjectRequest
from dsr.notices import ladder, outbox

BATCH = 500
# What the sweep does not read of a request: the person's words, which may be long.
UNREAD = ("reasons", "answer", "late_reason", "handed_to", "submission__letter", "submission__details")


def sweep(*, now: datetime, most: int | None = None) -> int:
    """Write down every step that is due and return how many rows were tried; run twice, it adds nothing.

    After an outage the latest due step is sent and the older ones are recorded as skipped. `most` bounds the number
    of requests that are looked at.
    """
    written = looked_at = 0
    controllers: dict[int, Controller] = {}
    while most is None or looked_at < most:
        found, rows = _sweep_batch(controllers, now, BATCH if most is None else min(BATCH, most - looked_at))
        if not found:
            break
        looked_at, written = looked_at + found, written + rows
    return written


def _sweep_batch(controllers: dict[int, Controller], now: datetime, size: int) -> tuple[int, int]:
    """Handle the next requests that wake; those that another process holds are passed over."""
    with transaction.atomic():
        batch = _waking(controllers, now, size)
        rows: list[Notice] = []
        latest: dict[datetime, list[int]] = {}
        for dsr in batch:
            steps = ladder.due_rungs(dsr, now=now)
            if steps:
                latest.setdefault(steps[-1].at, []).append(dsr.pk)
                rows += _rows(dsr, steps, now=now)
            dsr.wake_at = ladder.after(dsr, now=now)
        _supersede(latest)
        outbox.insert(rows, hint=False)
        _set_wake(batch)
    return len(batch), len(rows)


def _waking(controllers: dict[int, Controller], now: datetime, size: int) -> list[SubjectRequest]:
    """Return the next requests that wake, locked; each controller is read once a sweep, with its holidays."""
    rows = SubjectRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(wake_at__lte=now)
    rows = rows.select_related("submission", "handler", "extension").defer(*UNREAD)
    batch = list(rows.prefetch_related("submission__proofs", "pauses").order_by("wake_at", "pk")[:size])
    controllers |= Controller.objects.in_bulk({dsr.controller_id for dsr in batch} - controllers.keys())
    for dsr in batch:
        dsr.controller = dsr.submission.controller = controllers[dsr.controller_id]
    return batch


def _set_wake(batch: Sequence[SubjectRequest]) -> None:
    """Store when each request wakes next: few moments, each of many requests."""
    waking: dict[datetime | None, list[int]] = {}
    for dsr in batch:
        waking.setdefault(dsr.wake_at, []).append(dsr.pk)
    for moment, dsr_ids in waking.items():
        SubjectRequest.objects.filter(pk__in=dsr_ids).update(wake_at=moment)


def _rows(dsr: SubjectRequest, steps: Sequence[ladder.Step], *, now: datetime) -> list[Notice]:
    """Return a row for each step and recipient: the latest steps are to be sent, the older ones were overtaken."""
    latest = steps[-1].at
    may_go_at = ladder.send_at(dsr, now=now)
    held_back = may_go_at > now
    return [
        outbox.row(
            step.rung.kind,
            now=now,
            recipient=recipient,
            dsr=dsr,
            occasion=step.occasion,
            due_at=may_go_at if held_back else step.at,
            status=Status.WAITING if step.at == latest else Status.SKIPPED,
        )
        for step in steps
        for recipient in step.recipients
    ]


def _supersede(latest: Mapping[datetime, Sequence[int]]) -> None:
    """Skip what still waits of these requests' earlier steps, now that a later one is due."""
    for moment, dsr_ids in latest.items():
        waiting = Notice.objects.filter(dsr__in=dsr_ids, kind__in=ladder.KINDS, status=Status.WAITING)
        waiting.filter(due_at__lt=moment).update(status=Status.SKIPPED, next_try_at=None, error="overtaken")
