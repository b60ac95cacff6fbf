"""Periods: months, calendar days and working days, and the day on which each of them ends."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

MONTHS_A_YEAR = 12
SHORTEST_MONTH = 28
SATURDAY = 5

Unit = Literal["months", "days", "working_days"]


class WorkingDays(Protocol):
    """Anything that can count working days, such as a calendar."""

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a law writes it: one month, 30 days, 15 working days."""

    length: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"a period of {self.length} {self.unit} is no period")

    def end(self, start: date, working_days: WorkingDays) -> date:
        """Return the last day when the day of the event, `start`, is not counted (Reg. 1182/71, Art. 3(1))."""
        if self.unit == "months":
            return add_months(start, self.length)
        if self.unit == "days":
            return start + timedelta(days=self.length)
        return working_days.add_working_days(start, self.length)


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, or the last day of that month where it has no such day.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c); CJEU C-171/03.

    >>> add_months(date(2027, 12, 31), 2)
    datetime.date(2028, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    if day.day <= SHORTEST_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_clamped(day: date, months: int) -> bool:
    """Tell whether the month that lies `months` later lacks the day number of `day`."""
    return add_months(day, months).day != day.day


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday (Reg. 1182/71, Art. 2(2): never a working day)."""
    return day.weekday() >= SATURDAY


def roll(day: date, free_days: Collection[date]) -> date:
    """Return the day itself, or the next one that is no Saturday, Sunday or free day (Reg. 1182/71, Art. 3(4)).

    >>> roll(date(2027, 3, 26), {date(2027, 3, 26), date(2027, 3, 29)})  # Good Friday and Easter Monday
    datetime.date(2027, 3, 30)
    """
    while is_weekend(day) or day in free_days:
        day += timedelta(days=1)
    return day


def last_day(received_on: date, months: int, free_days: Collection[date]) -> date:
    """Return the last day of a period of `months` calendar months, as a local date.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c), and 3(4) for weekends and public
    holidays (`free_days`). Raises ValueError if `months` is below 1.

    >>> last_day(date(2026, 1, 31), 1, ())  # there is no 31 February, and the 28th is a Saturday
    datetime.date(2026, 3, 2)
    """
    if months < 1:
        raise ValueError(f"a period of {months} months is no period")
    return roll(add_months(received_on, months), free_days)


def days_covered(intervals: Iterable[tuple[date, date]]) -> int:
    """Return how many days lie in at least one of the half-open intervals [first, end); overlaps count once.

    >>> days_covered([(date(2027, 5, 3), date(2027, 5, 6)), (date(2027, 5, 5), date(2027, 5, 10))])
    7
    """
    total, reached = 0, date.min
    for first, end in sorted(intervals):
        total += max((end - max(first, reached)).days, 0)
        reached = max(reached, end)
    return total
