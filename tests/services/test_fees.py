"""A fee is announced first, with its reasons; the clock rests for it only where a law says so (Art. 12(5)(a))."""

from decimal import Decimal

import pytest

from dsr.models import Actor, FeeState, Outcome, PauseReason
from dsr.notices.letter import LetterIncomplete
from dsr.services import fees, handling
from dsr.services.fees import FeeOpen, NoFeeKnown
from tests import make
from tests.make import at, stored

NOW, LATER = at("2026-05-06 14:30"), at("2026-05-13 10:00")
pytestmark = pytest.mark.django_db


def office(regime="eu_gdpr"):
    """Return a controller under a law, with its data protection officer."""
    places = {"eu_gdpr": ("DE", "DE-BE"), "uk_gdpr": ("GB", "GB-ENG"), "ch_fadp": ("CH", "CH-ZH")}
    country, subdivision = places[regime]
    controller = make.controller(
        regime.replace("_", "-"), regime=regime, country=country, subdivision=subdivision
    )
    return controller, make.staff(controller)


def announce(dsr, by, **words):
    """Announce a fee."""
    said = {
        "ground": "excessive", "amount": Decimal("25.50"), "currency": "EUR",
        "reasons": "Die achte gleiche Auskunft in diesem Jahr.", "calculation": "Eine Stunde Arbeit und Porto.",
        **words,
    }  # fmt: skip
    fees.announce(dsr.pk, by=by, now=NOW, **said)


def test_under_the_gdpr_the_clock_runs_on(dsr, dpo):
    before = stored(dsr.pk).due_on

    announce(dsr, dpo)

    assert stored(dsr.pk).due_on == before
    assert not stored(dsr.pk).pauses.exists()


@pytest.mark.parametrize(("regime", "rests"), [("eu_gdpr", False), ("uk_gdpr", True), ("ch_fadp", True)])
def test_the_clock_rests_for_a_fee_only_where_the_law_says_so(regime, rests):
    controller, by = office(regime)
    (dsr,) = make.requests(controller, now=NOW)

    announce(dsr, by)

    assert stored(dsr.pk).pauses.filter(reason=PauseReason.FEE).exists() is rests
    assert (stored(dsr.pk).due_on is None) is rests


def test_in_the_united_kingdom_the_period_starts_with_the_payment():
    controller, by = office("uk_gdpr")
    (dsr,) = make.requests(controller, now=NOW)
    announce(dsr, by)

    fees.settle(dsr.pk, how="accepted", by=by, now=LATER)

    assert stored(dsr.pk).due_on.isoformat() == "2026-06-15"
    assert dsr.fees.get().state == FeeState.ACCEPTED


def test_an_answer_about_identity_settles_no_fee():
    controller, by = office("uk_gdpr")
    (dsr,) = make.requests(controller, now=NOW)
    announce(dsr, by)
    handling.ask_identity(dsr.pk, why="Two people share the name.", asks="Your number.", by=by, now=NOW)

    handling.receive_answer(dsr.pk, by=by, now=LATER)

    assert dsr.pauses.get(reason=PauseReason.FEE).answered_on is None
    assert dsr.pauses.get(reason=PauseReason.IDENTITY).answered_on == LATER.date()


def test_the_letter_names_the_sum_how_it_was_worked_out_and_that_the_request_can_be_taken_back(dsr, dpo):
    announce(dsr, dpo)

    letter = dsr.messages.get(kind="fee_announced").body
    assert "25,50 EUR" in letter
    assert "Eine Stunde Arbeit und Porto." in letter
    assert "Die achte gleiche Auskunft" in letter
    assert "zurücknehmen" in letter


@pytest.mark.parametrize(
    ("lacks", "value", "item"),
    [("reasons", " ", "reasons"), ("calculation", "", "fee"), ("amount", Decimal(0), "fee")],
)
def test_a_fee_without_reasons_sum_or_calculation_is_not_announced(dsr, dpo, lacks, value, item):
    with pytest.raises(LetterIncomplete) as stopped:
        announce(dsr, dpo, **{lacks: value})

    assert [each.code for each in stopped.value.missing] == [item]
    assert not dsr.fees.exists()


def test_the_person_may_take_the_request_back_instead(dsr, dpo):
    announce(dsr, dpo)

    handling.withdraw(dsr.pk, now=LATER, actor=Actor.PERSON)

    assert stored(dsr.pk).outcome == Outcome.WITHDRAWN


def test_a_second_fee_is_not_announced_while_the_first_is_open(dsr, dpo):
    announce(dsr, dpo)

    with pytest.raises(FeeOpen):
        announce(dsr, dpo)

    assert dsr.fees.count() == 1


@pytest.mark.parametrize("right", ["withdrawal", "objection_marketing"])
def test_no_fee_is_asked_for_what_nobody_may_refuse(controller, dpo, right):
    (dsr,) = make.requests(controller, right, now=NOW)

    with pytest.raises(NoFeeKnown):
        announce(dsr, dpo)
