"""What takes effect on receipt, and objections that are weighed."""

from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import (
    Balancing,
    Blocked,
    Erasure,
    EventName,
    Restriction,
    Withdrawal,
)
from dsr.services import answering, intake
from dsr.services.measures import base, erasing, others, restricting
from tests import make
from tests.make import stored
from tests.services.measures.at_work import LATER, NOW, codes, missing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("right", ["withdrawal", "objection_marketing"])
def test_advertising_and_consent_end_when_the_letter_arrives_although_the_mailbox_is_not_confirmed(
    controller, right
):
    asked = intake.Asked(rights=(right,), language="de", name="Mira", email="mira@person.example.net")

    (dsr,) = intake.submit(controller, asked, now=NOW).requests

    found = [*Withdrawal.objects.all(), *Balancing.objects.all()]
    assert [(row.dsr_id, row.state, row.opened_on) for row in found] == [
        (dsr.pk, "stopped", date(2026, 5, 6))
    ]
    assert stored(dsr.pk).state == "unconfirmed"


def test_an_objection_restricts_at_once_and_leaves_a_trace_of_both(controller, dpo):
    (dsr,) = make.requests(
        controller, "objection", now=NOW, details={"objection": {"use": "Bonitätsprüfung"}}
    )

    restriction = Restriction.objects.get(dsr=dsr)

    assert (restriction.state, restriction.ground) == ("in_force", "art18.ground.objection_pending")
    assert Balancing.objects.get(dsr=dsr).state == "suspended"
    told = [event.data for event in dsr.events.filter(name=EventName.MEASURE)]
    assert [(data["measure"], data["step"]) for data in told] == [
        ("balancing", "opened"),
        ("restriction", "opened"),
    ]


def test_an_objection_to_research_is_weighed_without_a_restriction(controller, dpo):
    (dsr,) = make.requests(controller, "objection_research", now=NOW)

    assert (Balancing.objects.get(dsr=dsr).state, Restriction.objects.count()) == ("suspended", 0)


def test_advertising_is_never_weighed(begun, dpo):
    dsr = begun("objection_marketing")
    row = Balancing.objects.get(dsr=dsr)

    with pytest.raises(TransitionNotAllowed):
        base.move(Balancing, "override", dsr.pk, on=row.pk, balancing="Umsatz", by=dpo, now=NOW)
    assert [(b.code, b.article) for b in missing(dsr)] == [("where_stopped", "GDPR Art. 21(3)")]

    others.stop_advertising(
        dsr.pk, on=row.pk, where_stopped="Newsletter", stopped_on=NOW.date(), suppressed=True, by=dpo, now=NOW
    )
    assert missing(dsr) == []


def test_a_withdrawal_is_answered_once_it_is_recorded_where_the_use_stopped(begun, dpo):
    dsr = begun("withdrawal")
    row = Withdrawal.objects.get(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        base.move(Withdrawal, "confirm", dsr.pk, on=row.pk, by=dpo, now=NOW)
    base.move(
        Withdrawal,
        "confirm",
        dsr.pk,
        on=row.pk,
        where_stopped="Newsletter",
        stopped_on=NOW.date(),
        by=dpo,
        now=NOW,
    )

    assert codes(caught) == ["where_stopped"]
    assert (Withdrawal.objects.get(dsr=dsr).state, missing(dsr)) == ("confirmed", [])


def test_an_objection_is_overridden_only_with_a_signed_record(begun, dpo):
    dsr = begun("objection")
    row = Balancing.objects.get(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        base.move(Balancing, "override", dsr.pk, on=row.pk, balancing="  ", by=dpo, now=NOW)
    base.move(Balancing, "override", dsr.pk, on=row.pk, balancing="Betrug abwehren.", by=dpo, now=LATER)

    row = Balancing.objects.get(dsr=dsr)
    assert codes(caught) == ["balancing"]
    assert (row.state, row.decided_by, row.decided_on) == ("overridden", dpo, date(2026, 5, 19))


def test_the_answer_may_not_say_the_opposite_of_the_decision(begun, dpo):
    dsr = begun("objection")
    row, restriction = Balancing.objects.get(dsr=dsr), Restriction.objects.get(dsr=dsr)
    restricting.mark(dsr.pk, on=restriction.pk, scope="Score", marked="Gesperrt", by=dpo, now=NOW)
    base.move(Balancing, "override", dsr.pk, on=row.pk, balancing="Betrug abwehren.", by=dpo, now=NOW)
    answering.draft(dsr.pk, outcome="granted", answer="Wir hören auf.", by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.submit_for_review(dsr.pk, by=dpo, now=NOW)

    assert codes(caught) == ["objection_answer"]


def test_an_objection_that_is_upheld_offers_erasure_on_its_ground(begun, dpo):
    dsr = begun("objection")
    row = Balancing.objects.get(dsr=dsr)
    base.move(
        Balancing, "uphold", dsr.pk, on=row.pk, where_stopped="Score", stopped_on=NOW.date(), by=dpo, now=NOW
    )

    erasing.plan(dsr.pk, scope="Alle Bewertungen", by=dpo, now=NOW)

    assert Erasure.objects.get(dsr=dsr).ground == "art17.ground.objection"
    assert "not_erased" in [blocker.code for blocker in missing(dsr)]
