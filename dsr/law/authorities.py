"""The supervisory authorities, and which of them is competent for a controller.

Source: GDPR Art. 51, 55 and 77; BDSG section 40 (the authority of the Land watches its companies). Names and
domains: state of November 2026, without a live check. Churches and broadcasters have authorities of their own
(Art. 85 and 91), which are not listed; nor are those of the Swiss cantons for their own bodies.
"""

from dataclasses import dataclass

from dsr.law.authority_rows import ROWS
from dsr.law.calendars.places import community_of


class UnknownAuthority(LookupError):
    """This will say that no authority is known for an id or a place."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One supervisory authority. `scope` is general, private, public or federal (bodies of the federation)."""

    id: str
    country: str
    subdivision: str | None
    name: str
    name_en: str
    website: str
    languages: tuple[str, ...]
    scope: str
    confidence: str

    def watches(self, *, public_body: bool) -> bool:
        """Tell whether this authority watches public bodies, or companies, of its place."""
        return self.scope == "general" or (self.scope != "private") == public_body


ALL: dict[str, Authority] = {
    row[0]: Authority(
        id=row[0],
        country=row[1],
        subdivision=row[2],
        name=row[7],
        name_en=row[8],
        website=f"https://{row[5]}",
        languages=tuple(row[6].split()),
        scope=row[3],
        confidence=row[4],
    )
    for row in ROWS
}


def by_id(authority_id: str) -> Authority:
    """Return the authority of an id. Raises UnknownAuthority."""
    try:
        return ALL[authority_id]
    except KeyError:
        raise UnknownAuthority(authority_id) from None


def competent(country: str, subdivision: str | None, public_body: bool = False) -> Authority:
    """Return the authority that watches a controller of this place. Raises UnknownAuthority.

    The authority of the subdivision comes first, where it watches such controllers, then the nation's. For a
    German company without a Land only the federal commissioner can be named, who hands a complaint on: a German
    controller should state its Land (see `needs_subdivision`).
    """
    here = [authority for authority in ALL.values() if authority.country == country]
    home = community_of(country, subdivision)
    for place in (home, None) if home else (None,):
        for authority in here:
            if authority.subdivision == place and authority.watches(public_body=public_body):
                return authority
    for authority in here:
        if authority.subdivision is None:
            return authority
    raise UnknownAuthority(f"no authority is known for {subdivision or country}")


def needs_subdivision(country: str) -> bool:
    """Tell whether the competent authority of a company hangs on the subdivision."""
    here = [authority for authority in ALL.values() if authority.country == country]
    return bool(here) and not any(
        authority.subdivision is None and authority.watches(public_body=False) for authority in here
    )
