"""The reminder ladder: which step comes due when, for whom; a table of rungs with settings per controller.

A step's occasion names the day it counts from, so a deadline that moves starts the ladder anew. Nothing falls
into the night or on a free day but what is due that very day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal

from dsr.law.calendars import Calendar
from dsr.models import OPEN, State, SubjectRequest
from dsr.notices import whom
from dsr.notices.hours import Hours, clock_time, is_days, mapping
from dsr.notices.whom import STAFF

MORNING = time(9)
ONE_DAY = timedelta(days=1)


def _not_triaged(dsr: SubjectRequest) -> bool:
    return dsr.state in {State.UNCONFIRMED, State.RECEIVED}


def _identity_open(dsr: SubjectRequest) -> bool:
    at_work = dsr.state in {State.RECEIVED, State.IN_PROGRESS}
    return at_work and dsr.identity_level < dsr.controller.level_needed(dsr.right)


def _extension_open(dsr: SubjectRequest) -> bool:
    if dsr.is_extended or dsr.law.immediate:
        return False
    return dsr.timetable().extendable_to is not None


def _always(dsr: SubjectRequest) -> bool:
    return True


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: `days` working days after receipt, or before (minus) or after the last day."""

    kind: str
    anchor: Literal["received", "due"]
    days: int
    to: tuple[str, ...]
    holds: Callable[[SubjectRequest], bool] = _always
    at: time = MORNING


LADDER = (
    Rung("not_triaged", "received", 2, ("dpo",), _not_triaged),
    Rung("identity_check", "received", 7, ("handler",), _identity_open),
    Rung("due_in_14", "due", -14, ("handler",)),
    Rung("extension_decision", "due", -10, ("handler", "dpo"), _extension_open),
    Rung("due_in_7", "due", -7, ("handler", "dpo")),
    Rung("due_in_3", "due", -3, ("handler", "dpo", "deputy")),
    Rung("due_in_1", "due", -1, STAFF),
    DUE_TODAY := Rung("due_today", "due", 0, STAFF),
    OVERDUE := Rung("overdue", "due", 1, STAFF),  # and again on each working day after that
)
KINDS = frozenset(rung.kind for rung in LADDER)
# What needs action that very day: whoever switches it off, the officer still gets it.
KEPT = frozenset({DUE_TODAY.kind, OVERDUE.kind})


@dataclass(frozen=True)
class Step:
    """One rung at its moment for one request: `at` is when it comes due, `occasion` which time of it this is."""

    rung: Rung
    at: datetime
    occasion: str
    recipients: tuple[str, ...]


def next_wake(dsr: SubjectRequest, *, now: datetime) -> datetime | None:
    """Return when the sweep must next look at a request; None while it is closed or its clock rests.

    A moment that came and was not swept yet is kept: a step in between must not lose a reminder.
    """
    following = after(dsr, now=now)
    if following and dsr.wake_at is not None and dsr.wake_at <= now:
        return dsr.wake_at
    return following


def coming(dsr: SubjectRequest, *, now: datetime) -> list[Step]:
    """Return the steps after `now` as things stand, soonest first; the daily one of lateness only as its next."""
    if not _runs(dsr):
        return []
    later = [(rung, at, occasion) for rung, at, occasion in _fixed(dsr) if at > now and rung.holds(dsr)]
    steps = [Step(rung, at, occasion, recipients(dsr, rung, at)) for rung, at, occasion in later]
    at = _next_overdue(dsr, now)
    steps.append(Step(OVERDUE, at, "", recipients(dsr, OVERDUE, at)))
    return sorted(steps, key=lambda step: step.at)


def days_of(dsr: SubjectRequest, rung: Rung) -> int:
    """Return how many working days after its anchor a rung comes, by the controller's settings."""
    days = _settings(dsr, rung).get("days")
    return days if is_days(days) else rung.days


