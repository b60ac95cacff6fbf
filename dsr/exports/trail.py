"""The trail of exports: who took the register, of which controllers, in which form."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from dsr.models import Actor, Controller, Event, EventName, SubjectRequest, User


def note_export(
    controllers: Iterable[Controller],
    *,
    form: str,
    filters: Mapping[str, str],
    by: User | None,
    now: datetime,
) -> None:
    """Log that the register was exported; `filters` are codes such as {"state": "open"}."""
    actor = Actor.STAFF if by else Actor.SYSTEM
    Event.objects.bulk_create(
        Event(
            controller=controller, name=EventName.EXPORTED, at=now, actor=actor, by=by,
            data={"form": form, "filters": dict(filters)},
        )
        for controller in controllers
    )  # fmt: skip


def note_case_export(dsr: SubjectRequest, *, reason: str, full: bool, by: User | None, now: datetime) -> None:
    """Log that a case was taken along; `reason` is a code."""
    Event.objects.create(
        controller_id=dsr.controller_id, submission_id=dsr.submission_id, dsr=dsr, name=EventName.CASE_EXPORTED,
        at=now, actor=Actor.STAFF if by else Actor.SYSTEM, by=by, data={"reason": reason, "full": full},
    )  # fmt: skip
