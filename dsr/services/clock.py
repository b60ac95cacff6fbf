"""Correcting what the clock of a request is computed from; each change has its reason, and the dates follow."""

from datetime import date, datetime
from typing import Any

from dsr.models import Changed, ClockChange, EventName, Extension, Pause, SubjectRequest, User
from dsr.services.step import decided_by, local_day, step


class NotPossible(ValueError):
    """A day cannot be what was typed; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def correct_pause(
    dsr_id: int, *, row: Pause, asked_on: date, answered_on: date | None, why: str,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Correct the days of a pause; one without an answer gets its answer by another step. Raises NotPossible."""
    data: dict[str, Any] = {"id": row.pk, "step": "corrected"}
    with step(dsr_id, EventName.PAUSE_CORRECTED, by=by, now=now, seen=seen, **data) as dsr:
        decided_by(dsr, by)
        pause = Pause.objects.get(dsr=dsr, pk=row.pk)
        if (pause.answered_on is None) != (answered_on is None):
            raise NotPossible("answer")
        last = answered_on or local_day(dsr, now)
        if not dsr.submission.received_on <= asked_on <= last <= local_day(dsr, now):
            raise NotPossible("order")
        pause.asked_on, pause.answered_on = asked_on, answered_on
        pause.save()
        _explain(dsr, Changed.PAUSE_CORRECTED, why, by=by, now=now)


def remove_pause(
    dsr_id: int, *, row: Pause, why: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Let a pause no longer rest the clock; that the question was put stays on record."""
    data: dict[str, Any] = {"id": row.pk, "step": "removed"}
    with step(dsr_id, EventName.PAUSE_CORRECTED, by=by, now=now, seen=seen, **data) as dsr:
        decided_by(dsr, by)
        Pause.objects.filter(dsr=dsr, pk=row.pk).update(rests=False)
        _explain(dsr, Changed.PAUSE_REMOVED, why, by=by, now=now)


def correct_extension(
    dsr_id: int, *, announced_on: date, ground: str, why: str,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Correct the day or the ground of an extension; told too late, it extends nothing. Raises NotPossible."""
    with step(dsr_id, EventName.EXTENSION_CORRECTED, by=by, now=now, seen=seen, step="corrected") as dsr:
        decided_by(dsr, by)
        if not dsr.submission.received_on <= announced_on <= local_day(dsr, now):
            raise NotPossible("order")
        extension = Extension.objects.get(dsr=dsr)
        extension.announced_on, extension.ground = announced_on, ground
        extension.save()
        dsr.extension = extension
        _explain(dsr, Changed.EXTENSION_CORRECTED, why, by=by, now=now)


def remove_extension(dsr_id: int, *, why: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Take the extension out, as where its letter never went: the first last day counts again."""
    with step(dsr_id, EventName.EXTENSION_CORRECTED, by=by, now=now, seen=seen, step="removed") as dsr:
        decided_by(dsr, by)
        Extension.objects.get(dsr=dsr).delete()
        # What was read of it goes too: the dates are computed without it.
        dsr._state.fields_cache.pop("extension", None)  # noqa: SLF001  (Django's documented door)
        _explain(dsr, Changed.EXTENSION_REMOVED, why, by=by, now=now)


def _explain(dsr: SubjectRequest, what: str, why: str, *, by: User, now: datetime) -> None:
    """Keep the reason in a sealed field: the event holds no words. Raises NotPossible without one."""
    if not why.strip():
        raise NotPossible("reason")
    ClockChange.objects.create(dsr=dsr, what=what, at=now, by=by, why=why)
