"""The trail of exports: who took the register, of which controllers, in which form."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from dsr.models import Actor, Controller, Event, EventName, User


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
