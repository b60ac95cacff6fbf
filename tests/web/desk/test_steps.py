"""Each step of the desk: its page, the step itself, what blocks it, and who was quicker."""

from datetime import date

import pytest
from django.test import Client

from dsr.models import Event, Message, Notice, Outcome, State, Status, SubjectRequest, User
from dsr.services import answering, handling, identity
from dsr.web.desk.actions import ACTIONS
from tests import make
from tests.make import stored
from tests.web.desk.conftest import NOW, address, drafted, ready, signed_in

pytestmark = pytest.mark.django_db

ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Bitte nennen Sie Ihre Kundennummer."}
ANSWER = {"outcome": "granted", "answer": "Hier ist eine Kopie Ihrer Daten."}


def do(client: Client, dsr: SubjectRequest, action: str, **words: object):
    """Post one step from the page as it stands."""
    return client.post(address(dsr, action), {"seen": stored(dsr.pk).version, **words})


def as_received(dsr: SubjectRequest, dpo: User) -> None:
    """Leave the request as it came."""


def as_started(dsr: SubjectRequest, dpo: User) -> None:
    handling.start(dsr.pk, by=dpo, now=NOW)


def as_unconfirmed(dsr: SubjectRequest, dpo: User) -> None:
    SubjectRequest.objects.filter(pk=dsr.pk).update(state=State.UNCONFIRMED)


def as_doubted(dsr: SubjectRequest, dpo: User) -> None:
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)


def as_drafted(dsr: SubjectRequest, dpo: User) -> None:
    drafted(dsr, dpo)


def as_refused_draft(dsr: SubjectRequest, dpo: User) -> None:
    answering.draft(
        dsr.pk, outcome="refused", answer="Wir können dem nicht folgen.", reasons="Zum fünften Mal im Monat.",
        grounds=["common.excessive"], by=dpo, now=NOW,
    )  # fmt: skip


def as_reviewed(dsr: SubjectRequest, dpo: User) -> None:
    drafted(dsr, make.staff(dsr.controller, email="author@controller.example.org"))
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)


def as_ready(dsr: SubjectRequest, dpo: User) -> None:
    ready(dsr, make.staff(dsr.controller, email="author@controller.example.org"), dpo)


def as_closed(dsr: SubjectRequest, dpo: User) -> None:
    handling.withdraw(dsr.pk, by=dpo, now=NOW)


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
    "reopen": (as_closed, {}, State.IN_PROGRESS),
    "lapse": (as_doubted, {"reasons": "Zweimal gefragt, keine Antwort."}, State.CLOSED),
    "write_out": (as_started, {"body": "Wir sind dran."}, State.IN_PROGRESS),
}
# These have tests of their own below: they need more than one request, or another day.
OWN_TEST = {"assign", "merge", "explain_lateness", "mark_posted"}


def test_no_step_is_left_untested():
    assert set(WAYS) | OWN_TEST == set(ACTIONS)


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


def test_the_letter_is_previewed_with_gaps_and_with_what_it_still_lacks(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)

    letter = browser.get(address(dsr, "ask_identity")).context["letter"]

    assert [article for _text, article in letter.missing] == [
        "GDPR 12(6)",
        "GDPR 12(6); EDPB 01/2022 paras 65-79",
    ]
    assert "[ … ]" in letter.text
    assert letter.language == "de"


def test_a_preview_shows_the_words_in_the_letter_and_sends_nothing(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)
    before = (Message.objects.count(), Notice.objects.count(), stored(dsr.pk).version)

    answer = do(browser, dsr, "ask_identity", **ASK, preview="1")

    letter = answer.context["letter"]
    assert answer.status_code == 200
    assert ASK["why"] in letter.text
    assert ASK["asks"] in letter.text
    assert not letter.missing
    assert (Message.objects.count(), Notice.objects.count(), stored(dsr.pk).version) == before


def test_the_preview_of_an_extension_names_the_new_day(browser: Client, dsr: SubjectRequest, dpo: User):
    as_started(dsr, dpo)

    answer = do(browser, dsr, "extend", ground="complexity", reasons="Elf Systeme.", preview="1")

    assert "10. Juni 2026" in answer.context["letter"].text


def test_the_preview_of_a_refusal_names_ground_authority_and_court(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)

    answer = do(
        browser, dsr, "draft", outcome="refused", answer="Wir können dem nicht folgen.", preview="1",
        reasons="Zum fünften Mal im Monat.", grounds=["common.excessive"],
    )  # fmt: skip

    text = answer.context["letter"].text
    assert "Zum fünften Mal im Monat." in text
    assert "datenschutz-berlin.de" in text
    assert "Gericht" in text
    assert stored(dsr.pk).outcome == ""


