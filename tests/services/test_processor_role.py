"""As somebody's processor we forward at once, act on documented instructions, and answer nothing (Art. 28)."""

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Outcome, ProcessorState, Recipient, RecipientKind, State
from dsr.services import answering, handling, instructions, processor_role
from dsr.services.processor_role import NotTheController
from dsr.services.recipients import NewRecipient
from tests import make
from tests.make import at, stored

NOW = at("2026-05-06 14:30")
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A processor's desk, and the controller for which it works."""
    us = make.controller()
    theirs = Recipient.objects.create(
        controller=us, name="Erdacht Bank AG", kind=RecipientKind.CONTROLLER, email="dsb@erdacht.example.org"
    )
    return us, make.staff(us), theirs


def marked(desk, right="erasure"):
    """Return a request that is known to be another controller's."""
    us, by, theirs = desk
    (dsr,) = make.requests(us, right, now=NOW)
    processor_role.mark(dsr.pk, for_controller=theirs, by=by, now=NOW)
    return dsr, by


def forwarded(desk, right="erasure"):
    """Return one that was forwarded."""
    dsr, by = marked(desk, right)
    processor_role.forward(dsr.pk, what_is_asked="Löschung, Vertrag 4711.", by=by, now=NOW)
    return dsr, by


def instruct(dsr, by, **words):
    """Record the controller's instruction."""
    said = {"number": "W-17/2026", "text": "Alle Daten zu Vertrag 4711 löschen.", "in_writing": True, **words}
    processor_role.take_instruction(dsr.pk, by=by, now=NOW, **said)


def case_of(dsr):
    """Return our role in a request as it is stored."""
    return stored(dsr.pk).processor_case


def test_the_controller_gets_the_request_and_the_person_is_told_who_answers(desk):
    dsr, _by = forwarded(desk)

    to_them = dsr.outside_letters.get(kind="forward_request")
    to_person = dsr.messages.get(kind="forwarded").body
    assert "Löschung, Vertrag 4711." in to_them.body
    assert "Mittwoch, 6. Mai 2026" in to_them.body
    assert "Mira" not in to_them.body
    assert "Erdacht Bank AG" in to_person
    assert "Mittwoch, 6. Mai 2026" in to_person
    assert (case_of(dsr).state, case_of(dsr).forwarded_on) == (ProcessorState.FORWARDED, NOW.date())


def test_nothing_is_answered_on_the_merits(desk):
    dsr, by = forwarded(desk, "access")
    handling.start(dsr.pk, by=by, now=NOW)
    answering.draft(dsr.pk, outcome="no_data", answer="Wir haben nichts.", by=by, now=NOW)

    with pytest.raises(Blocked) as stopped:
        answering.submit_for_review(dsr.pk, by=by, now=NOW)

    assert "processor" in [blocker.code for blocker in stopped.value.blockers]
    assert not dsr.messages.filter(kind__startswith="answer_").exists()


def test_nothing_is_done_before_the_request_is_forwarded(desk):
    dsr, by = marked(desk)

    with pytest.raises(TransitionNotAllowed):
        instruct(dsr, by)


@pytest.mark.parametrize(("right", "taken"), [("erasure", False), ("rectification", True)])
def test_an_instruction_to_erase_is_needed_in_writing(desk, right, taken):
    dsr, by = forwarded(desk, right)

    if taken:
        instruct(dsr, by, in_writing=False)
    else:
        with pytest.raises(Blocked) as stopped:
            instruct(dsr, by, in_writing=False)
        assert [blocker.code for blocker in stopped.value.blockers] == ["in_writing"]

    assert (case_of(dsr).state == ProcessorState.INSTRUCTED) is taken


@pytest.mark.parametrize("lacks", ["number", "text"])
def test_an_instruction_is_documented(desk, lacks):
    dsr, by = forwarded(desk)

    with pytest.raises(Blocked):
        instruct(dsr, by, **{lacks: "  "})

    assert case_of(dsr).state == ProcessorState.FORWARDED


