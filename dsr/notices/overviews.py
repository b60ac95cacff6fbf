"""The overviews: what goes out by the calendar instead of by a request; to whom, when, and which time it is.

Each has a moment in its day, week, month or year. A controller's `ladder` may move it or leave it out, under
`overviews`: {"digest": {"at": "08:00"}, "monthly_report": {"off": true}}.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dsr.law.calendars import Calendar
from dsr.models import Controller
from dsr.notices.hours import clock_time, mapping

DIGEST, WEEKLY, MONTHLY, HOLIDAYS = "digest", "weekly_report", "monthly_report", "holidays_check"
DECEMBER = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """When an overview came due, and which time of it this is: a day, a week, a month or a year."""

    at: datetime
    occasion: str


def first_of_week(calendar: Calendar, day: date) -> date | None:
    """Return the first working day of a day's week, from Monday on; None for a week without one."""
    first = calendar.next_working_day(day - timedelta(days=day.weekday()))
    return first if first.isocalendar()[:2] == day.isocalendar()[:2] else None


def _daily(calendar: Calendar, today: date) -> tuple[date, str] | None:
    return (today, today.isoformat()) if calendar.is_working_day(today) else None


def _weekly(calendar: Calendar, today: date) -> tuple[date, str] | None:
    first = first_of_week(calendar, today)
    year, week, _weekday = today.isocalendar()
    return (first, f"{year}-W{week:02}") if first else None


def _monthly(calendar: Calendar, today: date) -> tuple[date, str] | None:
    begin = today.replace(day=1)
    return calendar.next_working_day(begin), f"{begin - ONE_DAY:%Y-%m}"


def _yearly(calendar: Calendar, today: date) -> tuple[date, str] | None:
    if today.month != DECEMBER:
        return None
    return calendar.next_working_day(today.replace(day=1)), str(today.year + 1)


@dataclass(frozen=True)
class Overview:
    """One overview: its kind, whom a controller sends it to, and its time of day."""

    kind: str
    to: str
    at: time
    day: Callable[[Calendar, date], tuple[date, str] | None]

    def settings(self, controller: Controller) -> dict[str, Any]:
        """Return what a controller's reminder settings say of it; nothing where they say nothing."""
        return mapping(mapping(mapping(controller.ladder).get("overviews")).get(self.kind))

    def moment(self, controller: Controller, zone: ZoneInfo, *, now: datetime) -> Moment | None:
        """Return the moment that has come and is not over yet; None where there is none now."""
        given = self.settings(controller)
        found = None if given.get("off") else self.day(controller.calendar, now.astimezone(zone).date())
        if found is None:
            return None
        at = datetime.combine(found[0], clock_time(given.get("at"), self.at), zone)
        return Moment(at, found[1]) if at <= now else None


ALL = {
    each.kind: each
    for each in (
        Overview(DIGEST, "user", time(7, 30), _daily),
        Overview(WEEKLY, "dpo", time(8), _weekly),
        Overview(MONTHLY, "management", time(8), _monthly),
        Overview(HOLIDAYS, "dpo", time(9), _yearly),
    )
}
OF_CONTROLLER = (WEEKLY, MONTHLY, HOLIDAYS)
