"""What is particular to some steps: refusals, the clock, the team, merging, lateness, paper."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dsr.models import Controller, Event, Notice, Outcome, State, Status, SubjectRequest, User
from dsr.services import conversation, handling
from tests import make
from tests.make import stored
from tests.web.desk.conftest import NOW, address, signed_in
from tests.web.desk.ways import (
    ANSWER,
    ASK,
    as_doubted,
    as_ready,
    as_refused_draft,
    do,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("step", ["receive_answer", "prove_identity"])
def test_the_clock_runs_again_from_the_day_the_person_wrote_not_from_the_day_it_was_read(
    browser: Client, dsr: SubjectRequest, dpo: User, clock, step: str
):
    as_doubted(dsr, dpo)
    conversation.write_in(dsr.submission, body="Die Nummer ist 7781.", now=NOW + timedelta(days=1, hours=12))
    clock.shift(timedelta(days=5))
    browser = signed_in(dpo)

    form = browser.get(address(dsr, step)).context["form"]

    assert form.initial["answered_on"] == date(2026, 3, 12)


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


def test_a_letter_is_printed_with_its_address_and_without_a_word_of_the_desk(
    browser: Client, controller: Controller
):
    (dsr,) = make.requests(
        controller, now=NOW, email="", medium="post", postal_address="Nirgendweg 2\n10999 Berlin"
    )

    page = browser.get(address(dsr, "mark_posted")).content.decode()

    printed = page.split('<article class="paper"')[1]
    assert "Mira Erfunden\nNirgendweg 2\n10999 Berlin</address>" in printed
    assert (
        page.index('<div class="no-print stack">') < page.index("<h1>") < page.index('<article class="paper"')
    )


@pytest.mark.parametrize(
    ("right", "code", "words"),
    [
        ("erasure", "erasure_keep", {"what": "Rechnungen", "ground": "art17.exc.legal_obligation",
                                     "provision": "AO 147", "until": "2034-12-31"}),
        ("erasure", "erasure_describe", {"ground": "art17.ground.unlawful", "scope": "Konto"}),
        ("objection", "restriction_use", {"ground": "art18.use.claims", "what": "Mahnung", "used_on": "2026-03-11"}),
        ("objection", "balancing_uphold", {"where_stopped": "Score", "stopped_on": "2026-03-11"}),
        ("withdrawal", "withdrawal_confirm", {"where_stopped": "Newsletter", "stopped_on": "2026-03-11"}),
    ],
)  # fmt: skip
def test_a_double_click_on_a_step_of_a_measure_is_answered_as_done(
    browser, controller, dpo, right, code, words
):
    (asked,) = make.requests(controller, right, now=NOW)
    handling.start(asked.pk, by=dpo, now=NOW)
    form = browser.get(address(asked, code)).context["form"]
    typed = {"seen": stored(asked.pk).version, "on": form.initial["on"], **words}

    answers = [browser.post(address(asked, code), typed).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert Event.objects.filter(dsr=asked, name="measure", version=typed["seen"] + 1).count() >= 1
