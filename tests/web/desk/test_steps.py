"""Each step of the desk: its page, the step itself, what blocks it, and who was quicker."""

import pytest
from django.test import Client

from dsr.models import Event, State, SubjectRequest, User
from dsr.services import answering, handling, identity
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.actions_clock import CLOCK_ACTIONS
from dsr.web.desk.actions_disputes import DISPUTE_ACTIONS
from dsr.web.desk.actions_measures import MEASURE_ACTIONS
from dsr.web.desk.actions_recipients import RECIPIENT_ACTIONS
from dsr.web.desk.actions_tasks import TASK_ACTIONS
from tests.make import stored
from tests.web.desk.conftest import NOW, address, drafted
from tests.web.desk.ways import (
    ANSWER,
    ASK,
    as_closed,
    as_doubted,
    as_drafted,
    as_ready,
    as_received,
    as_refused_draft,
    as_reviewed,
    as_started,
    as_unconfirmed,
    do,
)

pytestmark = pytest.mark.django_db

# The steps of panels have tests of their own beside them.
ELSEWHERE = {*MEASURE_ACTIONS, *RECIPIENT_ACTIONS, *TASK_ACTIONS, *DISPUTE_ACTIONS, *CLOCK_ACTIONS}

# Each step: how the request stands before, what is typed, and the state it leads to.
WAYS = {
    "confirm": (as_unconfirmed, {}, State.RECEIVED),
    "start": (as_received, {}, State.IN_PROGRESS),
    "mark_not_a_request": (as_received, {}, State.CLOSED),
    "ask_identity": (as_started, ASK, State.AWAITING_IDENTITY),
    "prove_identity": (
        as_doubted,
        {"level": 2, "method": "details", "answered_on": "2026-03-11"},
        State.RECEIVED,
    ),
    "ask_clarification": (as_started, {**ASK, "rests": "on"}, State.AWAITING_CLARIFICATION),
    "receive_answer": (as_doubted, {"answered_on": "2026-03-11"}, State.RECEIVED),
    "draft": (as_started, ANSWER, State.IN_PROGRESS),
    "submit_for_review": (as_drafted, {}, State.IN_REVIEW),
    "refuse": (as_refused_draft, {}, State.IN_REVIEW),
    "approve": (as_reviewed, {}, State.READY),
    "return_to_work": (as_reviewed, {}, State.IN_PROGRESS),
    "send": (as_ready, {}, State.CLOSED),
    "extend": (as_started, {"ground": "complexity", "reasons": "Elf Systeme."}, State.IN_PROGRESS),
    "withdraw": (as_started, {}, State.CLOSED),
    "hand_over": (as_started, {"to": "Anderswo AG, Nirgendwo"}, State.CLOSED),
    "reopen": (as_closed, {"reason": "complaint", "why": "Es fehlt etwas."}, State.IN_PROGRESS),
    "lapse": (as_doubted, {"reasons": "Zweimal gefragt, keine Antwort."}, State.CLOSED),
    "write_out": (as_started, {"body": "Wir sind dran."}, State.IN_PROGRESS),
}
# These have tests of their own below: they need more than one request, or another day.
OWN_TEST = {
    "assign", "merge", "explain_lateness", "mark_posted", "change_contact", "comment", "watch", "unwatch", "pass_on",
}  # fmt: skip


def test_no_step_is_left_untested():
    assert set(WAYS) | OWN_TEST == set(ACTIONS) - ELSEWHERE


@pytest.mark.parametrize("action", WAYS)
def test_a_step_is_done_from_its_page_and_leads_where_the_machine_says(
    browser: Client, dsr: SubjectRequest, dpo: User, action: str
):
    before, words, after = WAYS[action]
    before(dsr, dpo)

    page = browser.get(address(dsr, action))
    answer = do(browser, dsr, action, **words)

    assert page.status_code == 200
    assert answer["Location"] == address(dsr)
    assert stored(dsr.pk).state == after
    assert Event.objects.filter(dsr=dsr, name=ACTIONS[action].event).latest("pk").by == dpo


