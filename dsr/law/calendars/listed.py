"""The public holidays of a place in one year: the package `holidays`, corrected, read once and kept."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

from dsr.law.calendars import corrections

ENGLISH = "en_US"


@cache
def public_holidays(country: str, home: str | None, year: int) -> Mapping[date, str]:
    """Return the public holidays of one year with their names in the language of the place.

    `home` is what `places.home_of` returned. Only the category of public holidays counts: no bank holidays, half
    days or days that are free by custom. Source: Reg. 1182/71, Art. 2(1).
    """
    days = _listed(country, home, year, _language(country))
    if corrections.removes_from(country):
        english = _listed(country, home, year, ENGLISH)
        days = {day: name for day, name in days.items() if not corrections.is_removed(country, english[day])}
    return MappingProxyType({**corrections.added(country, year), **days})


@cache
def _language(country: str) -> str | None:
    """Return the language of the place; left open, the package would take that of the machine."""
    return holidays.country_holidays(country).default_language


def _listed(country: str, home: str | None, year: int, language: str | None) -> dict[date, str]:
    listed = holidays.country_holidays(country, subdiv=home, years=year, expand=False, language=language)
    # A swapped or observed day may spill over into the year before or after.
    return {day: name for day, name in sorted(listed.items()) if day.year == year}