def test_the_letter_that_goes_out_is_the_one_that_was_previewed(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_ready(dsr, dpo)

    shown = browser.get(address(dsr, "send")).context["letter"].text
    do(browser, dsr, "send")

    assert Message.objects.get(dsr=dsr, kind="answer_granted").body == shown


def test_a_right_that_cannot_be_refused_offers_no_refusal(browser: Client, controller, dpo: User):
    (dsr,) = make.requests(controller, "withdrawal", now=NOW)

    form = browser.get(address(dsr, "draft")).context["form"]

    assert [code for code, _words in form.fields["outcome"].choices] == [Outcome.GRANTED, Outcome.NO_DATA]
    assert "grounds" not in form.fields


def test_grounds_of_a_refusal_are_dropped_when_everything_is_granted_after_all(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_refused_draft(dsr, dpo)

    do(browser, dsr, "draft", **ANSWER, grounds=["common.excessive"], reasons="Zum fünften Mal.")

    assert (stored(dsr.pk).grounds, stored(dsr.pk).reasons) == ([], "")


def test_an_approved_answer_cannot_be_rewritten(browser: Client, dsr: SubjectRequest, dpo: User):
    as_ready(dsr, dpo)
    frozen = stored(dsr.pk).answer

    answer = do(browser, dsr, "draft", outcome="no_data", answer="Doch anders, ganz anders.")

    assert answer.status_code == 409
    assert stored(dsr.pk).answer == frozen


def test_the_clock_rests_for_a_question_about_scope_only_by_the_data_protection_officer(
    browser: Client, dsr: SubjectRequest, handler: User, dpo: User
):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    handling.start(dsr.pk, by=handler, now=NOW)

    do(signed_in(handler), dsr, "ask_clarification", **ASK, rests="on")

    assert [pause.rests for pause in stored(dsr.pk).pauses.all()] == [False]
    assert stored(dsr.pk).due_on == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("day", "says"), [("2026-03-12", "has not come yet"), ("2026-03-09", "before the day")]
)
def test_an_answer_cannot_come_in_the_future_or_before_the_question(
    browser: Client, dsr: SubjectRequest, dpo: User, day: str, says: str
):
    as_doubted(dsr, dpo)

    answer = do(browser, dsr, "receive_answer", answered_on=day)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_request_is_assigned_to_the_team_and_to_nobody_else(
    browser: Client, dsr: SubjectRequest, handler: User, dpo: User
):
    stranger = make.staff(make.controller("elsewhere", prefix="AW"), email="x@elsewhere.example.org")

    refused = do(browser, dsr, "assign", to=stranger.pk)
    do(browser, dsr, "assign", to=handler.pk)

    assert refused.status_code == 422
    assert stored(dsr.pk).handler == handler


def test_a_request_is_merged_into_an_earlier_one_for_the_same_right_only(
    browser: Client, controller, dpo: User
):
    (first,) = make.requests(controller, "access", now=NOW)
    (other,) = make.requests(controller, "erasure", now=NOW)
    (second,) = make.requests(controller, "access", now=NOW)

    refused = do(browser, second, "merge", into=other.reference)
    backwards = do(browser, first, "merge", into=second.reference)
    done = do(browser, second, "merge", into=first.reference.replace("-", " ").lower())

    assert (refused.status_code, backwards.status_code, done.status_code) == (422, 422, 302)
    assert (stored(second.pk).outcome, stored(second.pk).merged_into) == (Outcome.MERGED, first)


def test_a_late_answer_waits_for_the_reason_of_its_lateness(
    browser: Client, dsr: SubjectRequest, dpo: User, clock
):
    as_ready(dsr, dpo)
    clock.move_to(make.at("2026-04-13 08:00"))
    browser.force_login(dpo)

    blocked = do(browser, dsr, "send")
    do(browser, dsr, "explain_lateness", late_reason="Das Lager stand eine Woche still.")
    sent = do(browser, dsr, "send")

    assert blocked.status_code == 422
    assert address(dsr, "explain_lateness") in blocked.content.decode()
    assert (sent.status_code, stored(dsr.pk).state) == (302, State.CLOSED)


def test_letters_on_paper_wait_until_somebody_says_that_they_were_posted(
    browser: Client, controller, dpo: User
):
    (dsr,) = make.requests(controller, now=NOW, email="", postal_address="Weg 1\n00000 Nirgendwo")
    waiting = Notice.objects.filter(submission=dsr.submission, status=Status.TO_POST)
    assert waiting.count() == 1

    page = browser.get(address(dsr)).content.decode()
    paper = browser.get(address(dsr, "mark_posted")).content.decode()
    do(browser, dsr, "mark_posted")

    assert "Mark as posted" in page
    assert "Auskunftsrecht (" + dsr.reference in paper
    assert not waiting.exists()
    assert browser.get(address(dsr, "mark_posted")).status_code == 302


def test_a_step_that_does_not_exist_or_does_not_fit_leads_nowhere(browser: Client, dsr: SubjectRequest):
    assert browser.get(address(dsr, "burn")).status_code == 404
    assert browser.get(address(dsr, "send"))["Location"] == address(dsr)
    assert do(browser, dsr, "send").status_code == 409
