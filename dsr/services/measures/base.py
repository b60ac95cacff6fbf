"""One change of one measure: the request is locked, the measure changes, both are saved, one event is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django_fsm import TransitionNotAllowed

from dsr.models import Actor, Blocked, EventName, Measure, SubjectRequest, User
from dsr.services.step import local_day, record, step

MeasureType = TypeVar("MeasureType", bound=Measure)


@contextmanager
def change(
    model: type[MeasureType],
    name: str,
    dsr_id: int,
    *,
    on: int,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Iterator[MeasureType]:
    """Do one change of one measure of a request; its event says which, by kind, number and step."""
    told: dict[str, Any] = {"measure": model.kind, "id": on, "step": name}
    with step(dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, **told) as dsr:
        measure = model.objects.select_for_update(of=("self",)).get(pk=on, dsr=dsr)
        measure.dsr, measure.today = dsr, local_day(dsr, now)
        yield measure
        measure.save()


def move(
    model: type[Measure], name: str, dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None,
    **words: Any,
) -> None:  # fmt: skip
    """Do one transition of a measure; `words` are fields that it needs. Raises TransitionNotAllowed, Blocked."""
    with change(model, name, dsr_id, on=on, by=by, now=now, seen=seen) as measure:
        fill(measure, words)
        take(measure, name, by=by, now=now)


def note(
    model: type[Measure], name: str, dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None,
    **words: Any,
) -> None:  # fmt: skip
    """Record facts of a measure without moving it."""
    with change(model, name, dsr_id, on=on, by=by, now=now, seen=seen) as measure:
        fill(measure, words)


def take(measure: Measure, name: str, *, by: User | None, now: datetime) -> None:
    """Carry out a transition under the lock. Raises TransitionNotAllowed, Blocked."""
    if not measure.fits(name):
        raise TransitionNotAllowed(f"{name} is not possible for {measure}", object=measure, method=None)
    if blockers := measure.blockers(name, by):
        raise Blocked(blockers)
    getattr(measure, name)(on=local_day(measure.dsr, now), by=by)


def fill(measure: Measure, words: dict[str, Any]) -> None:
    """Set the fields that were typed."""
    for name, value in words.items():
        setattr(measure, name, value)


def tell(
    dsr: SubjectRequest,
    measure: Measure,
    name: str,
    *,
    by: User | None,
    now: datetime,
    actor: Actor | None = None,
) -> None:
    """Write the event of a measure that changed within another step of its request."""
    told = {"measure": measure.kind, "id": measure.pk, "step": name}
    if name == "opened":
        told["state"] = measure.state
    record(dsr, EventName.MEASURE, now=now, by=by, actor=actor, data=told)
