"""Places: which countries and subdivisions (ISO 3166-2) are known, and whose holidays each of them keeps."""

import re
from functools import cache

import holidays

EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
COUNTRIES = (*EEA, "GB", "CH", "US", "BR", "CA", "KR")

# Where regions make holidays of their own an unknown region is an error; elsewhere any region keeps the nation's.
_REGIONS_DECIDE = frozenset({"AT", "BR", "CA", "CH", "DE", "ES", "GB", "PT", "US"})
_ISO_FORM = re.compile(r"[A-Z0-9]{1,3}")

# A Spanish province keeps the days of its autonomous community.
_SPANISH_PROVINCES = {
    "AN": "AL CA CO GR H J MA SE", "AR": "HU TE Z", "AS": "O", "CB": "S", "CL": "AV BU LE P SA SG SO VA ZA",
    "CM": "AB CR CU GU TO", "CN": "GC TF", "CT": "B GI L T", "EX": "BA CC", "GA": "C LU OR PO", "IB": "PM",
    "MC": "MU", "MD": "M", "NC": "NA", "PV": "BI SS VI", "RI": "LO", "VC": "A CS V",
}  # fmt: skip
_ALIASES: dict[str, str | None] = {
    **{f"ES-{province}": home for home, all_ in _SPANISH_PROVINCES.items() for province in all_.split()},
    "FR-67": "6AE",  # Bas-Rhin and Haut-Rhin: Code du travail, Art. L3134-13
    "FR-68": "6AE",
    "GB-EAW": "ENG",  # England and Wales share their bank holidays
    "GB-UKM": None,
    "GB-GBN": None,
}
# What the package lists for these is the feast of the chief town, and no day of the province or the district.
# A controller who sits in that town adds the day to its own extra days.
_OWN_DAYS_ONLY = {
    "IT": frozenset({"BZ"}),  # Whit Monday in the whole province of Bolzano
    "PT": frozenset({"20", "30"}),  # the Azores and Madeira
}


class UnknownPlace(ValueError):
    """This will say that no calendar is known for a country or subdivision."""


@cache
def home_of(country: str, subdivision: str | None) -> str | None:
    """Return the code under which the holidays of a place are kept, or None for those of the whole nation.

    Raises UnknownPlace for a country that is not listed, a subdivision of another country, or one that does
    not exist where subdivisions decide.
    """
    if country not in COUNTRIES:
        raise UnknownPlace(f"no calendar for the country {country!r}")
    if not subdivision:
        return None
    parent, _, code = subdivision.partition("-")
    if parent != country or not _ISO_FORM.fullmatch(code):
        raise UnknownPlace(f"{subdivision!r} is no subdivision of {country}")
    if subdivision in _ALIASES:
        return _ALIASES[subdivision]
    if code in _own_codes(country):
        return code if code in _OWN_DAYS_ONLY.get(country, (code,)) else None
    if country in _REGIONS_DECIDE:
        raise UnknownPlace(f"{subdivision!r} is no subdivision of {country}")
    return None


def community_of(country: str, subdivision: str | None) -> str | None:
    """Return the subdivision itself, or for a Spanish province the autonomous community that it belongs to."""
    if country == "ES" and subdivision in _ALIASES:
        return f"{country}-{_ALIASES[subdivision]}"
    return subdivision


@cache
def supported() -> dict[str, tuple[str, ...]]:
    """Return each known country with those of its subdivisions that are known by name."""
    return {country: tuple(f"{country}-{code}" for code in _own_codes(country)) for country in COUNTRIES}


@cache
def _own_codes(country: str) -> tuple[str, ...]:
    codes = holidays.country_holidays(country).subdivisions
    return tuple(sorted(code for code in codes if _ISO_FORM.fullmatch(code)))