@pytest.mark.parametrize("action", WAYS)
def test_the_same_post_twice_does_it_once_and_is_no_error(
    browser: Client, dsr: SubjectRequest, dpo: User, action: str
):
    before, words, _after = WAYS[action]
    before(dsr, dpo)
    post = {"seen": stored(dsr.pk).version, **words}

    first = browser.post(address(dsr, action), post)
    once = stored(dsr.pk).version
    again = browser.post(address(dsr, action), post)

    assert (first["Location"], again["Location"]) == (address(dsr), address(dsr))
    assert stored(dsr.pk).version == once
    assert Event.objects.filter(dsr=dsr, name=ACTIONS[action].event, version=post["seen"] + 1).count() == 1


@pytest.mark.parametrize("action", WAYS)
def test_a_step_from_a_page_that_was_overtaken_says_who_was_quicker(
    browser: Client, second_dpo: User, dsr: SubjectRequest, dpo: User, action: str
):
    before, words, _after = WAYS[action]
    before(dsr, dpo)
    seen = stored(dsr.pk).version
    identity.prove_identity(dsr.pk, level=1, method="known_channel", by=second_dpo, now=NOW)
    now_at = stored(dsr.pk)

    answer = browser.post(address(dsr, action), {"seen": seen, **words})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert str(second_dpo) in page
    assert "Identity recorded" in page
    assert (stored(dsr.pk).state, stored(dsr.pk).version) == (now_at.state, now_at.version)


def test_what_was_typed_on_an_overtaken_page_is_handed_back(
    browser: Client, second_dpo: User, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)
    seen = stored(dsr.pk).version
    handling.assign(dsr.pk, to=second_dpo, by=second_dpo, now=NOW)

    answer = browser.post(address(dsr, "draft"), {"seen": seen, **ANSWER})

    assert answer.status_code == 409
    assert ANSWER["answer"] in answer.content.decode()


def test_other_words_from_the_same_page_are_a_conflict_and_not_taken_for_a_double_click(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)
    seen = stored(dsr.pk).version
    browser.post(address(dsr, "draft"), {"seen": seen, **ANSWER})

    other = browser.post(
        address(dsr, "draft"), {"seen": seen, "outcome": "no_data", "answer": "Wir haben nichts über Sie."}
    )

    assert other.status_code == 409
    assert "Wir haben nichts über Sie." in other.content.decode()
    assert stored(dsr.pk).answer == ANSWER["answer"]


def test_a_step_that_lacks_something_answers_422_with_every_reason_and_where_to_mend_it(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)

    answer = do(browser, dsr, "submit_for_review")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The answer is not written yet" in page
    assert "GDPR Art. 12(3)" in page
    assert address(dsr, "draft") in page
    assert stored(dsr.pk).state == State.IN_PROGRESS


def test_the_author_of_an_answer_cannot_approve_it_and_reads_why(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    drafted(dsr, dpo)
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)

    answer = do(browser, dsr, "approve")

    assert answer.status_code == 422
    assert "a second person must approve it" in answer.content.decode()
    assert stored(dsr.pk).state == State.IN_REVIEW


def test_a_wrong_entry_keeps_everything_that_was_typed(browser: Client, dsr: SubjectRequest, dpo: User):
    as_started(dsr, dpo)

    answer = do(browser, dsr, "extend", reasons="Elf Systeme und drei Länder.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Elf Systeme und drei Länder." in page
    assert "<title>Error:" in page
    assert "Choose an answer to “Ground”." in page
    assert not stored(dsr.pk).is_extended


@pytest.mark.parametrize("seen", ["", "eins", "-"])
def test_a_post_without_the_version_that_was_shown_does_nothing(
    browser: Client, dsr: SubjectRequest, seen: str
):
    answer = browser.post(address(dsr, "start"), {"seen": seen})

    assert answer.status_code == 422
    assert stored(dsr.pk).state == State.RECEIVED