def test_an_instruction_thought_unlawful_is_suspended_and_the_controller_told_why(desk):
    dsr, by = forwarded(desk)
    instruct(dsr, by)

    processor_role.suspend(
        dsr.pk, objection="Die Löschung verletzt eine Aufbewahrungspflicht.", by=by, now=NOW
    )

    doubt = dsr.outside_letters.get(kind="instruction_doubt").body
    assert "W-17/2026" in doubt
    assert "Aufbewahrungspflicht" in doubt
    with pytest.raises(TransitionNotAllowed):
        processor_role.carry_out(dsr.pk, done="Gelöscht.", by=by, now=NOW)


def test_a_suspended_instruction_goes_on_with_a_new_one(desk):
    dsr, by = forwarded(desk)
    instruct(dsr, by)
    processor_role.suspend(dsr.pk, objection="Zweifel.", by=by, now=NOW)

    instruct(dsr, by, number="W-18/2026")
    processor_role.carry_out(dsr.pk, done="Am 6. Mai gelöscht.", by=by, now=NOW)

    assert (case_of(dsr).state, case_of(dsr).instruction_number) == (ProcessorState.DONE, "W-18/2026")


def test_our_part_closes_only_when_everything_is_forwarded_and_done(desk):
    dsr, by = marked(desk)
    with pytest.raises(Blocked) as unforwarded:
        processor_role.close(dsr.pk, by=by, now=NOW)
    processor_role.forward(dsr.pk, what_is_asked="Löschung.", by=by, now=NOW)
    instruct(dsr, by)
    with pytest.raises(Blocked) as undone:
        processor_role.close(dsr.pk, by=by, now=NOW)
    processor_role.carry_out(dsr.pk, done="Gelöscht.", by=by, now=NOW)

    processor_role.close(dsr.pk, by=by, now=NOW)

    closed = stored(dsr.pk)
    assert [error.value.blockers[0].code for error in (unforwarded, undone)] == ["forward", "carry_out"]
    assert (closed.state, closed.outcome, closed.handed_to) == (
        State.CLOSED,
        Outcome.HANDED_OVER,
        "Erdacht Bank AG",
    )
    assert closed.purge_on is not None
    assert not dsr.messages.filter(kind="handed_over").exists()


def test_a_sub_processor_is_instructed_by_us_and_its_proof_is_waited_for(desk):
    us, by, _theirs = desk
    under = Recipient.objects.create(
        controller=us,
        name="Serverhof Erdacht",
        kind=RecipientKind.PROCESSOR,
        email="hilfe@serverhof.example.net",
    )
    dsr, _by = forwarded(desk)
    instruct(dsr, by)
    passed_on = instructions.issue(
        dsr.pk,
        processor=under,
        what_is_asked="Sicherungen löschen.",
        who="Vertrag 4711",
        due_on=NOW.date(),
        by=by,
        now=NOW,
    )
    processor_role.carry_out(dsr.pk, done="Gelöscht.", by=by, now=NOW)
    with pytest.raises(Blocked) as unproven:
        processor_role.close(dsr.pk, by=by, now=NOW)

    instructions.confirm(dsr.pk, row=passed_on, proof="Gelöscht, Protokoll 3.", by=by, now=NOW)
    processor_role.close(dsr.pk, by=by, now=NOW)

    assert [blocker.mend for blocker in unproven.value.blockers] == ["instruction_confirm"]
    assert stored(dsr.pk).state == State.CLOSED


def test_a_controller_that_is_not_on_record_is_put_there(desk):
    us, by, _theirs = desk
    (dsr,) = make.requests(us, now=NOW)

    new = NewRecipient("Neue Versicherung", RecipientKind.CONTROLLER, "dsb@neu.example.org")
    processor_role.mark(dsr.pk, for_controller=None, new=new, by=by, now=NOW)

    assert case_of(dsr).for_controller.name == "Neue Versicherung"


def test_a_request_is_not_forwarded_to_somebody_who_is_no_controller(desk):
    us, by, _theirs = desk
    (dsr,) = make.requests(us, now=NOW)
    shop = Recipient.objects.create(controller=us, name="Laden", email="laden@example.org")

    with pytest.raises(NotTheController):
        processor_role.mark(dsr.pk, for_controller=shop, by=by, now=NOW)
