"""The way of each request, step by step: what is done, where it stands, what comes and by when."""

import re

import pytest
from django.utils import timezone

from dsr.law import rights
from dsr.models import Controller, SubjectRequest, User
from dsr.services import answering, handling, identity
from dsr.web.public import way
from tests import make
from tests.web.public.walk import Walk, entered

STEP = re.compile(
    r'<li class="(done|now|next)"[^>]*>([^<]+)<span class="vh"> \(([^)]+)\)</span>(?: <small>([^<]*))?'
)


def steps(walk: Walk) -> list[tuple[str, ...]]:
    """Return the steps as the page shows them: state, name, what belongs to it."""
    page = walk.get("status").content.decode()
    listed = page.split('class="steps way"')[1].split("</ol>")[0]
    return [(state, name, note) for state, name, _said, note in STEP.findall(listed)]


def test_every_right_has_words_of_its_own_for_what_is_done():
    assert set(way.WORK) == set(rights.ALL)
    assert len({str(note) for _name, note in way.WORK.values()}) == len(rights.ALL)


def test_a_request_is_led_from_the_mailbox_to_its_answer(controller: Controller, dpo: User, second_dpo: User):
    walk, submission = entered(controller, "rectification")
    dsr = submission.requests.get()
    seen = [steps(walk)]
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    seen.append(steps(walk))
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=timezone.now())
    handling.start(dsr.pk, by=dpo, now=timezone.now())
    seen.append(steps(walk))
    answering.draft(dsr.pk, outcome="no_data", answer="Wir haben nichts.", by=dpo, now=timezone.now())
    answering.submit_for_review(dsr.pk, by=dpo, now=timezone.now())
    seen.append(steps(walk))

    now = [next(name for state, name, _note in each if state == "now") for each in seen]
    assert now == [
        "You confirm your e-mail address", "We make sure that it is you", "We check what is right",
        "We check our answer and send it",
    ]  # fmt: skip
    assert [[state for state, *_rest in each] for each in seen] == [
        ["done", "now", "next", "next"], ["done", "now", "next", "next"], ["done", "done", "now", "next"],
        ["done", "done", "done", "now"],
    ]  # fmt: skip
    assert all(each[-1][2].startswith("By ") for each in seen)


def test_work_that_goes_on_is_no_proof_of_identity(controller: Controller, dpo: User):
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.start(dsr.pk, by=dpo, now=timezone.now())

    who, work = steps(walk)[1:3]

    assert who[:2] == ("next", "We make sure that it is you")
    assert work[:2] == ("now", "We collect your data")


def test_a_question_stands_at_its_step_and_no_day_is_promised_while_the_time_rests(
    controller: Controller, dpo: User
):
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Nummer", by=dpo, now=timezone.now())

    asked = steps(walk)
    walk.post("write", {"body": "4711"})
    read = steps(walk)

    assert asked[1][2] == "We asked you something. Until your answer the time rests."
    assert read[1][2] == "We are reading your answer."
    assert asked[3][2] == "By when, you see here as soon as your answer is read."


def test_what_was_taken_back_ends_where_it_ended(controller: Controller):
    walk, submission = entered(controller, "access")

    handling.withdraw(submission.requests.get().pk, now=timezone.now(), actor="person")

    assert [name for _state, name, _note in steps(walk)] == ["Your request is here", "you took this back"]


@pytest.mark.parametrize("right", ["objection_marketing", "withdrawal"])
def test_what_takes_effect_at_once_asks_nobody_who_they_are(controller: Controller, right: str):
    (dsr,) = make.requests(controller, right, now=timezone.now())

    who = way.way(SubjectRequest.objects.get(pk=dsr.pk), answered=False, waits=False, late=False, ended="")[1]

    assert (who.name, who.state) == ("We read what you ask", "now")
