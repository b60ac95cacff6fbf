"""Other defensible readings of a deadline, by name, and the safe day, which is the earliest of them all."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from dsr.law import clock as clocks
from dsr.law.clock import Clock
from dsr.law.facts import Reading
from dsr.law.periods import SATURDAY, Span
from dsr.law.regimes import Effect

EXTENDED = "_extended"
FRIDAY = 4
MIDSUMMER_EVES = range(19, 26)  # the Friday from 19 to 25 June

Roll = Callable[[date], date]
# A name with the ends of the first and of the extended period, None where there is no such day.
Row = tuple[str, date | None, date | None]


class _EveryWeekday:
    """This will count working days as if there were no public holidays."""

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th weekday after `day`."""
        for _left in range(n):
            day += timedelta(days=1)
            while day.weekday() >= SATURDAY:
                day += timedelta(days=1)
        return day


def readings(clock: Clock, plain: Clock, due_on: date | None) -> tuple[Reading, ...]:
    """Return every reading of the deadlines of one request, with `_extended` in the name for the extended one.

    `plain` is the clock without pauses. While a request is suspended only its reading has a date.
    """
    found = [_row("no_pause", plain, _roll(plain))]
    if due_on is not None:
        found += _others(clock)
    rows = [*_named(found, with_extension=clock.facts.extended)]
    if due_on is not None and clock.facts.extended and clock.period.extended:
        rows += _chained(clock, due_on)
    return tuple(Reading(name, day) for name, day in rows)


def safe_day(clock: Clock, plain: Clock, found: tuple[Reading, ...]) -> date:
    """Return the earliest of all readings of the deadline that counts now, on a working day, not before receipt.

    No reading moves it off a weekend or holiday: where it falls on one, the working day before is the safe day.
    """
    facts, extended = clock.facts, plain.extended if clock.facts.extended else None
    days = [plain.first.on]
    if extended:
        # Two months from the first day, clamped as that was: 31 January gives 28 April, not the 30th.
        days = [extended.on, _chain(clock, plain.first.on)]
    for reading in found:
        if reading.name.startswith("extended") or reading.name.endswith(EXTENDED) or not extended:
            days.append(reading.date)
    return max(facts.calendar.previous_working_day(min(days)), facts.received_on)


def is_swedish_eve(day: date) -> bool:
    """Tell whether a day is Midsummer Eve, Christmas Eve or New Year's Eve (lag 1930:173, section 2)."""
    if day.month == 12:  # noqa: PLR2004  (December)
        return day.day in {24, 31}
    return day.month == 6 and day.weekday() == FRIDAY and day.day in MIDSUMMER_EVES  # noqa: PLR2004  (June)


def _others(clock: Clock) -> Iterator[Row]:
    facts, calendar = clock.facts, clock.facts.calendar
    if clock.regime.rolls:
        yield _row("national_holidays_only", clock, calendar.nation_wide().next_working_day)
        if calendar.country == "SE":
            yield _row("swedish_1930_173", clock, lambda day: _past_eves(clock, day))
    else:
        yield _row("rolled_if_weekend_rule_applied", clock, calendar.next_working_day)
    if any(rule.effect is Effect.EXCLUDES for rule in clock.regime.pauses):
        yield _row("exclusive_count", clocks.run(facts, half_open=True), _roll(clock))
    if answered := _last_answer(clock):
        period, roll = clock.period, _roll(clock)
        later = period.extended.end(answered, calendar) if period.extended else None
        yield "restart_from_answer", roll(period.first.end(answered, calendar)), later and roll(later)
    if clock.period.first.unit == "working_days":
        yield "weekdays_only", clock.period.first.end(facts.received_on, _EveryWeekday()), None


def _row(name: str, clock: Clock, roll: Roll) -> Row:
    extended = clock.extended
    return name, roll(clock.first.on), roll(extended.on) if extended else None


def _named(rows: list[Row], *, with_extension: bool) -> Iterator[tuple[str, date]]:
    for name, first, extended in rows:
        if first is not None:
            yield name, first
        if with_extension and extended is not None:
            yield name + EXTENDED, extended


def _chained(clock: Clock, due_on: date) -> Iterator[tuple[str, date]]:
    """Yield the readings that count the extension from the first last day instead of from receipt."""
    roll = _roll(clock)
    yield "extended_chained_unrolled", roll(_chain(clock, clock.first.on))
    yield "extended_chained_rolled", roll(_chain(clock, due_on))


def _chain(clock: Clock, first_on: date) -> date:
    first, extended = clock.period.first, clock.period.extended
    if extended is None:
        return first_on
    return Span(extended.length - first.length, extended.unit).end(first_on, clock.facts.calendar)


def _roll(clock: Clock) -> Roll:
    return clock.facts.calendar.next_working_day if clock.regime.rolls else lambda day: day


def _past_eves(clock: Clock, day: date) -> date:
    while is_swedish_eve(day) or not clock.facts.calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def _last_answer(clock: Clock) -> date | None:
    """Return the day of the last answer that counted, for the reading in which a month starts anew from it."""
    answered = [pause.answered_on for pause in clock.counted if pause.answered_on]
    answered += [start.pause.answered_on for start in clock.starts if start.pause and start.pause.answered_on]
    return max([*answered, clock.facts.received_on]) if answered else None
