"""Why this date: the rules that were applied, in order, each with its article and the day it led to.

The texts are English with named places; the page that shows them translates them and writes the dates out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dsr.law import step_texts as texts
from dsr.law.clock import Clock, End, WhyIgnored, in_order
from dsr.law.facts import Pause
from dsr.law.periods import Span, is_clamped, is_weekend
from dsr.law.regimes import Effect

Values = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One rule as it was applied: a stable code, a text with its values, the article, and the day after it."""

    rule: str
    text: str
    values: Values
    source: str
    on: date | None


def explain(clock: Clock, last_on: date | None, safe_on: date) -> tuple[Step, ...]:
    """Return the rules that led to the days of one request. `last_on` is None while it is suspended."""
    steps = [*_first(clock)]
    if clock.waiting:
        rule = clock.regime.pause_rule(clock.waiting.reason)
        asked: Values = (("asked", clock.waiting.asked_on),)
        source = rule.source if rule else ""
        steps.append(Step("suspended", texts.SUSPENDED[clock.waiting.reason], asked, source, None))
    else:
        steps += rolled(clock, clock.first.on)
        steps += _extended(clock) if clock.facts.extended else ()
    return (*steps, _safe(clock, last_on, safe_on))


def _first(clock: Clock) -> Iterator[Step]:
    end, period = clock.first, clock.period
    received_on = clock.facts.received_on
    yield Step("received", texts.RECEIVED, (("day", received_on),), clock.regime.start_source, received_on)
    if end.start.pause:
        yield _start(clock, end.start.pause, end.start.on)
    yield _span("period", period.first, end, period.source)
    yield from _pauses(clock, end)
    for pause, why in clock.ignored:
        yield _ignored(clock, pause, why, end.on)


def _start(clock: Clock, pause: Pause, day: date) -> Step:
    rule = clock.regime.pause_rule(pause.reason)
    source = rule.source if rule else ""
    if rule and rule.effect is Effect.DELAYS:
        asked_on = day - timedelta(days=rule.days)
        values: Values = (("asked", asked_on), ("days", rule.days), ("day", day))
        return Step("delay", texts.DELAY, values, source, day)
    return Step("restart", texts.RESTART[pause.reason], (("day", day),), source, day)


def _span(rule: str, span: Span, end: End, source: str) -> Step:
    """Return the step in which a period is counted from its start."""
    kind: str = "one month" if rule == "period" and span.unit == "months" else span.unit
    if span.unit == "months" and is_clamped(end.start.on, span.length):
        kind += ", clamped"
    values: Values = (
        ("start", end.start.on),
        ("length", span.length),
        ("unit", span.unit),
        ("number", end.start.on.day),
        ("day", end.plain),
    )
    return Step(
        rule, (texts.PERIOD if rule == "period" else texts.EXTENSION)[kind], values, source, end.plain
    )


def _pauses(clock: Clock, end: End) -> Iterator[Step]:
    """Yield each pause with the days that it alone adds; a pause within another one adds none and is left out."""
    day, reached = end.plain, 0
    counted = in_order(clock.counted)
    for n, pause in enumerate(counted, start=1):
        total = clock.shift_of(counted[:n], end.start.on)
        added, reached = total - reached, total
        rule = clock.regime.pause_rule(pause.reason)
        if added and rule:
            day += timedelta(days=added)
            values: Values = (("asked", pause.asked_on), ("days", added), ("day", day))
            yield Step("pause", texts.PAUSE[pause.reason, added == 1], values, rule.source, day)


def _ignored(clock: Clock, pause: Pause, why: WhyIgnored, on: date) -> Step:
    words = texts.LATE if why == "late" else texts.NO_EFFECT
    source = clock.regime.no_pause_source
    return Step("pause_ignored", words[pause.reason], (("asked", pause.asked_on),), source, on)


def _extended(clock: Clock) -> Iterator[Step]:
    end, span = clock.extended, clock.period.extended
    if end is None or span is None:
        yield Step("no_extension", texts.NO_EXTENSION, (), clock.period.source, clock.first.on)
        return
    yield _span("extension", span, end, clock.period.extended_source)
    if end.shift:
        values: Values = (("days", end.shift), ("day", end.on))
        yield Step(
            "extension_pause", texts.PAUSE_AGAIN[end.shift == 1], values, clock.period.extended_source, end.on
        )
    yield from rolled(clock, end.on)


def rolled(clock: Clock, day: date) -> Iterator[Step]:
    """Yield one step for each weekend or holiday that the last day moves past, or stays on."""
    calendar, source = clock.facts.calendar, clock.regime.roll_source or clock.period.source
    while not calendar.is_working_day(day):
        cause, holiday = _cause(clock, day)
        if not clock.regime.rolls:
            yield Step("no_roll", texts.STAYS[cause], (("day", day), *holiday), source, day)
            return
        after = day + timedelta(days=1)
        while is_weekend(after):
            after += timedelta(days=1)
        yield Step("roll", texts.ROLL[cause], (("before", day), *holiday, ("day", after)), source, after)
        day = after


def _cause(clock: Clock, day: date) -> tuple[str, Values]:
    if is_weekend(day):
        return ("sunday" if day.isoweekday() == 7 else "saturday"), ()  # noqa: PLR2004  (ISO: Sunday)
    return "holiday", (("holiday", clock.facts.calendar.name_of(day)),)


def _safe(clock: Clock, last_on: date | None, safe_on: date) -> Step:
    cause = "pause" if clock.waiting else "same"
    if last_on is not None and safe_on < last_on:
        cause = _why_safer(clock, last_on, safe_on)
    return Step("safe", texts.SAFE[cause], (("day", safe_on),), "", safe_on)


def _why_safer(clock: Clock, last_on: date, safe_on: date) -> str:
    """Return what has to be left out to arrive at the safe day."""
    back = clock.facts.calendar.previous_working_day
    end = (clock.extended if clock.facts.extended else None) or clock.first
    paused = end.shift > 0 or end.start.on != clock.facts.received_on
    if back(end.on) == safe_on:
        return "roll"
    if not paused:
        return "chain" if clock.facts.extended else "strict"
    without = (clock.period.extended if clock.facts.extended else None) or clock.period.first
    plain = without.end(clock.facts.received_on, clock.facts.calendar)
    if back(plain) != safe_on:
        return "strict"
    return "pause" if last_on == end.on and plain == safe_on else "pause, roll"
