"""Complaints, inquiries of the authority, suits and legal holds: opened, answered, looked at again, ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from dsr.law import disputes as law
from dsr.models import Blocked, Dispute, EventName, SubjectRequest, User
from dsr.notices import dispute_ladder
from dsr.services.step import decided_by, local_day, require_of, step


def open_one(
    dsr_id: int, *, kind: str, about: str, came_on: date | None = None, set_on: date | None = None,
    reference: str = "", by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Put a dispute on record, with the day by which to act; nothing of the case is destroyed until it is over."""
    with step(dsr_id, EventName.DISPUTE, by=by, now=now, seen=seen, kind=kind, to="open") as dsr:
        decided_by(dsr, by)
        today = local_day(dsr, now)
        came = min(came_on or today, today)
        controller = dsr.controller
        due_on = law.answer_by(kind, controller.regime, came, controller.calendar, set_on)
        made = Dispute(
            dsr=dsr, kind=kind, about=about, reference=reference, came_on=came, due_on=due_on, opened_by=by
        )
        made.wake_at = dispute_ladder.after(made, now=now)
        made.save()


def reply(
    dsr_id: int, *, row: Dispute, answer: str, answered_on: date | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record what was answered, on a day that is not in the future. Raises Blocked without words."""
    with _change(dsr_id, row, "reply", "answered", by=by, now=now, seen=seen) as dispute:
        today = local_day(dispute.dsr, now)
        dispute.reply(answer=answer, on=min(answered_on or today, today))


def set_day(
    dsr_id: int, *, row: Dispute, due_on: date, by: User, now: datetime, seen: int | None = None
) -> None:
    """Record a new day by which to act: they wrote again, gave more time, or a hold is looked at again."""
    with _change(dsr_id, row, "set_day", "open", by=by, now=now, seen=seen) as dispute:
        dispute.set_day(due_on=due_on)


def end(dsr_id: int, *, row: Dispute, result: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Record how a dispute ended, or why a hold is released. Raises Blocked for whoever placed the hold."""
    with _change(dsr_id, row, "end", "over", by=by, now=now, seen=seen) as dispute:
        decided_by(dispute.dsr, by)
        dispute.end(result=result, on=local_day(dispute.dsr, now), by=by)


@contextmanager
def _change(
    dsr_id: int, row: Dispute, name: str, to: str, *, by: User, now: datetime, seen: int | None
) -> Iterator[Dispute]:
    told: dict[str, Any] = {"id": row.pk, "kind": row.kind, "to": to}
    with step(dsr_id, EventName.DISPUTE, by=by, now=now, seen=seen, **told) as dsr:
        dispute = _row(dsr, row)
        require_of(dispute, name)
        if blockers := dispute.blockers(name, by):
            raise Blocked(blockers)
        yield dispute
        dispute.wake_at = dispute_ladder.after(dispute, now=now)
        dispute.save()


def _row(dsr: SubjectRequest, row: Dispute) -> Dispute:
    """Return a dispute about this very request, read under the lock. Raises Dispute.DoesNotExist for another's."""
    found = Dispute.objects.get(dsr=dsr, pk=row.pk)
    found.dsr = dsr
    return found
