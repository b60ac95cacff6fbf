"""Sending: once, however often and from wherever the button is pressed; and what the receipt shows afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dsr.models import Controller, Draft, Submission
from dsr.vault import secrets
from tests import make
from tests.services.test_step import at_once
from tests.web.public.walk import SELF, Walk


def test_pressing_twice_makes_one_submission_and_shows_the_same_receipt(controller: Controller):
    walk = Walk(controller).fill("access", "erasure")
    key = walk.form_key()

    first, second = (walk.post("check", {"form": key}) for _press in range(2))

    assert (first.url, second.url) == (walk.url("done"), walk.url("done"))
    assert Submission.objects.count() == 1
    assert len(walk.secret().replace("-", "")) == 26


@pytest.mark.django_db(transaction=True)
def test_five_presses_at_the_same_moment_make_one_submission_with_one_readable_secret():
    controller = make.controller()
    walk = Walk(controller).fill("access")
    key, cookies = walk.form_key(), walk.client.cookies.output(header="", sep=";")
    browsers = [Client(headers={"cookie": cookies}) for _tab in range(5)]

    ends = at_once(*[lambda b=b: b.post(walk.url("check"), {"form": key}) for b in browsers])

    submission = Submission.objects.get()
    assert ends == [None] * 5
    assert submission.requests.count() == 1
    assert secrets.same(secrets.normal(walk.secret()), submission.secret_digest, "receipt")


def test_back_and_sending_again_shows_the_receipt(controller: Controller):
    walk = Walk(controller)
    walk.sent("access")

    again = [walk.get(page).url for page in ("check", "contact", "files")]
    changed = walk.post("contact", {**SELF["contact"], "name": "Jemand anders"})

    assert again == [walk.url("done")] * 3
    assert changed.url == walk.url("done")
    assert Submission.objects.get().subject.name == "Mira Erfunden"


def test_a_refreshed_receipt_shows_the_secret_for_half_an_hour_and_then_no_more(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel("2026-03-11 10:07:00Z", tick=False) as clock:
        submission = walk.sent("access")
        first = walk.secret()
        clock.shift(timedelta(minutes=29))
        later = walk.secret()
        clock.shift(timedelta(minutes=2))
        after = walk.get("done")

    assert (len(first), later, after.context["secret"]) == (32, first, "")
    assert submission.requests.get().reference in after.content.decode()
    assert Draft.objects.get().answers == {}


def test_the_receipt_ends_with_the_day_of_the_form(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel("2026-03-11 10:07:00Z", tick=False) as clock:
        walk.sent("access")
        clock.shift(timedelta(hours=24, minutes=1))
        response = walk.get("done")

    assert response.url == walk.url("start")


def test_the_button_of_an_older_tab_sends_nothing_that_its_owner_has_not_seen(controller: Controller):
    walk = Walk(controller).fill("access")
    old = walk.form_key()
    walk.post("discard")
    walk.fill("erasure")

    response = walk.post("check", {"form": old})

    assert response.status_code == 200
    assert response.context["stale"]
    assert not Submission.objects.exists()


def test_two_tabs_on_different_pages_keep_both_answers(controller: Controller):
    walk = Walk(controller).fill("access")

    walk.post("contact", {"name": "Aus dem ersten", "email": "mira@person.example.net"})
    walk.post("details-access", {"focus": "Aus dem zweiten"})
    walk.send()

    submission = Submission.objects.get()
    assert submission.subject.name == "Aus dem ersten"
    assert submission.details["access"] == {"focus": "Aus dem zweiten"}


def test_after_sending_a_new_request_begins_with_an_empty_form(controller: Controller):
    walk = Walk(controller)
    walk.sent("access")

    page = walk.get("who").content.decode()
    walk.sent("erasure")

    assert "checked" not in page
    assert [s.requests.get().right for s in Submission.objects.order_by("pk")] == ["access", "erasure"]


def test_a_form_older_than_a_day_says_that_nothing_was_sent(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel("2026-03-11 10:07:00Z", tick=False) as clock:
        walk.fill("access")
        key = walk.form_key()
        clock.shift(timedelta(hours=24, minutes=1))
        response = walk.post("check", {"form": key})

    assert response.status_code == 410
    assert not Submission.objects.exists()


def test_the_receipt_says_why_each_date_and_where_to_complain(controller: Controller):
    walk = Walk(controller, language="en")
    with time_machine.travel("2026-01-31 10:07:00Z", tick=False):
        walk.sent("access", "withdrawal")
        text = walk.get("done").content.decode()

    # There is no 31 February, and the 28th is a Saturday.
    assert "Monday 2 March 2026" in text
    assert "Why this date?" in text
    assert "Reg. 1182/71" in text
    assert "This takes effect at once." in text
    assert "https://datenschutz-berlin.de" in text


def test_the_final_post_asks_the_database_little(controller: Controller):
    walk = Walk(controller).fill("access")
    key = walk.form_key()

    with CaptureQueriesContext(connection) as queries:
        walk.post("check", {"form": key})

    assert len(queries) <= 34, [query["sql"][:90] for query in queries]


def test_a_form_without_the_token_against_forged_posts_is_refused(controller: Controller):
    walk = Walk(controller, Client(enforce_csrf_checks=True))

    response = walk.post("who", {"relation": "self"})

    assert response.status_code == 403


def test_the_cookie_of_the_form_is_out_of_reach_of_scripts_and_other_sites(controller: Controller):
    walk = Walk(controller).fill("access")

    cookie = walk.client.cookies[f"draft-{controller.pk}"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/",
        86400,
    )
