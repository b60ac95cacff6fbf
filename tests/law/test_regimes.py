"""The laws as data: each complete, none unreviewed without saying so."""

import pytest

from dsr.law import regimes, retention
from dsr.law.regimes import Effect

EIGHT = ("eu_gdpr", "uk_gdpr", "ch_fadp", "us_ca_ccpa", "br_lgpd", "ca_pipeda", "ca_qc_p39_1", "kr_pipa")


def test_there_are_eight_laws_and_each_says_whether_it_was_reviewed():
    assert tuple(regimes.ALL) == EIGHT
    assert [code for code in EIGHT if regimes.get(code).reviewed] == ["eu_gdpr", "uk_gdpr"]


@pytest.mark.parametrize("regime", regimes.ALL.values(), ids=lambda regime: regime.code)
def test_every_number_of_a_law_has_its_source(regime):
    for period in regime.periods:
        assert period.source
        assert bool(period.extended) == bool(period.extended_source)
        assert bool(period.acknowledge) == bool(period.acknowledge_source)
    assert all(rule.source and rule.reason in regimes.REASONS for rule in regime.pauses)
    assert bool(regime.roll_source) == regime.rolls
    assert regime.sources
    assert regime.start_source


@pytest.mark.parametrize("regime", regimes.ALL.values(), ids=lambda regime: regime.code)
def test_an_extended_period_is_longer_than_the_first_in_the_same_unit(regime):
    for period in regime.periods:
        assert period.extended is None or period.extended.length > period.first.length
        assert period.extended is None or period.extended.unit == period.first.unit


def test_only_identity_and_clarification_pause_the_clock_of_the_gdpr():
    rules = {rule.reason: rule.effect for rule in regimes.get("eu_gdpr").pauses}

    assert rules == {"identity": Effect.SUSPENDS, "clarification": Effect.SUSPENDS}


def test_every_law_has_its_retention():
    assert set(retention.BY_REGIME) == set(regimes.ALL)
