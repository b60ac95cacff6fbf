"""Where the package `holidays` and the law differ: every day added or taken away, with the legal reason.

The yardstick is Regulation 1182/71, Art. 2(1): a public holiday is a day that the Member State has designated
as such. Where that is open, the package decides the last day; the safe day never rests on a holiday.

Looked at and left as the package has them: the Finnish eves (lag 150/1930, section 5, moves a period past them);
the Swedish, Danish and Icelandic eves and half days, which are none of its public holidays; the bank days of
Liechtenstein; Good Friday in all of Alsace and Moselle, though it needs a Protestant church in the municipality
(Code du travail, Art. L3134-13); the days of Bavaria, Saxony and Thuringia that hang on the municipality, which
it leaves out: a controller there adds them to its own extra days. The feasts of Italian and Portuguese chief
towns are left out for the same reason (see `places`). Without a subdivision the United Kingdom has only the
bank holidays of all its nations, and Switzerland only the days that all cantons keep.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Added:
    """A public holiday that the package leaves out: a fixed day of each year from `since` on."""

    country: str
    month: int
    day: int
    since: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Days that the package calls public holidays, by the start of their English name, and that are none."""

    country: str
    name: str
    why: str


ADDED = (
    Added(
        "NL", 5, 5, 1983, "Bevrijdingsdag",
        "Algemene termijnenwet, Art. 3(1), names 5 May as a holiday of every year; that many are paid a day off "
        "only every fifth year is a matter of collective agreements.",
    ),
)  # fmt: skip

_SWAPPED = "Day off (substituted from "
REMOVED = (
    Removed(
        "HU", _SWAPPED,
        "A minister's decree swaps the weekly day of rest with a Saturday; the public holidays are those of the "
        "Labour Code, section 102(1). Saturdays are free under Reg. 1182/71, Art. 2(2), in any case.",
    ),
    Removed(
        "LV", _SWAPPED,
        "A cabinet order swaps a working day of the State's institutions with a Saturday; the public holidays "
        "are those of the law on public holidays, section 1.",
    ),
)  # fmt: skip


def removes_from(country: str) -> bool:
    """Tell whether any day of a country has to be looked at by its English name."""
    return any(rule.country == country for rule in REMOVED)


def is_removed(country: str, english_name: str) -> bool:
    """Tell whether a day that the package lists is no public holiday."""
    return any(rule.country == country and english_name.startswith(rule.name) for rule in REMOVED)


def added(country: str, year: int) -> dict[date, str]:
    """Return the public holidays of one year that the package leaves out."""
    return {
        date(year, rule.month, rule.day): rule.name
        for rule in ADDED
        if rule.country == country and year >= rule.since
    }
