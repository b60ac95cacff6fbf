"""The short clock of a request that was taken up again; the old one stays as it was.

No law gives a new month for what should have been right the first time: without undue delay (GDPR Art. 12(3)) is
read as two weeks, which is practice and no text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dsr.law import step_texts as texts
from dsr.law.clock import Clock
from dsr.law.explanation import Step, rolled
from dsr.law.facts import Pause
from dsr.law.periods import days_covered

DAYS = 14
SOURCE = "GDPR Art. 12(3), \N{LEFT DOUBLE QUOTATION MARK}without undue delay\N{RIGHT DOUBLE QUOTATION MARK}; practice"


@dataclass(frozen=True, slots=True)
class Again:
    """The new last day, None while a question put since then is open; the safe day; why."""

    on: date | None
    safe_on: date
    explanation: tuple[Step, ...]


def again(clock: Clock, reopened_on: date) -> Again:
    """Return the short clock that started when a request was taken up again.

    Only questions asked since then rest it, for the reasons that the law knows.
    """
    calendar = clock.facts.calendar
    known = [pause for pause in clock.facts.pauses if clock.regime.pause_rule(pause.reason)]
    since = [pause for pause in known if pause.asked_on >= reopened_on]
    plain = reopened_on + timedelta(days=DAYS)
    shift = days_covered((pause.asked_on, pause.answered_on) for pause in since if pause.answered_on)
    waiting = next((pause for pause in since if pause.answered_on is None), None)
    end = plain + timedelta(days=shift)
    last_on = None if waiting else calendar.next_working_day(end) if clock.regime.rolls else end
    safe_on = max(calendar.previous_working_day(plain), reopened_on)
    steps = _explain(clock, reopened_on, plain, shift, waiting)
    return Again(
        last_on, safe_on, (*steps, Step("safe", texts.SAFE["again"], (("day", safe_on),), "", safe_on))
    )


def before(facts_pauses: tuple[Pause, ...], reopened_on: date | None) -> tuple[Pause, ...]:
    """Return the pauses of the old clock: those that were asked before the request was taken up again."""
    return tuple(pause for pause in facts_pauses if reopened_on is None or pause.asked_on < reopened_on)


def _explain(
    clock: Clock, reopened_on: date, plain: date, shift: int, waiting: Pause | None
) -> Iterator[Step]:
    yield Step("reopened", texts.REOPENED, (("day", reopened_on),), SOURCE, reopened_on)
    yield Step("again", texts.AGAIN, (("days", DAYS), ("day", plain)), SOURCE, plain)
    if waiting is not None:
        asked = (("asked", waiting.asked_on),)
        yield Step("suspended", texts.SUSPENDED[waiting.reason], asked, SOURCE, None)
        return
    end = plain + timedelta(days=shift)
    if shift:
        values = (("days", shift), ("day", end))
        yield Step("extension_pause", texts.PAUSE_AGAIN[shift == 1], values, SOURCE, end)
    yield from rolled(clock, end)
