"""By when a complaint, an inquiry of the authority or a suit is answered, and when a legal hold is looked at again.

The law names hardly any day here: what an authority or a court sets comes first. The rest is practice, and said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dsr.law.calendars import Calendar


class UnknownDispute(LookupError):
    """This will say that no term is known for a kind of dispute."""


@dataclass(frozen=True, slots=True)
class Term:
    """How many calendar days there are, and where that is written."""

    days: int
    source: str


TERMS: Mapping[str, Term] = {
    "complaint": Term(14, "practice; GDPR 12(2) s.1"),
    "inquiry": Term(14, "practice; GDPR 31, 58(1)(a)"),
    "action": Term(14, "practice; GDPR 79"),
    "hold": Term(90, "practice; GDPR 5(1)(e), 17(3)(e)"),
}
# A complaint has to be acknowledged within 30 days (Data Protection Act 2018, section 164A).
BY_REGIME: Mapping[tuple[str, str], Term] = {("complaint", "uk_gdpr"): Term(30, "UK DPA 2018 s. 164A")}


def term(kind: str, regime: str) -> Term:
    """Return how long there is for a kind of dispute under a law. Raises UnknownDispute."""
    try:
        return BY_REGIME.get((kind, regime)) or TERMS[kind]
    except KeyError:
        raise UnknownDispute(kind) from None


def answer_by(kind: str, regime: str, came_on: date, calendar: Calendar, set_on: date | None = None) -> date:
    """Return the day by which to act: the one that was set, else the end of the term, on a working day before it.

    A day that an authority sets is taken as it is. Raises UnknownDispute.

    >>> answer_by("inquiry", "eu_gdpr", date(2026, 12, 11), Calendar("DE"))  # 25 December is Christmas
    datetime.date(2026, 12, 24)
    """
    if set_on is not None:
        return set_on
    return calendar.previous_working_day(came_on + timedelta(days=term(kind, regime).days))
