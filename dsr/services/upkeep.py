"""Keeping the stored dates true: when holidays or settings change, and by proof that the copies equal the law."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dsr.models import Actor, Controller, Event, EventName, State, SubjectRequest
from dsr.notices import about, ladder, outbox
from dsr.services import following, reminders_disputes, reminders_tasks
from dsr.services.step import lock, record, refresh_dates

log = logging.getLogger(__name__)

CHUNK = 500
COPIES = ("due_on", "safe_on", "received_at")
UNREAD = ("reasons", "answer", "late_reason", "handed_to", "submission__letter", "submission__details")


@dataclass(frozen=True)
class Difference:
    """One stored date that is not what the law or the ladder says."""

    reference: str
    field: str
    stored: date | datetime | None
    computed: date | datetime | None


def recompute(controller: Controller, *, now: datetime) -> int:
    """Compute the dates of every open request anew, and log each day that moved; return how many requests changed.

    Call it after the public holidays or the settings of a controller have changed.
    """
    moved, events = 0, []
    for dsr in open_requests(controller):
        dsr.controller = controller
        if differences(dsr, now=now):
            changed, event = _move(dsr.pk, now=now)
            moved += changed
            events += [event.pk] if event else []
    if events:
        # One mail names each date that moved: a mail for each would be a flood.
        occasion = about.occasion_of(min(events), max(events))
        outbox.queue(about.MOVED, controller=controller, recipient="dpo", occasion=occasion, now=now)
    reminders_tasks.recompute(controller, now=now)
    reminders_disputes.recompute(controller, now=now)
    return moved


def keep_current(*, now: datetime) -> int:
    """Recompute each controller once a local day: a new list of public holidays may have come with an update.

    One whose settings the law cannot read is logged and tried again; it holds up no other.
    """
    moved = 0
    for controller in Controller.objects.all():
        try:
            moved += _once_a_day(controller, now=now)
        except (LookupError, TypeError, ValueError) as error:
            log.error(
                "the dates of controller %s cannot be computed: %s", controller.pk, type(error).__name__
            )
    return moved


def _once_a_day(controller: Controller, *, now: datetime) -> int:
    today = now.astimezone(controller.tz).date()
    if controller.dates_checked_on == today:
        return 0
    moved = recompute(controller, now=now)
    Controller.objects.filter(pk=controller.pk).update(dates_checked_on=today)
    return moved


def check_dates(*, now: datetime) -> list[Difference]:
    """Return every stored date of an open request that differs from what it is a copy of."""
    return [
        difference
        for controller in Controller.objects.all()
        for dsr in open_requests(controller)
        for difference in differences(dsr, now=now)
    ]


def differences(dsr: SubjectRequest, *, now: datetime) -> list[Difference]:
    """Return the stored dates of one open request that are not what they should be."""
    stored = {name: getattr(dsr, name) for name in (*COPIES, "wake_at")}
    dsr.copy_dates()
    dsr.wake_at = ladder.next_wake(dsr, now=now)
    computed = {name: getattr(dsr, name) for name in stored}
    return [
        Difference(dsr.reference, name, stored[name], computed[name])
        for name in stored
        if stored[name] != computed[name]
    ]


def open_requests(controller: Controller) -> Iterator[SubjectRequest]:
    """Yield the open requests of a controller with what their dates are computed from, some at a time."""
    rows = SubjectRequest.objects.filter(controller=controller).exclude(state=State.CLOSED)
    rows = rows.select_related("controller", "submission", "handler", "extension").defer(*UNREAD)
    yield from rows.prefetch_related("pauses", "submission__proofs").order_by("pk").iterator(CHUNK)


def _move(dsr_id: int, *, now: datetime) -> tuple[bool, Event | None]:
    """Bring the dates of one request up to date under its lock; return whether any was wrong, and the event."""
    with transaction.atomic():
        dsr = lock(dsr_id, now=now)
        if dsr.state == State.CLOSED:
            return False, None
        before = {name: getattr(dsr, name) for name in (*COPIES, "wake_at")}
        refresh_dates(dsr, now=now)
        if all(getattr(dsr, name) == value for name, value in before.items()):
            return False, None
        dsr.version += 1
        dsr.save(update_fields=[*before, "version"])
        if dsr.due_on == before["due_on"]:
            return True, None
        moved = {"from": _iso(before["due_on"]), "to": _iso(dsr.due_on)}
        following.tasks(dsr, now=now)
        return True, record(dsr, EventName.DATE_MOVED, now=now, by=None, actor=Actor.SYSTEM, data=moved)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
