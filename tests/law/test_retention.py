"""How long the file of a request is kept."""

from datetime import date

import pytest

from dsr.law import regimes
from dsr.law.retention import BY_REGIME, PARTS, purge_on


@pytest.mark.parametrize("code", regimes.ALL)
def test_a_file_is_emptied_on_the_first_of_january_after_three_years(code):
    assert purge_on(date(2027, 8, 19), code) == date(2031, 1, 1)


@pytest.mark.parametrize("closed_on", [date(2027, 1, 1), date(2027, 12, 31)])
def test_the_period_runs_to_the_end_of_the_year_in_which_it_ends(closed_on):
    assert purge_on(closed_on, "eu_gdpr") == date(2031, 1, 1)


def test_a_controller_may_choose_its_own_number_of_years():
    assert purge_on(date(2028, 2, 29), "eu_gdpr", 1) == date(2030, 1, 1)
    assert purge_on(date(2028, 2, 29), "uk_gdpr", 6) == date(2035, 1, 1)


def test_california_keeps_its_records_for_24_months_whatever_is_chosen():
    assert purge_on(date(2027, 12, 31), "us_ca_ccpa", 1) == date(2030, 1, 1)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="-1 years"):
        purge_on(date(2027, 8, 19), "eu_gdpr", -1)
    with pytest.raises(regimes.UnknownRegime):
        purge_on(date(2027, 8, 19), "xx")


def test_every_part_and_every_number_has_its_source():
    assert all(part.what and part.keep and part.then and part.source for part in PARTS)
    assert len({part.code for part in PARTS}) == len(PARTS)
    assert all(rule.source for rule in BY_REGIME.values())
