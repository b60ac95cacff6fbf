"""The deadlines of one request: facts in, every date out, each with its reason.

The order is fixed: the local day of receipt, the period, clamped to the end of a short month, then the pauses,
then weekends and holidays. The extension counts from receipt, and not from the first last day.
"""

from dataclasses import dataclass, replace
from datetime import date

from dsr.law import clock as clocks
from dsr.law.again import Again, again, before
from dsr.law.explanation import Step, explain
from dsr.law.facts import Facts, NoSuchZone, Pause, Reading, received_on, zone_of
from dsr.law.readings import readings, safe_day
from dsr.law.replay import replay

__all__ = [
    "Facts", "NoSuchZone", "Pause", "Reading", "Step", "Timetable", "received_on", "replay", "timetable", "zone_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every date of one request. All are local days; a last day ends at its midnight.

    `due_on` is the first deadline, None while suspended. `extended_on` is set once the request is extended, and
    `extendable_to` tells where an extension would lead. `announce_by` is the last day for the notice of an
    extension or a refusal (GDPR Art. 12(3) and (4)). The `unrolled` days are those before weekends and holidays.
    `pause_days` is how far the pauses move the first deadline. `safe_on` is the earliest of all readings.
    `again` is the short term of a request that was taken up again; the days above are then those of its first life.
    """

    due_on: date | None
    extended_on: date | None
    extendable_to: date | None
    announce_by: date | None
    acknowledge_by: date | None
    safe_on: date
    unrolled_on: date | None
    unrolled_extended_on: date | None
    suspended: bool
    pause_days: int
    readings: tuple[Reading, ...]
    explanation: tuple[Step, ...]
    again: Again | None = None

    @property
    def last_on(self) -> date | None:
        """The last day that counts now: that of the new term, else the extended one, else the first."""
        if self.again is not None:
            return self.again.on
        return self.extended_on or self.due_on


def timetable(facts: Facts) -> Timetable:
    """Return every date of one request.

    Sources: GDPR Art. 12(3)-(6); Regulation (EEC, Euratom) No 1182/71, Art. 2 and 3; each step of the explanation
    names its own. Raises UnknownRegime and UnknownKind.
    """
    table = _first_life(replace(facts, pauses=before(facts.pauses, facts.reopened_on)))
    if facts.reopened_on is None:
        return table
    short = again(clocks.run(facts), facts.reopened_on)
    told = tuple(step for step in table.explanation if step.rule != "safe")
    return replace(
        table, again=short, safe_on=short.safe_on, suspended=short.on is None, announce_by=None,
        extendable_to=None, explanation=(*told, *short.explanation),
    )  # fmt: skip


def _first_life(facts: Facts) -> Timetable:
    clock = clocks.run(facts)
    calendar, period = facts.calendar, clock.period
    roll = calendar.next_working_day if clock.regime.rolls else _stay
    first, extended = clock.first, clock.extended
    suspended = clock.waiting is not None
    due_on = None if suspended else roll(first.on)
    extendable_to = None if suspended or extended is None else roll(extended.on)
    extended_on = extendable_to if facts.extended else None
    plain = clocks.unpaused(clock)
    found = readings(clock, plain, due_on)
    safe_on = safe_day(clock, plain, found)
    acknowledge = period.acknowledge
    return Timetable(
        due_on=due_on,
        extended_on=extended_on,
        extendable_to=extendable_to,
        announce_by=due_on if period.announces else None,
        acknowledge_by=acknowledge.end(facts.received_on, calendar) if acknowledge else None,
        safe_on=safe_on,
        unrolled_on=None if suspended else first.on,
        unrolled_extended_on=extended.on if extended_on and extended else None,
        suspended=suspended,
        pause_days=(first.on - period.first.end(facts.received_on, calendar)).days,
        readings=found,
        explanation=explain(clock, extended_on or due_on, safe_on),
    )


def _stay(day: date) -> date:
    return day
