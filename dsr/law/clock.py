"""The clock of one request before weekends and holidays: where it starts, which pauses count, where it ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from dsr.law import regimes
from dsr.law.facts import Facts, Pause
from dsr.law.periods import Span, days_covered
from dsr.law.regimes import Effect, Period, Regime

WhyIgnored = Literal["no_rule", "late"]


@dataclass(frozen=True, slots=True)
class Start:
    """A day on which the period may start: receipt, or what a question led to."""

    on: date
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class End:
    """Where a period ends: from which start, without the pauses, how many days they add, and with them."""

    start: Start
    plain: date
    shift: int

    @property
    def on(self) -> date:
        """The last day before weekends and holidays are looked at."""
        return self.plain + timedelta(days=self.shift)


@dataclass(frozen=True)
class Clock:
    """How the pauses of one request were read. A sweep asks thousands of them, so each end is computed once."""

    facts: Facts
    regime: Regime
    period: Period
    starts: tuple[Start, ...]
    counted: tuple[Pause, ...] = ()
    ignored: tuple[tuple[Pause, WhyIgnored], ...] = ()
    waiting: Pause | None = None
    # Another way to count excluded days: without the day of the answer.
    half_open: bool = False

    @cached_property
    def first(self) -> End:
        """The end of the first period."""
        return self.end(self.period.first)

    @cached_property
    def extended(self) -> End | None:
        """The end of the extended period, for a law that fixes one."""
        return self.end(self.period.extended) if self.period.extended else None

    def end(self, span: Span) -> End:
        """Return where a period ends. Of several starts the one that ends last counts: a pause never shortens."""
        ends = [
            End(start, span.end(start.on, self.facts.calendar), self.shift(start.on)) for start in self.starts
        ]
        return max(ends, key=lambda end: (end.on, end.start.on))

    def shift(self, start: date) -> int:
        """Return the number of days that the pauses add to a period from `start`."""
        return self.shift_of(self.counted, start)

    def shift_of(self, pauses: Iterable[Pause], start: date) -> int:
        """Return the days that these pauses add, as far as they lie after `start`; overlaps count once."""
        found = []
        for pause in pauses:
            rule = self.regime.pause_rule(pause.reason)
            if rule is None or pause.answered_on is None:
                continue
            both_ends = rule.effect is Effect.EXCLUDES and not self.half_open
            found.append(
                (max(pause.asked_on, start), pause.answered_on + timedelta(days=1 if both_ends else 0))
            )
        return days_covered(found)

    def last_day(self) -> date:
        """Return the last day of the first period as it stands, on a working day where the law says so."""
        end = self.first.on
        return self.facts.calendar.next_working_day(end) if self.regime.rolls else end


def run(facts: Facts, *, half_open: bool = False) -> Clock:
    """Return how the pauses of a request count, one after the other in the order in which they were asked.

    A pause counts only for a reason the law knows, and if it began before the first deadline, as it then stood,
    had ended. Sources: EDPB Guidelines 01/2022, para 159; UK GDPR Art. 12A; DSV Art. 19(3). Raises UnknownRegime
    and UnknownKind.
    """
    regime = regimes.get(facts.regime)
    start = (Start(facts.received_on),)
    clock = Clock(facts, regime, regime.period(facts.kind), start, half_open=half_open)
    for pause in in_order(facts.pauses):
        clock = _with(clock, pause)
    return clock


def unpaused(clock: Clock) -> Clock:
    """Return the same clock as if nothing had been asked."""
    return run(replace(clock.facts, pauses=())) if clock.facts.pauses else clock


def in_order(pauses: Iterable[Pause]) -> Sequence[Pause]:
    """Return pauses by the day they were asked."""
    return sorted(pauses, key=lambda pause: (pause.asked_on, pause.answered_on or date.max))


def _with(clock: Clock, pause: Pause) -> Clock:
    rule = clock.regime.pause_rule(pause.reason)
    if rule is None:
        return replace(clock, ignored=(*clock.ignored, (pause, "no_rule")))
    if clock.waiting is None and pause.asked_on > clock.last_day():
        return replace(clock, ignored=(*clock.ignored, (pause, "late")))
    if pause.answered_on is None:
        return replace(clock, waiting=clock.waiting or pause)
    if rule.effect is Effect.RESTARTS:
        return replace(
            clock, starts=(*clock.starts, Start(max(pause.answered_on, clock.starts[0].on), pause))
        )
    if rule.effect is Effect.DELAYS:
        begins = max(pause.asked_on, clock.starts[0].on) + timedelta(days=rule.days)
        return replace(clock, starts=(*clock.starts, Start(begins, pause)))
    return replace(clock, counted=(*clock.counted, pause))
