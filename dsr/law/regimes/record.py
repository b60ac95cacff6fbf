"""What a regime is: the periods, pauses and notices of one law, as data."""

from dataclasses import dataclass
from enum import StrEnum

from dsr.law.periods import Span

REASONS = ("identity", "clarification", "fee", "internal")


class UnknownRegime(ValueError):
    """This will say that no law is known under a code."""


class UnknownKind(ValueError):
    """This will say that a law has no period for a kind of request."""


class Effect(StrEnum):
    """What a question to the person does to the clock."""

    SUSPENDS = "suspends"  # the days from asking up to, but not including, the answer are added
    EXCLUDES = "excludes"  # the days from asking to the answer, both included, do not count
    RESTARTS = "restarts"  # the period starts on the day of the answer
    DELAYS = "delays"  # the period starts a fixed number of days after asking


@dataclass(frozen=True, slots=True)
class PauseRule:
    """What one reason for a pause does, and where that is written. `days` belongs to DELAYS."""

    reason: str
    effect: Effect
    source: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """The time to answer one kind of request. `extended` is the whole length from the start, not what is added."""

    kind: str
    first: Span
    source: str
    extended: Span | None = None
    extended_source: str = ""
    acknowledge: Span | None = None
    acknowledge_source: str = ""
    # Whether an extension or a refusal has to be told within the first period.
    announces: bool = True


@dataclass(frozen=True, slots=True)
class Regime:
    """One data protection law with its clock.

    `rolls` tells whether a last day on a Saturday, Sunday or public holiday moves to the next working day.
    `reviewed` is False where the texts were not read for this product: the desk says so beside every date.
    """

    code: str
    name: str
    periods: tuple[Period, ...]
    rolls: bool
    reviewed: bool
    start_source: str
    sources: tuple[str, ...]
    pauses: tuple[PauseRule, ...] = ()
    roll_source: str = ""
    no_pause_source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of request with a period of their own; "access" stands for every other right."""
        return tuple(period.kind for period in self.periods)

    def period(self, kind: str) -> Period:
        """Return the period for one kind of request. Raises UnknownKind."""
        for period in self.periods:
            if period.kind == kind:
                return period
        raise UnknownKind(f"{self.code} has no period for {kind!r}")

    def pause_rule(self, reason: str) -> PauseRule | None:
        """Return what a question for this reason does to the clock, or None if the clock runs on."""
        return next((rule for rule in self.pauses if rule.reason == reason), None)
