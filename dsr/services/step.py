"""One step: lock the request, let it change, save, write the event, queue the letters; all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django_fsm import TransitionNotAllowed

from dsr.models import Actor, Blocked, Event, EventName, State, SubjectRequest, User
from dsr.models.machine import Machine
from dsr.notices import ladder


class StalePage(Exception):
    """The page from which someone acted shows an older version than the one stored."""

    def __init__(self, dsr_id: int, seen: int) -> None:
        super().__init__(f"request {dsr_id} has changed since version {seen}")
        self.dsr_id, self.seen = dsr_id, seen


def local_day(dsr: SubjectRequest, now: datetime) -> date:
    """Return the day it is for the controller of a request."""
    return now.astimezone(dsr.controller.tz).date()


def lock(dsr_id: int, *, now: datetime) -> SubjectRequest:
    """Return a request, freshly read and locked until the transaction ends."""
    rows = SubjectRequest.objects.select_for_update(of=("self",)).select_related("controller", "submission")
    dsr = rows.get(pk=dsr_id)
    dsr.today = local_day(dsr, now)
    return dsr


@contextmanager
def step(
    dsr_id: int,
    name: EventName,
    *,
    now: datetime,
    by: User | None = None,
    actor: Actor | None = None,
    seen: int | None = None,
    **data: Any,
) -> Iterator[SubjectRequest]:
    """Do one change of one request; `data` holds codes, ids and dates for the event.

    `seen` is the version that the page showed. Raises StalePage when the request has changed since.
    """
    with transaction.atomic():
        dsr = lock(dsr_id, now=now)
        if seen is not None and seen != dsr.version:
            raise StalePage(dsr_id, seen)
        yield dsr
        finish(dsr, name, now=now, by=by, actor=actor, data=data)


def finish(
    dsr: SubjectRequest,
    name: EventName,
    *,
    now: datetime,
    by: User | None,
    actor: Actor | None,
    data: dict[str, Any],
) -> None:
    """Recompute the dates, save, and write the event of a change that was made under the lock."""
    before = dsr.due_on
    refresh_dates(dsr, now=now)
    dsr.version += 1
    dsr.save()
    record(dsr, name, now=now, by=by, actor=actor, data=data)
    if dsr.due_on != before and dsr.is_open:
        moved = {"from": before and before.isoformat(), "to": dsr.due_on and dsr.due_on.isoformat()}
        record(dsr, EventName.DATE_MOVED, now=now, by=None, actor=Actor.SYSTEM, data=moved)


def refresh_dates(dsr: SubjectRequest, *, now: datetime) -> None:
    """Set every index copy from the facts: the day that counts, the safe day, the next moment to wake.

    A closed request keeps the day that counted when it closed, so that the register can tell what was late.
    """
    if dsr.state == State.CLOSED:
        dsr.wake_at = None
        return
    dsr.copy_dates()
    dsr.wake_at = ladder.next_wake(dsr, now=now)


def record(
    dsr: SubjectRequest,
    name: EventName,
    *,
    now: datetime,
    by: User | None,
    actor: Actor | None,
    data: dict[str, Any],
) -> Event:
    """Write one event of a request."""
    return Event.objects.create(
        controller_id=dsr.controller_id,
        submission_id=dsr.submission_id,
        dsr=dsr,
        name=name,
        at=now,
        by=by,
        actor=actor or (Actor.STAFF if by else Actor.SYSTEM),
        version=dsr.version,
        data=data,
    )


def require(dsr: SubjectRequest, name: str, by: User | None = None) -> None:
    """Raise TransitionNotAllowed when the state does not fit a step, Blocked when something is missing for it."""
    if not dsr.fits(name):
        raise TransitionNotAllowed(f"{name} is not possible while {dsr.state}", object=dsr, method=None)
    if blockers := dsr.blockers(name, by):
        raise Blocked(blockers)


def require_of(row: Machine, name: str) -> None:
    """Raise TransitionNotAllowed when the state of a row that hangs on a request does not fit a step of its own."""
    if not row.fits(name):
        raise TransitionNotAllowed(
            f"{name} is not possible now", object=getattr(row, "dsr", None), method=None
        )