def after(dsr: SubjectRequest, *, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which a rung comes due; None while closed or resting."""
    if not _runs(dsr):
        return None
    moments = [at for _rung, at, _occasion in _fixed(dsr) if at > now]
    return min(moments) if moments else _next_overdue(dsr, now)


def due_rungs(dsr: SubjectRequest, *, now: datetime) -> list[Step]:
    """Return the steps that came due since the request was last looked at, and still hold; oldest first."""
    if not _runs(dsr) or dsr.wake_at is None or dsr.wake_at > now:
        return []
    due = [
        (rung, at, occasion)
        for rung, at, occasion in _fixed(dsr)
        if dsr.wake_at <= at <= now and rung.holds(dsr)
    ]
    steps = [Step(rung, at, occasion, recipients(dsr, rung, at)) for rung, at, occasion in due]
    steps += _overdue(dsr, dsr.wake_at, now)
    return sorted(steps, key=lambda step: step.at)


def still_holds(dsr: SubjectRequest, kind: str, occasion: str) -> bool:
    """Return whether a step that was written down is still worth sending."""
    if not _runs(dsr):
        return False
    rung = next(rung for rung in LADDER if rung.kind == kind)
    return rung.holds(dsr) and occasion.startswith(_anchor(dsr, rung).isoformat())


def send_at(dsr: SubjectRequest, *, now: datetime) -> datetime:
    """Return when a step written at `now` may go out: now, or when the office opens again.

    What is due that very day is never held back.
    """
    today = now.astimezone(dsr.controller.tz).date()
    if dsr.due_on == today:
        return now
    return Hours.of(dsr.controller).opening(now)


def working_days_left(dsr: SubjectRequest, today: date) -> int:
    """Return how many working days come after today, the last day included; 0 while the clock rests."""
    return _working_days_between(dsr.controller.calendar, today, dsr.due_on) if dsr.due_on else 0


def _runs(dsr: SubjectRequest) -> bool:
    """Tell whether the clock runs: open, and with a last day, which a resting clock does not have."""
    return dsr.state in OPEN and dsr.due_on is not None


def _settings(dsr: SubjectRequest, rung: Rung) -> dict[str, Any]:
    return mapping(mapping(mapping(dsr.controller.ladder).get("rungs")).get(rung.kind))


def _time(dsr: SubjectRequest, rung: Rung) -> time:
    wanted = _settings(dsr, rung).get("at") or mapping(dsr.controller.ladder).get("at")
    return clock_time(wanted, rung.at)


def recipients(dsr: SubjectRequest, rung: Rung, at: datetime) -> tuple[str, ...]:
    """Return who gets a rung that comes due at a moment. The last recipient stays: that is the officer."""
    given, on = _settings(dsr, rung), at.astimezone(dsr.controller.tz).date()
    wanted = given.get("to")
    to = tuple(who for who in STAFF if who in wanted) or rung.to if isinstance(wanted, list) else rung.to
    if rung is OVERDUE:
        to = whom.of_lateness(to, _working_days_between(dsr.controller.calendar, _anchor(dsr, rung), on))
    return whom.present(dsr, ("dpo",) if given.get("off") else to, on)


def _anchor(dsr: SubjectRequest, rung: Rung) -> date:
    day = dsr.submission.received_on if rung.anchor == "received" else dsr.due_on
    assert day is not None  # noqa: S101  (_runs has looked)
    return day


def _moment(dsr: SubjectRequest, rung: Rung, day: date) -> datetime:
    return datetime.combine(day, _time(dsr, rung), dsr.controller.tz)


def _fixed(dsr: SubjectRequest) -> Iterator[tuple[Rung, datetime, str]]:
    """Yield every rung that comes once, with its moment and occasion, whether it holds or not."""
    calendar = dsr.controller.calendar
    for rung in LADDER:
        given = _settings(dsr, rung)
        if rung is OVERDUE or (given.get("off") and rung.kind not in KEPT):
            continue
        anchor = _anchor(dsr, rung)
        day = _shifted(calendar, anchor, days_of(dsr, rung))
        yield rung, _moment(dsr, rung, day), anchor.isoformat()


@lru_cache(maxsize=4096)
def _shifted(calendar: Calendar, day: date, working_days: int) -> date:
    """Return a day shifted by working days; a sweep asks for the same few days thousands of times."""
    return calendar.add_working_days(day, working_days)


def _next_overdue(dsr: SubjectRequest, now: datetime) -> datetime:
    """Return the next working morning after the last day and after `now`."""
    calendar, last_on = dsr.controller.calendar, _anchor(dsr, OVERDUE)
    today = now.astimezone(dsr.controller.tz).date()
    day = calendar.next_working_day(max(last_on + ONE_DAY, today))
    moment = _moment(dsr, OVERDUE, day)
    return moment if moment > now else _moment(dsr, OVERDUE, calendar.next_working_day(day + ONE_DAY))


def _overdue(dsr: SubjectRequest, since: datetime, now: datetime) -> list[Step]:
    """Return the daily step of each working day after the last one, from `since` up to `now`."""
    calendar, tz, last_on = dsr.controller.calendar, dsr.controller.tz, _anchor(dsr, OVERDUE)
    day = calendar.next_working_day(max(last_on + ONE_DAY, since.astimezone(tz).date()))
    found = []
    while (moment := _moment(dsr, OVERDUE, day)) <= now:
        if moment >= since:
            occasion = f"{last_on.isoformat()}+{day.isoformat()}"
            found.append(Step(OVERDUE, moment, occasion, recipients(dsr, OVERDUE, moment)))
        day = calendar.next_working_day(day + ONE_DAY)
    return found


def _working_days_between(calendar: Calendar, start: date, end: date) -> int:
    days = (end - start).days
    return sum(calendar.is_working_day(start + ONE_DAY * n) for n in range(1, days + 1))
