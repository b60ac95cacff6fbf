"""One step: lock the request, let it change, save, write the event, queue the letters; all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django_fsm import TransitionNotAllowed

from dsr.models import (
    Actor,
    Blocked,
    Event,
    EventName,
    Membership,
    Role,
    State,
    SubjectRequest,
    User,
    guards,
)
from dsr.models.machine import Machine
from dsr.notices import ladder
from dsr.services import following


class StalePage(Exception):
    """The page from which someone acted shows an older version than the one stored."""

    def __init__(self, dsr_id: int, seen: int) -> None:
        super().__init__(f"request {dsr_id} has changed since version {seen}")
        self.dsr_id, self.seen = dsr_id, seen


class NotTheirDecision(PermissionDenied):
    """A step that only a data protection officer of the controller may take was tried by somebody else."""


def local_day(dsr: SubjectRequest, now: datetime) -> date:
    """Return the day it is for the controller of a request."""
    return now.astimezone(dsr.controller.tz).date()


def lock(dsr_id: int, *, now: datetime) -> SubjectRequest:
    """Return a request, freshly read and locked until the transaction ends."""
    dsr = _locked().get(pk=dsr_id)
    dsr.today, dsr.moment = local_day(dsr, now), now
    return dsr


def lock_siblings(submission_id: int) -> list[SubjectRequest]:
    """Return every request of a submission, freshly read and locked, always in the same order.

    Whoever needs several of them locks them here first; else two people could wait for each other in a circle.
    """
    return list(_locked().filter(submission=submission_id).order_by("pk"))


def _locked() -> QuerySet[SubjectRequest]:
    """Return requests to be locked. The submission is read after the lock: joined, it would be as old as the wait."""
    return SubjectRequest.objects.select_for_update(of=("self",)).select_related("controller")


def refuse_purged(dsr: SubjectRequest) -> None:
    """Raise Blocked when the personal data of a locked request are destroyed: nothing new may be written to it."""
    if blocker := guards.not_purged(dsr, None):
        raise Blocked([blocker])


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

    `seen` is the version that the page showed. Raises StalePage when the request has changed since, Blocked when
    its personal data are destroyed.
    """
    with transaction.atomic():
        dsr = lock(dsr_id, now=now)
        refuse_purged(dsr)
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
    if dsr.state == State.CLOSED:
        following.end_tasks(dsr, now=now)
    elif dsr.due_on != before:
        following.tasks(dsr, now=now)
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


def decided_by(dsr: SubjectRequest, by: User) -> None:
    """Raise NotTheirDecision unless a data protection officer of the controller takes this step.

    A case handler proposes; whatever door a step comes through, the decision is checked here, under the lock.
    """
    officers = Membership.objects.filter(controller=dsr.controller_id, role=Role.DPO, user__is_active=True)
    if not officers.filter(user=by).exists():
        raise NotTheirDecision


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
