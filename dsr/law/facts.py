"""What the clock of one request is computed from, and what comes out."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsr.law import regimes
from dsr.law.calendars import Calendar


class NoSuchZone(ValueError):
    """This will say that a name is no time zone of the IANA list."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One question to the person: why, the day it was sent, the day the answer came (None while it is open).

    Raises ValueError for an unknown reason and for an answer before the question.
    """

    reason: str
    asked_on: date
    answered_on: date | None

    def __post_init__(self) -> None:
        if self.reason not in regimes.REASONS:
            raise ValueError(f"no pause is known for the reason {self.reason!r}")
        if self.answered_on is not None and self.answered_on < self.asked_on:
            raise ValueError(f"answered on {self.answered_on}, before it was asked on {self.asked_on}")


@dataclass(frozen=True, slots=True)
class Facts:
    """All that moves the clock of one request. `kind` "access" stands for every right under GDPR Art. 12(3)."""

    regime: str
    received_on: date
    calendar: Calendar
    kind: str = "access"
    pauses: tuple[Pause, ...] = ()
    extended: bool = False
    # The day on which a closed request was taken up again; what was asked since then moves only the new term.
    reopened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the law that somebody defends, and the last day that it leads to."""

    name: str
    date: date


def received_on(received_at: datetime, zone: str) -> date:
    """Return the local day on which a request arrived: whole days of the place count (Reg. 1182/71, Art. 3).

    Raises ValueError for a time without an offset, NoSuchZone for an unknown zone.
    """
    if received_at.tzinfo is None or received_at.utcoffset() is None:
        raise ValueError("a time of receipt needs its offset from UTC")
    return received_at.astimezone(zone_of(zone)).date()


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name such as "Europe/Berlin". Raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoSuchZone(f"no time zone is called {name!r}") from None
