"""Writing, reviewing and sending the answer."""

import pytest

from dsr.demo import serve
from dsr.law.rights import UnknownGround
from dsr.models import Blocked, Outcome, Role, State
from dsr.services import answering, handling, identity
from tests import make
from tests.make import at, stored

NOW = at("2026-05-06 14:30")
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A controller, an author and a second person."""
    controller = make.controller()
    return (
        controller,
        make.staff(controller),
        make.staff(controller, Role.DPO, "second@controller.example.org"),
    )


def drafted(controller, author, right="access", **words):
    """Return a request in progress with a written answer."""
    (dsr,) = make.requests(controller, right, now=NOW)
    handling.start(dsr.pk, by=author, now=NOW)
    answering.draft(
        dsr.pk, **{"outcome": "granted", "answer": "Alles liegt bei.", **words}, by=author, now=NOW
    )
    serve.serve(dsr.pk, by=author, now=NOW)
    return dsr


def codes(caught):
    """Return the codes of what blocked a step."""
    return [blocker.code for blocker in caught.value.blockers]


def test_a_granted_answer_goes_out_closes_the_request_and_is_kept_in_the_correspondence(desk):
    controller, author, second = desk
    (dsr,) = make.requests(controller, now=NOW)

    closed = make.answered(dsr, author=author, approver=second, now=NOW)

    assert (closed.state, closed.outcome, closed.answered_on) == (State.CLOSED, Outcome.GRANTED, NOW.date())
    assert "Wir haben alles getan." in closed.messages.get(kind="answer_granted").body
    assert closed.notices.filter(kind="answer_granted", recipient="person").count() == 1


def test_a_refusal_names_reasons_authority_and_judicial_remedy(desk):
    controller, author, second = desk
    (dsr,) = make.requests(controller, now=NOW)

    closed = make.answered(
        dsr, outcome="refused", reasons="Die gleiche Auskunft ging am Vortag hinaus.",
        grounds=["common.excessive"], author=author, approver=second, now=NOW,
    )  # fmt: skip

    letter = closed.messages.get(kind="answer_refused").body
    assert "Die gleiche Auskunft ging am Vortag hinaus." in letter
    assert controller.competent_authority.name in letter
    assert "Gericht" in letter


@pytest.mark.parametrize(
    ("outcome", "kind"), [("refused", "answer_refused"), ("partly_granted", "answer_partly")]
)
def test_an_answer_that_denies_something_names_the_provision_it_rests_on_as_the_language_cites_it(
    desk, outcome, kind
):
    controller, author, second = desk
    (dsr,) = make.requests(controller, now=NOW)

    closed = make.answered(
        dsr, outcome=outcome, reasons="Die gleiche Auskunft ging am Vortag hinaus.",
        grounds=["common.excessive", "common.art23_restriction"], author=author, approver=second, now=NOW,
    )  # fmt: skip

    letter = closed.messages.get(kind=kind).body.replace("\N{NO-BREAK SPACE}", " ")
    assert "Art. 12 Abs. 5 Buchst. b DSGVO" in letter
    assert "Art. 23 DSGVO" in letter
    assert "GDPR" not in letter


def test_a_refusal_without_reasons_is_blocked_with_its_article(desk):
    controller, author, _ = desk
    dsr = drafted(controller, author, outcome="refused", grounds=["common.excessive"])

    with pytest.raises(Blocked) as caught:
        answering.submit_for_review(dsr.pk, by=author, now=NOW)

    assert codes(caught) == ["reasons"]
    assert caught.value.blockers[0].article == "GDPR Art. 12(4)"


def test_a_refusal_needs_its_reasons_and_no_further_text(desk):
    controller, author, _ = desk
    dsr = drafted(
        controller,
        author,
        outcome="refused",
        answer="",
        reasons="Missbrauch ist belegt.",
        grounds=["common.excessive"],
    )

    answering.submit_for_review(dsr.pk, by=author, now=NOW)

    assert stored(dsr.pk).state == State.IN_REVIEW


def test_a_refusal_may_come_straight_from_triage_but_is_reviewed_all_the_same(desk):
    controller, author, _ = desk
    (dsr,) = make.requests(controller, now=NOW)
    answering.draft(
        dsr.pk, outcome="refused", answer="Wir kommen dem nicht nach.", reasons="Missbrauch ist belegt.",
        grounds=["common.manifestly_unfounded"], by=author, now=NOW,
    )  # fmt: skip

    answering.submit_for_review(dsr.pk, by=author, now=NOW)

    assert stored(dsr.pk).state == State.IN_REVIEW


def test_a_grant_cannot_skip_the_work(desk):
    controller, author, _ = desk
    (dsr,) = make.requests(controller, now=NOW)
    answering.draft(dsr.pk, outcome="granted", answer="Alles liegt bei.", by=author, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.submit_for_review(dsr.pk, by=author, now=NOW)

    assert codes(caught) == ["not_refused"]


@pytest.mark.parametrize("right", ["withdrawal", "objection_marketing"])
def test_what_the_law_lets_nobody_refuse_cannot_be_refused(desk, right):
    controller, author, _ = desk
    (dsr,) = make.requests(controller, right, now=NOW)
    handling.start(dsr.pk, by=author, now=NOW)

    with pytest.raises(UnknownGround):
        answering.draft(
            dsr.pk, outcome="refused", answer="Nein.", reasons="Wir mögen nicht.", grounds=["common.excessive"],
            by=author, now=NOW,
        )  # fmt: skip

    assert stored(dsr.pk).outcome == ""


def test_the_author_of_an_answer_does_not_approve_it(desk):
    controller, author, _ = desk
    dsr = drafted(controller, author)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.approve(dsr.pk, by=author, now=NOW)

    assert codes(caught) == ["four_eyes"]


def test_a_controller_of_one_may_switch_four_eyes_off(desk):
    _, author, _ = desk
    alone = make.controller("allein", four_eyes=False)
    make.staff(alone)
    dsr = drafted(alone, author)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)

    answering.approve(dsr.pk, by=author, now=NOW)

    assert stored(dsr.pk).state == State.READY


def test_no_data_leave_before_identity_is_proven(desk):
    controller, author, second = desk
    dsr = drafted(controller, author)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)
    answering.approve(dsr.pk, by=second, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.send(dsr.pk, by=second, now=NOW)

    assert codes(caught) == ["identity"]


def test_a_marketing_objection_needs_no_proof_of_identity(desk):
    controller, author, second = desk
    dsr = drafted(controller, author, right="objection_marketing")
    answering.submit_for_review(dsr.pk, by=author, now=NOW)
    answering.approve(dsr.pk, by=second, now=NOW)

    answering.send(dsr.pk, by=second, now=NOW)

    assert stored(dsr.pk).state == State.CLOSED


def test_an_erasure_waits_for_the_access_asked_in_the_same_letter(desk):
    controller, author, second = desk
    access, erasure = make.requests(controller, "access", "erasure", now=NOW)

    with pytest.raises(Blocked) as caught:
        make.answered(erasure, author=author, approver=second, now=NOW)
    make.answered(access, author=author, approver=second, now=NOW)
    make.finished(erasure, author=author, approver=second, now=NOW)

    assert codes(caught) == ["order"]
    assert stored(erasure.pk).state == State.CLOSED


def test_a_late_answer_waits_for_the_reason_of_its_lateness(desk):
    controller, author, second = desk
    dsr = drafted(controller, author)
    identity.prove_identity(dsr.pk, level=2, method="account", by=author, now=NOW)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)
    answering.approve(dsr.pk, by=second, now=NOW)
    # A month from 6 May 2026 is Saturday 6 June, so Monday 8 June is the last day.
    late = at("2026-06-09 09:00")

    with pytest.raises(Blocked) as caught:
        answering.send(dsr.pk, by=second, now=late)
    handling.explain_lateness(dsr.pk, late_reason="Das Archiv war nicht lesbar.", by=author, now=late)
    answering.send(dsr.pk, by=second, now=late)

    assert codes(caught) == ["late_reason"]
    assert stored(dsr.pk).answered_on > stored(dsr.pk).due_on


def test_an_approved_answer_is_frozen_until_it_is_returned_to_work(desk):
    controller, author, second = desk
    dsr = drafted(controller, author)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)
    answering.approve(dsr.pk, by=second, now=NOW)

    with pytest.raises(answering.NotEditable):
        answering.draft(dsr.pk, outcome="granted", answer="Anders.", by=author, now=NOW)
    answering.return_to_work(dsr.pk, by=second, now=NOW)
    answering.draft(dsr.pk, outcome="granted", answer="Anders.", by=author, now=NOW)

    assert (stored(dsr.pk).answer, stored(dsr.pk).approver) == ("Anders.", None)
