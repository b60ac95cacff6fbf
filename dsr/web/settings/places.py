"""The countries by their own names, so that each is found by whoever lives there, in any language of the desk."""

from dsr.law import authorities, regimes
from dsr.law.calendars import COUNTRIES, supported

NAMES = {
    "AT": "Österreich", "BE": "België / Belgique", "BG": "България", "BR": "Brasil", "CA": "Canada",
    "CH": "Schweiz / Suisse / Svizzera", "CY": "Κύπρος", "CZ": "Česko", "DE": "Deutschland", "DK": "Danmark",
    "EE": "Eesti", "ES": "España", "FI": "Suomi / Finland", "FR": "France", "GB": "United Kingdom", "GR": "Ελλάδα",
    "HR": "Hrvatska", "HU": "Magyarország", "IE": "Éire / Ireland", "IS": "Ísland", "IT": "Italia", "KR": "대한민국",
    "LI": "Liechtenstein", "LT": "Lietuva", "LU": "Luxembourg", "LV": "Latvija", "MT": "Malta", "NL": "Nederland",
    "NO": "Norge", "PL": "Polska", "PT": "Portugal", "RO": "România", "SE": "Sverige", "SI": "Slovenija",
    "SK": "Slovensko", "US": "United States",
}  # fmt: skip
LAWS = {
    "GB": "uk_gdpr", "CH": "ch_fadp", "US": "us_ca_ccpa", "BR": "br_lgpd", "CA": "ca_pipeda", "KR": "kr_pipa",
}  # fmt: skip
ZONES = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CH": "Europe/Zurich", "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik", "IT": "Europe/Rome",
    "KR": "Asia/Seoul", "LI": "Europe/Vaduz", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga",
    "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "US": "America/Los_Angeles",
}  # fmt: skip


def countries() -> list[tuple[str, str]]:
    """Return the countries to choose from, by name."""
    return sorted(
        ((code, f"{NAMES[code]} ({code})") for code in COUNTRIES), key=lambda pair: pair[1].casefold()
    )


def regions_of(country: str) -> str:
    """Return the regions of a country as an error message lists them."""
    return ", ".join(supported().get(country, ()))


def laws(not_reviewed: str) -> list[tuple[str, str]]:
    """Return the laws to choose from; those that nobody has reviewed say so."""
    return [
        (code, regime.name if regime.reviewed else f"{regime.name} ({not_reviewed})")
        for code, regime in regimes.ALL.items()
    ]


def authority_choices(first: str) -> list[tuple[str, str]]:
    """Return the authorities to choose from, the ones that are found by themselves first."""
    return [("", first), *((one.id, f"{one.country}: {one.name}") for one in authorities.ALL.values())]
