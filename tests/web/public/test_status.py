"""The person's page: where things stand, the letters, writing, taking back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dsr.models import Controller, Direction, Outcome, State, SubjectRequest, User
from dsr.services import conversation, handling, identity
from tests import make
from tests.make import at
from tests.web.public.walk import SELF, Walk, entered


@pytest.mark.parametrize(
    ("rights", "headline"),
    [
        (("access",), "Your request is on time"),
        (("access", "erasure"), "Two requests, both on time"),
        (("access", "erasure", "withdrawal"), "Three requests, all on time"),
    ],
)
def test_the_headline_says_how_things_stand(controller: Controller, rights: tuple[str, ...], headline: str):
    walk, _submission = entered(controller, *rights)

    assert f"<h1>{headline}</h1>" in walk.get("status").content.decode()


def test_a_late_request_is_called_late_with_the_day_that_passed(controller: Controller):
    walk, submission = entered(controller, "access")
    submission.received_at = timezone.now() - timedelta(days=70)
    submission.save()
    dsr = submission.requests.get()
    dsr.copy_dates()
    dsr.save()

    page = walk.get("status").content.decode()

    assert "<h1>Your request is late</h1>" in page
    assert "We are sorry." in page
    assert 'class="badge late"' in page


def test_a_question_to_the_person_is_the_headline_and_the_clock_rests(controller: Controller, dpo: User):
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.ask_identity(
        dsr.pk, why="Zwei Personen heißen so.", asks="Ihre Kundennummer", by=dpo, now=timezone.now()
    )

    page = walk.get("status").content.decode()

    assert "<h1>We need an answer from you</h1>" in page
    assert "Zwei Personen heißen so." in page
    assert 'class="badge resting"' in page
    assert '<p class="words" lang="de"' in page


def test_an_answer_to_our_question_is_acknowledged_before_the_desk_has_read_it(
    controller: Controller, dpo: User
):
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Ihre Nummer", by=dpo, now=timezone.now())

    walk.post("write", {"body": "Meine Nummer ist 40-2217."})
    page = walk.get("status").content.decode()

    assert "<h1>We are reading your answer</h1>" in page
    assert "We have a question to you." not in page


def test_an_erasure_waits_until_the_data_were_seen(controller: Controller):
    walk, _submission = entered(controller, "access", "erasure")

    page = walk.get("status").content.decode()

    assert "waits for the first" in page
    assert "We delete after you have seen your data" in page


def test_what_the_person_writes_reaches_the_desk_whole_and_is_shown_escaped(controller: Controller):
    walk, submission = entered(controller, "access")

    response = walk.post("write", {"body": "Zeile eins\r\n<script>alert(1)</script>"})
    page = walk.get("status").content.decode()

    message = submission.messages.get(direction=Direction.IN)
    assert response.url == walk.url("status")
    assert message.body == "Zeile eins\n<script>alert(1)</script>"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Your message is with us." in page


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Write something"),
        (" \n ", "Write something"),
        ("x" * 10_001, "at most 10000"),
        ("a\x00b", "cannot be stored"),
    ],
)
def test_a_message_that_cannot_be_taken_says_why(controller: Controller, body: str, words: str):
    walk, submission = entered(controller, "access")

    response = walk.post("write", {"body": body})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not submission.messages.filter(direction=Direction.IN).exists()


def test_a_request_is_taken_back_by_a_button_on_a_page_of_its_own_and_a_look_changes_nothing(
    controller: Controller,
):
    walk, submission = entered(controller, "access", "erasure")
    first, second = submission.requests.order_by("pk")
    url = f"/en/status/{first.reference}/withdraw/"

    looked = walk.client.get(url)
    state_after_look = make.stored(first.pk).state
    walk.client.post(url)
    again = walk.client.post(url)

    assert (looked.status_code, state_after_look) == (200, State.UNCONFIRMED)
    assert (make.stored(first.pk).outcome, make.stored(second.pk).state) == (
        Outcome.WITHDRAWN,
        State.UNCONFIRMED,
    )
    assert again.url == walk.url("status")
    assert "Two requests, one of them closed" in walk.get("status").content.decode()


def test_nobody_takes_back_the_request_of_somebody_else(controller: Controller):
    walk, _mine = entered(controller, "access")
    theirs = Walk(controller).sent("access").requests.get()

    walk.client.post(f"/en/status/{theirs.reference}/withdraw/")

    assert make.stored(theirs.pk).is_open


def test_after_the_purge_the_page_says_that_the_data_were_destroyed(controller: Controller):
    walk, submission = entered(controller, "access")
    submission.purged_at = timezone.now()
    submission.empty_personal()
    submission.save()
    SubjectRequest.objects.filter(submission=submission).update(closed_on=timezone.now().date())

    page = walk.get("status").content.decode()

    assert "Your data were destroyed" in page
    assert "Mira" not in page


def test_every_state_has_words_for_the_person(controller: Controller, dpo: User):
    walk, submission = entered(controller, "access")
    pages = {}

    for state in State:
        closed = {"outcome": "no_data", "closed_on": timezone.now().date()} if state == State.CLOSED else {}
        SubjectRequest.objects.filter(submission=submission).update(state=state, **closed)
        pages[state] = walk.get("status")

    assert {page.status_code for page in pages.values()} == {200}
    assert len({str(page.context["cards"][0].badge) for page in pages.values()}) == len(State) - 1


def test_a_letter_of_the_desk_stands_on_the_page(controller: Controller, dpo: User):
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()

    conversation.write_out(
        dsr.pk, body="Bitte haben Sie noch etwas Geduld.", by=dpo, now=at("2026-03-12 09:00")
    )

    assert "Bitte haben Sie noch etwas Geduld." in walk.get("status").content.decode()


def test_the_language_can_be_changed_on_the_open_page(controller: Controller):
    walk, _submission = entered(
        controller, "access", answers={**SELF, "answer": {"medium": "mail", "language": "en"}}
    )

    page = walk.client.get("/sv/status/").content.decode()

    assert 'href="/sv/status/" lang="sv" hreflang="sv" aria-current="true"' in page
    assert "Visa mig uppgifterna" in page or "uppgifter" in page


def test_a_message_that_was_written_too_long_is_given_back(controller: Controller):
    walk, submission = entered(controller, "access")
    walk.post("leave")

    answer = walk.post("write", {"body": "Meine Kundennummer ist 4711."})

    assert answer.status_code == 403
    assert "Meine Kundennummer ist 4711." in answer.content.decode()
    assert [message.body for message in submission.messages.all() if "4711" in message.body] == []


def test_closing_the_page_closes_the_receipt_with_its_secret_too(controller: Controller):
    walk, _submission = entered(controller, "access")
    secret = walk.secret()

    walk.post("leave")

    answer = walk.get("done", follow=True)
    assert secret not in answer.content.decode()
    assert answer.request["PATH_INFO"] == walk.url("start")


def test_closing_the_page_leaves_a_form_that_is_not_sent_yet(controller: Controller):
    walk, _submission = entered(controller, "access")
    other = Walk(make.controller("other", name="Andere AG"), walk.client, language="en")
    other.fill("access")

    walk.post("leave")

    assert other.get("check").status_code == 200


@pytest.mark.parametrize("reference", ["%00", "DSR-2026-%00"])
def test_nothing_can_be_taken_back_by_what_is_no_reference(controller: Controller, reference: str):
    walk, _submission = entered(controller, "access")

    assert walk.client.get(f"/en/status/{reference}/withdraw/").status_code == 302
