"""One letter that concerns several controllers of an installation."""

import pytest

from dsr.models import Controller, EventName, IdentityProof, State, SubjectRequest, User
from dsr.services import identity, routing
from dsr.services.step import NotTheirDecision
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-13 09:00")


@pytest.fixture
def other(db: None) -> Controller:
    """Another controller of the installation, with an officer of its own."""
    found = make.controller("agency", prefix="AGY", name="Amt Beispiel")
    make.staff(found, email="officer@agency.example.org")
    return found


def asked_of(controller: Controller) -> SubjectRequest:
    (dsr,) = make.requests(
        controller, "access", "erasure", now=at("2026-03-10 09:00"), letter="An alle drei.",
        details={"access": {"focus": "Videos"}, "erasure": {"what": "Alles"}},
    )[:1]  # fmt: skip
    return dsr


def test_the_same_request_opens_there_with_the_same_day_and_words(controller, other, dpo):
    dsr = asked_of(controller)

    there = make.stored(routing.pass_on(dsr.pk, to=other, by=dpo, now=NOW).pk)

    assert (there.controller, there.right, there.state) == (other, "access", State.RECEIVED)
    assert there.submission.received_at == dsr.submission.received_at
    assert there.due_on == dsr.due_on
    assert there.submission.letter == "An alle drei."
    assert there.submission.details == {"access": {"focus": "Videos"}}
    assert there.submission.subject.name == "Mira Erfunden"
    assert there.submission.key != dsr.submission.key


def test_the_request_at_hand_goes_on_and_its_log_says_to_whom_it_was_passed(controller, other, dpo):
    dsr = asked_of(controller)

    routing.pass_on(dsr.pk, to=other, by=dpo, now=NOW)

    event = dsr.events.get(name=EventName.PASSED_ON)
    assert (make.stored(dsr.pk).state, event.by, event.data) == (State.RECEIVED, dpo, {"to": other.pk})


def test_passed_on_twice_it_is_one_request_there(controller, other, dpo):
    dsr = asked_of(controller)

    first = routing.pass_on(dsr.pk, to=other, by=dpo, now=NOW)
    again = routing.pass_on(dsr.pk, to=other, by=dpo, now=NOW)

    assert first.pk == again.pk
    assert other.requests.count() == 1


def test_no_proof_of_identity_goes_along(controller, other, dpo):
    dsr = asked_of(controller)
    identity.prove_identity(dsr.pk, level=3, method="in_person", by=dpo, now=NOW)

    there = routing.pass_on(dsr.pk, to=other, by=dpo, now=NOW)

    assert not IdentityProof.objects.filter(submission=there.submission).exists()


def test_it_is_not_passed_on_to_where_it_is_and_not_by_a_handler(controller, other, dpo, handler):
    dsr = asked_of(controller)

    with pytest.raises(routing.SameController):
        routing.pass_on(dsr.pk, to=controller, by=dpo, now=NOW)
    with pytest.raises(NotTheirDecision):
        routing.pass_on(dsr.pk, to=other, by=handler, now=NOW)


def test_the_person_hears_from_the_other_controller_and_its_officer_too(controller, other, dpo):
    there = routing.pass_on(asked_of(controller).pk, to=other, by=dpo, now=NOW)

    kinds = set(other.notices.values_list("kind", flat=True))
    assert {"acknowledgement", "new_request"} <= kinds
    assert not User.objects.filter(memberships__controller=other, pk=dpo.pk).exists()
    assert there.submission.notices.filter(recipient="person").exists()
