"""When a controller's staff may be written to: by day, on working days."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from dsr.law.calendars import Calendar
from dsr.models import Controller

OPENS, CLOSES = time(7), time(20)
ONE_DAY = timedelta(days=1)
MOST_DAYS = 366
CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")


def clock_time(words: object, default: time) -> time:
    """Return a time of day from "09:30", the default for anything that is none."""
    found = CLOCK.match(words) if isinstance(words, str) else None
    return time(int(found[1]), int(found[2])) if found else default


def is_days(given: object) -> TypeGuard[int]:
    """Return whether a setting is a number of working days with which a calendar can count."""
    return isinstance(given, int) and not isinstance(given, bool) and abs(given) <= MOST_DAYS


def mapping(given: object) -> dict[str, Any]:
    """Return settings as a mapping, an empty one for anything that is none: a slip there must stop no reminder."""
    return given if isinstance(given, dict) else {}


@dataclass(frozen=True)
class Hours:
    """The hours in which reminders go out; a controller's `ladder` may set `opens`, `closes` and `every_day`."""

    opens: time
    closes: time
    every_day: bool
    zone: ZoneInfo
    calendar: Calendar

    @classmethod
    def of(cls, controller: Controller) -> "Hours":
        """Return the hours of a controller."""
        given = mapping(controller.ladder)
        return cls(
            clock_time(given.get("opens"), OPENS), clock_time(given.get("closes"), CLOSES),
            bool(given.get("every_day")), controller.tz, controller.calendar,
        )  # fmt: skip

    def opening(self, now: datetime) -> datetime:
        """Return `now` inside the hours, else the next time they begin. Closing at opening time means never closed."""
        local = now.astimezone(self.zone)
        always = self.opens == self.closes
        day = local.date()
        if self._works(day):
            if always or self.opens <= local.time() < self.closes:
                return now
            if local.time() < self.opens:
                return datetime.combine(day, self.opens, self.zone)
        day += ONE_DAY
        while not self._works(day):
            day += ONE_DAY
        return datetime.combine(day, time(0) if always else self.opens, self.zone)

    def _works(self, day: object) -> bool:
        return self.every_day or self.calendar.is_working_day(day)  # type: ignore[arg-type]
