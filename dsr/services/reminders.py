"""The reminder sweep: finds the steps of the ladder that came due and writes each down once."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dsr.models import Controller, Notice, Status, SubjectRequest
from dsr.notices import ladder, outbox

log = logging.getLogger(__name__)

BATCH = 500
# What the sweep does not read of a request: the person's words, which may be long.
UNREAD = ("reasons", "answer", "late_reason", "handed_to", "submission__letter", "submission__details")


def sweep(*, now: datetime, most: int | None = None) -> int:
    """Write down every step that is due and return how many rows were tried; run twice, it adds nothing.

    After an outage the latest due step is sent and the older ones are recorded as skipped. `most` bounds the number
    of requests that are looked at. A request whose steps cannot be computed is left waking, where the dead man's
    switch finds it, and holds up no other.
    """
    written = looked_at = 0
    controllers: dict[int, Controller] = {}
    broken: set[int] = set()
    while most is None or looked_at < most:
        size = BATCH if most is None else min(BATCH, most - looked_at)
        found, rows = _sweep_batch(controllers, broken, now, size)
        if not found:
            break
        looked_at, written = looked_at + found, written + rows
    return written


def _sweep_batch(
    controllers: dict[int, Controller], broken: set[int], now: datetime, size: int
) -> tuple[int, int]:
    """Handle the next requests that wake; those that another process holds, or that broke, are passed over."""
    with transaction.atomic():
        batch = _waking(controllers, broken, now, size)
        rows: list[Notice] = []
        latest: dict[datetime, list[int]] = {}
        for dsr in batch:
            try:
                steps, wake_at = ladder.due_rungs(dsr, now=now), ladder.after(dsr, now=now)
                written = _rows(dsr, steps, now=now) if steps else []
            except Exception as error:  # noqa: BLE001  (one controller's settings must not silence all the others)
                log.error("request %s has no reminders: %s", dsr.pk, type(error).__name__)
                broken.add(dsr.pk)
                continue
            if steps:
                latest.setdefault(steps[-1].at, []).append(dsr.pk)
            rows += written
            dsr.wake_at = wake_at
        _supersede(latest)
        outbox.insert(rows, hint=False)
        _set_wake([dsr for dsr in batch if dsr.pk not in broken])
    return len(batch), len(rows)


def _waking(
    controllers: dict[int, Controller], broken: set[int], now: datetime, size: int
) -> list[SubjectRequest]:
    """Return the next requests that wake, locked; each controller is read once a sweep, with its holidays."""
    rows = SubjectRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(wake_at__lte=now)
    if broken:
        rows = rows.exclude(pk__in=broken)
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
