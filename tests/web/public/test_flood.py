"""Very many requests from one network: a sum, or a look by the desk first; a right is never refused."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from dsr.models import Controller, MailboxCheck, Notice, State, Submission, Tally
from dsr.services import limits
from dsr.web.public import flood, proof
from tests import make
from tests.make import at
from tests.services.test_step import at_once
from tests.web.public.walk import Walk

LIMIT = settings.FORM_LIMIT
NOW = at("2026-03-11 10:07")


def solve(puzzle: dict, **changed: object) -> str:
    """Return the answer to a challenge, as a browser finds it."""
    number = next(
        n for n in range(puzzle["maxnumber"] + 1)
        if hashlib.sha256(f"{puzzle['salt']}{n}".encode()).hexdigest() == puzzle["challenge"]
    )  # fmt: skip
    answer = {name: puzzle[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**answer, "number": number, **changed}).encode()).decode()


def flooded(controller: Controller) -> Walk:
    """Return somebody at the last page whose network has sent very many."""
    for _time in range(LIMIT):
        Walk(controller).sent("access")
    return Walk(controller, language="en").fill("access")


def test_below_the_limit_nobody_sees_a_sum(controller: Controller):
    page = Walk(controller).fill("access").get("check")

    assert page.context["puzzle"] is None
    assert "sum.js" not in page.content.decode()


def test_over_the_limit_a_solved_sum_sends_as_ever(controller: Controller):
    walk = flooded(controller)
    page = walk.get("check")

    sent = walk.post("check", {"form": page.context["form_key"], "proof": solve(page.context["puzzle"])})

    assert sent.url == walk.url("done")
    assert Submission.objects.count() == LIMIT + 1
    assert not MailboxCheck.objects.filter(held=True).exists()


def test_without_the_sum_the_page_comes_back_and_nothing_is_lost(controller: Controller):
    walk = flooded(controller)

    answer = walk.post("check", {"form": walk.form_key()})

    assert answer.status_code == 200
    assert "Nothing was sent yet" in answer.content.decode()
    assert Submission.objects.count() == LIMIT


def test_sent_without_the_sum_it_is_taken_in_counted_from_today_and_nobody_is_mailed(controller: Controller):
    walk = flooded(controller)
    before = Notice.objects.filter(recipient="person").count()

    answer = walk.post("check", {"form": walk.form_key(), "held": "yes"})

    submission = Submission.objects.latest("pk")
    dsr = submission.requests.get()
    assert answer.url == walk.url("done")
    assert (dsr.state, dsr.due_on is not None) == (State.UNCONFIRMED, True)
    assert "held" in submission.details["about"]["signals"]
    assert Notice.objects.filter(recipient="person").count() == before
    assert Notice.objects.filter(submission=submission, kind="new_request", recipient="dpo").count() == 1
    assert "we look at yours first" in walk.get("done").content.decode()


def test_who_was_held_may_have_the_mail_sent(controller: Controller):
    walk = flooded(controller)
    walk.post("check", {"form": walk.form_key(), "held": "yes"})
    submission = Submission.objects.latest("pk")

    walk.client.post(f"/en/{controller.slug}/mailbox/", {"again": "yes"})

    assert Notice.objects.filter(submission=submission, kind="confirm_mailbox").count() == 1
    assert not MailboxCheck.objects.get(submission=submission).held


def test_another_network_is_not_concerned(controller: Controller):
    flooded(controller)
    elsewhere = Walk(controller, Client(REMOTE_ADDR="203.0.113.9")).fill("access")

    assert elsewhere.get("check").context["puzzle"] is None


def test_the_neighbours_of_many_senders_see_a_sum_too(controller: Controller):
    for number in range(LIMIT * flood.NEIGHBOURS):
        limits.count("sent 198.51.100.0/24", f"sent around 198.51.100.{number}", now=timezone.now())
    tally = "sent around 198.51.100.0/24"
    for _time in range(LIMIT * flood.NEIGHBOURS):
        limits.count(tally, now=timezone.now())

    near = Walk(controller, Client(REMOTE_ADDR="198.51.100.77")).fill("access")

    assert near.get("check").context["puzzle"] is not None


def test_a_sum_is_worth_one_request(controller: Controller):
    answer = solve(proof.challenge(now=NOW))

    assert [proof.solved(answer, now=NOW) for _time in range(3)] == [True, False, False]


def test_a_sum_is_worth_nothing_after_twenty_minutes(controller: Controller):
    answer = solve(proof.challenge(now=NOW))

    assert proof.solved(answer, now=NOW + timedelta(minutes=20, seconds=1)) is False
    assert proof.solved(answer, now=NOW + timedelta(minutes=19)) is True


def test_nobody_makes_a_challenge_of_their_own(controller: Controller):
    salt = f"mine?expires={int(NOW.timestamp()) + 600}"
    own = {"algorithm": "SHA-256", "salt": salt, "maxnumber": 0, "signature": "0" * 64,
           "challenge": hashlib.sha256(f"{salt}0".encode()).hexdigest()}  # fmt: skip
    longer = proof.challenge(now=NOW)

    assert proof.solved(solve(own), now=NOW) is False
    assert proof.solved(solve(longer, salt=longer["salt"] + "0"), now=NOW) is False


@pytest.mark.parametrize(
    "nonsense", ["", "x", "e30=", "bnVsbA==", "W10=", base64.b64encode(b"[" * 1400).decode(), "\u00e4\x00",
                 base64.b64encode(b'{"salt": "a", "number": "x"}').decode()],
)  # fmt: skip
def test_nonsense_solves_nothing_and_breaks_nothing(controller: Controller, nonsense: str):
    assert proof.solved(nonsense, now=NOW) is False


@pytest.mark.django_db(transaction=True)
def test_what_several_processes_count_at_once_is_counted_together():
    make.controller()

    at_once(*[lambda: limits.count("one network", now=NOW)] * 12)

    assert limits.counted("one network", now=NOW) == [12]
    assert "one network" not in str(list(Tally.objects.values()))


def test_a_counter_begins_anew_when_its_while_is_over(controller: Controller):
    for _time in range(4):
        limits.count("a", "b", now=NOW)
    later = NOW + limits.WINDOW + timedelta(seconds=1)

    limits.count("a", now=later)

    assert limits.counted("a", "b", now=NOW) == [1, 4]
    assert limits.counted("a", "b", now=later) == [1, 0]
    assert limits.forget_old(now=later) == 1


def test_guesses_of_a_secret_are_counted_for_all_processes_together(controller: Controller):
    with time_machine.travel("2026-03-11 10:07:00Z", tick=False):
        walk = Walk(controller)
        ends = [
            walk.post("status", {"reference": "DSR-2026-000001-K", "secret": "x" * 26}).status_code
            for _try in range(12)
        ]

    assert ends == [422] * 10 + [429] * 2
    assert {tally.count for tally in Tally.objects.all()} == {10}
