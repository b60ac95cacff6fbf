"""Which supervisory authority is competent."""

import pytest

from dsr.law import authorities
from dsr.law.authorities import UnknownAuthority, by_id, competent, needs_subdivision
from dsr.law.calendars import EEA, supported


@pytest.mark.parametrize(
    ("country", "subdivision", "public_body", "expected"),
    [
        ("DE", "DE-NI", False, "de-ni"),
        ("DE", "DE-NI", True, "de-ni"),
        ("DE", "DE-BY", False, "de-by-baylda"),
        ("DE", "DE-BY", True, "de-by-baylfd"),
        ("DE", None, True, "de-bfdi"),
        ("ES", "ES-CT", False, "es-aepd"),
        ("ES", "ES-CT", True, "es-ct-apdcat"),
        ("ES", "ES-BI", True, "es-pv-avpd"),
        ("ES", "ES-GA", True, "es-aepd"),
        ("FI", "FI-01", True, "fi-ax-di"),
        ("FI", "FI-01", False, "fi-tietosuoja"),
        ("GB", "GB-NIR", False, "gb-ic"),
        ("CH", "CH-TI", False, "ch-edoeb"),
        ("CA", "CA-QC", False, "ca-qc-cai"),
        ("CA", "CA-BC", False, "ca-opc"),
        ("EU", None, True, "eu-edps"),
    ],
)
def test_the_authority_follows_from_place_and_kind_of_controller(country, subdivision, public_body, expected):
    assert competent(country, subdivision, public_body).id == expected


def test_every_place_of_the_eea_the_uk_and_switzerland_has_one():
    for country in (*EEA, "GB", "CH"):
        for subdivision in (None, *supported()[country]):
            for public_body in (True, False):
                assert competent(country, subdivision, public_body).country == country


def test_a_german_company_has_to_state_its_land():
    assert needs_subdivision("DE")
    assert not needs_subdivision("ES")


def test_an_unknown_authority_is_refused():
    with pytest.raises(UnknownAuthority):
        by_id("de-xx")
    with pytest.raises(UnknownAuthority):
        competent("US", "US-NY")


def test_every_authority_can_be_named_in_a_letter():
    for authority in authorities.ALL.values():
        assert by_id(authority.id) is authority
        assert authority.name
        assert authority.website.startswith("https://")
        assert authority.languages
        assert authority.scope in {"general", "private", "public", "federal"}
        assert authority.confidence in {"high", "medium"}
