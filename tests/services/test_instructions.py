"""Processors get numbered instructions, and nothing closes before they have proved them (Art. 28)."""

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Instruction, InstructionState, Recipient, RecipientKind, RecipientNotice, Told
from dsr.models.guards_recipients import recipients_told
from dsr.services import instructions, recipients
from dsr.services.instructions import NotAProcessor
from dsr.services.recipients import NoAddress
from tests import make
from tests.make import at, stored

NOW = at("2026-05-06 14:30")
DUE = at("2026-05-20 09:00").date()
pytestmark = pytest.mark.django_db


def processor(controller, name="Postmuster Versanddienst", **fields):
    """Return a processor of a controller."""
    standard = {"kind": RecipientKind.PROCESSOR, "email": "hilfe@postmuster.example.net"}
    return Recipient.objects.create(controller=controller, name=name, **{**standard, **fields})


@pytest.fixture
def desk():
    """A controller, its data protection officer and one of its processors."""
    controller = make.controller()
    return controller, make.staff(controller), processor(controller)


def erasure(controller):
    """Return a request for erasure whose answer is written."""
    (dsr,) = make.requests(controller, "erasure", now=NOW)
    type(dsr).objects.filter(pk=dsr.pk).update(outcome="granted")
    return dsr


def issue(dsr, to, by, now=NOW, **words):
    """Issue an instruction."""
    said = {
        "what_is_asked": "Adresse aus allen Verteilern löschen.",
        "who": "Kunde 4711",
        "due_on": DUE,
        **words,
    }
    return instructions.issue(dsr.pk, processor=to, by=by, now=now, **said)


def test_an_instruction_gets_the_next_number_of_its_controller_and_year(desk):
    controller, by, to = desk
    dsr, other = erasure(controller), make.controller("anderswo", prefix="AND")
    foreign = make.requests(other, "erasure", now=NOW)[0]

    first, second = issue(dsr, to, by), issue(dsr, to, by)
    elsewhere = issue(foreign, processor(other), make.staff(other))
    next_year = issue(dsr, to, by, now=at("2027-01-03 10:00"))

    assert [one.number for one in (first, second, elsewhere, next_year)] == [
        "INS-2026-1", "INS-2026-2", "INS-2026-1", "INS-2027-1",
    ]  # fmt: skip


def test_the_processor_is_written_to_and_counts_as_told(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    recipients.choose(dsr.pk, chosen=[to], by=by, now=NOW)

    made = issue(dsr, to, by)

    written = dsr.outside_letters.get(kind="processor_instruction")
    assert f"Weisung {made.number}" in written.body
    assert "spätestens bis Mittwoch, 20. Mai 2026" in written.body
    assert "Mira" not in written.body
    assert dsr.notices.get(kind="processor_instruction").recipient == f"rcpt:{to.pk}"
    assert RecipientNotice.objects.get(dsr=dsr).state == Told.NOTIFIED


def test_closing_waits_for_the_proof(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    recipients.choose(dsr.pk, chosen=[], by=by, now=NOW)
    made = issue(dsr, to, by)
    before = [blocker.mend for blocker in recipients_told(stored(dsr.pk), None)]

    instructions.confirm(dsr.pk, row=made, proof="Am 8. Mai gelöscht, Protokoll 17.", by=by, now=NOW)

    assert before == ["instruction_confirm"]
    assert recipients_told(stored(dsr.pk), None) == []
    assert Instruction.objects.get().confirmed_on == NOW.date()


def test_a_proof_without_words_is_none(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    made = issue(dsr, to, by)

    with pytest.raises(Blocked):
        instructions.confirm(dsr.pk, row=made, proof=" ", by=by, now=NOW)

    assert Instruction.objects.get().state == InstructionState.ISSUED


def test_an_instruction_thought_unlawful_waits_until_it_stands_or_is_taken_back(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    made = issue(dsr, to, by)
    instructions.suspend(dsr.pk, row=made, objection="Das Steuerrecht verlangt die Belege.", by=by, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        instructions.confirm(dsr.pk, row=made, proof="Gelöscht.", by=by, now=NOW)

    instructions.uphold(dsr.pk, row=made, by=by, now=NOW)
    instructions.confirm(dsr.pk, row=made, proof="Gelöscht.", by=by, now=NOW)

    assert Instruction.objects.get().state == InstructionState.CONFIRMED


def test_an_instruction_taken_back_is_waited_for_no_more_and_its_number_is_not_given_again(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    recipients.choose(dsr.pk, chosen=[], by=by, now=NOW)
    made = issue(dsr, to, by)

    instructions.withdraw(dsr.pk, row=made, by=by, now=NOW)

    assert recipients_told(stored(dsr.pk), None) == []
    assert issue(dsr, to, by).number == "INS-2026-2"


@pytest.mark.parametrize("kind", [RecipientKind.CONTROLLER, RecipientKind.OTHER])
def test_nobody_but_a_processor_is_instructed(desk, kind):
    controller, by, _to = desk

    with pytest.raises(NotAProcessor):
        issue(erasure(controller), processor(controller, "Jemand anders", kind=kind), by)


def test_the_processor_of_another_controller_is_not_instructed(desk):
    controller, by, _to = desk

    with pytest.raises(NotAProcessor):
        issue(erasure(controller), processor(make.controller("fremd")), by)


def test_a_number_is_given_back_when_the_processor_cannot_be_reached(desk):
    controller, by, to = desk
    dsr = erasure(controller)
    with pytest.raises(NoAddress):
        issue(dsr, processor(controller, "Ohne Adresse", email=""), by)

    assert issue(dsr, to, by).number == "INS-2026-1"
