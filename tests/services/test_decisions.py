"""Who decides: a case handler proposes, a data protection officer of the controller decides."""

import pytest

from dsr.demo import serve
from dsr.models import Event, Membership, Role, State
from dsr.services import answering, handling, identity, intake
from dsr.services.step import NotTheirDecision
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")
pytestmark = pytest.mark.django_db


def in_review(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=NOW)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW)
    answering.draft(dsr.pk, outcome="granted", answer="Alles liegt bei.", by=dpo, now=NOW)
    serve.serve(dsr.pk, by=dpo, now=NOW)
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)


DECISIONS = {
    "approve": lambda dsr, by: answering.approve(dsr.pk, by=by, now=NOW),
    "extend": lambda dsr, by: handling.extend(
        dsr.pk, ground="number", reasons="Elf Systeme.", by=by, now=NOW
    ),
    "hand over": lambda dsr, by: handling.hand_over(dsr.pk, to="Andere Stelle", by=by, now=NOW),
}


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
@pytest.mark.parametrize("who", ["handler", "officer elsewhere", "officer who left", "auditor"])
def test_nobody_but_an_officer_of_the_controller_decides(dsr, dpo, second_dpo, handler, decide, who):
    elsewhere = make.staff(make.controller("other"), Role.DPO, "else@controller.example.org")
    by = {"handler": handler, "officer elsewhere": elsewhere}.get(who, second_dpo)
    if who == "auditor":
        Membership.objects.filter(user=by).update(role=Role.AUDITOR)
    if who == "officer who left":
        by.is_active = False
        by.save()
    in_review(dsr, dpo)
    before = (stored(dsr.pk).version, Event.objects.count())

    with pytest.raises(NotTheirDecision):
        decide(dsr, by)

    assert (stored(dsr.pk).version, Event.objects.count()) == before


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_an_officer_of_the_controller_decides(dsr, dpo, second_dpo, decide):
    in_review(dsr, dpo)
    version = stored(dsr.pk).version

    decide(dsr, second_dpo)

    assert stored(dsr.pk).version == version + 1


def test_a_handler_neither_sends_nor_closes_nor_reopens(dsr, dpo, second_dpo, handler):
    in_review(dsr, dpo)
    answering.approve(dsr.pk, by=second_dpo, now=NOW)

    with pytest.raises(NotTheirDecision):
        answering.send(dsr.pk, by=handler, now=NOW)
    answering.send(dsr.pk, by=dpo, now=NOW)
    with pytest.raises(NotTheirDecision):
        handling.reopen(dsr.pk, by=handler, now=NOW)

    assert stored(dsr.pk).state == State.CLOSED


def test_a_handler_neither_drops_nor_merges_nor_takes_in_unconfirmed(controller, dpo, handler):
    (earlier,), (dsr,) = make.requests(controller, now=NOW), make.requests(controller, now=NOW)
    asked = intake.Asked(rights=("access",), language="de", email="mira@person.example.net")
    (unconfirmed,) = intake.submit(controller, asked, now=NOW).requests

    with pytest.raises(NotTheirDecision):
        handling.mark_not_a_request(dsr.pk, by=handler, now=NOW)
    with pytest.raises(NotTheirDecision):
        handling.merge(dsr.pk, into=earlier, by=handler, now=NOW)
    with pytest.raises(NotTheirDecision):
        identity.confirm(unconfirmed.pk, by=handler, now=NOW)

    assert (stored(dsr.pk).state, stored(unconfirmed.pk).state) == (State.RECEIVED, State.UNCONFIRMED)


def test_a_handler_does_not_close_for_want_of_an_answer(dsr, dpo, handler):
    handling.ask_identity(dsr.pk, why="Zwei Konten.", asks="Die Kundennummer.", by=dpo, now=NOW)

    with pytest.raises(NotTheirDecision):
        handling.lapse(dsr.pk, reasons="Keine Antwort.", by=handler, now=NOW)

    assert stored(dsr.pk).state == State.AWAITING_IDENTITY
