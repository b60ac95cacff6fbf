"""The way in to the person's page, alike for wrong and unknown, and the way out."""

import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from dsr.models import Controller
from dsr.web import guessing
from tests import make
from tests.web.public.walk import Walk, entered


@pytest.fixture(autouse=True)
def nobody_guessed_yet():
    cache.clear()


def test_the_pair_opens_the_page_in_whatever_way_it_is_typed(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    reference, secret = submission.requests.get().reference, walk.secret()

    response = walk.post(
        "status",
        {"reference": reference.lower().replace("-", " "), "secret": secret.lower().replace("-", "")},
    )
    page = walk.get("status").content.decode()

    assert response.url == walk.url("status")
    assert reference in page


def test_a_wrong_secret_and_an_unknown_reference_get_the_same_answer(controller: Controller):
    walk = Walk(controller)
    known = walk.sent("access").requests.get().reference
    secret = walk.secret()
    browser, url = Client(), walk.url("status")
    browser.get(url)

    wrong = browser.post(url, {"reference": known, "secret": "0" * 26})
    unknown = browser.post(url, {"reference": "DSR-2031-000009-C", "secret": secret.replace("-", "")})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert dict(wrong.headers) == dict(unknown.headers)
    assert abs(len(wrong.content) - len(unknown.content)) <= 32
    assert "This reference" in wrong.content.decode() or "Aktenzeichen" in wrong.content.decode()


def test_a_wrong_secret_takes_as_long_as_an_unknown_reference(controller: Controller):
    walk = Walk(controller)
    known = walk.sent("access").requests.get().reference
    browser, url, took = Client(), walk.url("status"), {known: [], "DSR-2031-000009-C": []}

    for _again in range(40):
        for reference, times in took.items():
            cache.clear()
            begun = time.perf_counter()
            browser.post(url, {"reference": reference, "secret": "0" * 26})
            times.append(time.perf_counter() - begun)

    one, other = (statistics.median(times) for times in took.values())
    assert abs(one - other) < 0.5 * max(one, other)


def test_guessing_is_slowed_down_for_one_network_and_submitting_never_is(controller: Controller):
    walk = Walk(controller, language="en")
    reference = walk.sent("access").requests.get().reference
    secret = walk.secret()
    guesser = Client(REMOTE_ADDR="198.51.100.7")

    answers = [
        guesser.post(walk.url("status"), {"reference": reference, "secret": "x"}) for _try in range(20)
    ]
    submission = Walk(controller, guesser).sent("erasure")
    elsewhere = Client(REMOTE_ADDR="198.51.100.8").post(
        walk.url("status"), {"reference": reference, "secret": secret}
    )

    codes = [answer.status_code for answer in answers]
    assert codes == [422] * guessing.TRIES + [429] * (20 - guessing.TRIES)
    assert "Please wait 15 minutes" in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "900"
    assert submission.requests.get().right == "erasure"
    assert elsewhere.status_code == 302


def test_a_household_counts_as_one_network(rf: Any):
    here, there = (
        guessing.network(rf.get("/", REMOTE_ADDR=a)) for a in ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9")
    )

    assert here == there == "2001:db8:1:2::/64"


def test_behind_a_proxy_only_what_the_proxy_wrote_is_believed(rf: Any, settings: Any):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    found = guessing.network(rf.get("/", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.7"))

    assert found == "198.51.100.7"


def test_the_page_closes_after_half_an_hour_and_by_its_button(controller: Controller):
    with time_machine.travel("2026-03-11 10:07:00Z", tick=False) as clock:
        walk, submission = entered(controller, "access")
        reference = submission.requests.get().reference
        open_at_first = reference in walk.get("status").content.decode()
        clock.shift(timedelta(minutes=31))
        after_half_an_hour = reference in walk.get("status").content.decode()
    walk, submission = entered(controller, "erasure")
    walk.post("leave")
    page = walk.get("status").content.decode()

    assert (open_at_first, after_half_an_hour) == (True, False)
    assert submission.requests.get().reference not in page
    assert "The page is closed." in page


@pytest.mark.parametrize("page", ["write", "leave", "withdraw"])
def test_without_the_pair_nothing_of_the_page_is_there(controller: Controller, page: str):
    dsr = Walk(controller).sent("access").requests.get()
    url = f"/en/status/{dsr.reference}/withdraw/" if page == "withdraw" else f"/en/status/{page}/"

    response = Client().post(url)

    assert response.url == "/en/status/"
    assert make.stored(dsr.pk).is_open


def test_where_many_networks_guess_at_one_reference_the_right_secret_from_another_place_still_opens_it(
    controller: Controller,
):
    walk = Walk(controller, language="en")
    reference = walk.sent("access").requests.get().reference
    secret, url = walk.secret(), walk.url("status")
    wrong = {"reference": reference, "secret": "x"}
    for n in range(guessing.TRIES_OF_ALL):
        Client(REMOTE_ADDR=f"10.{n}.1.7").post(url, wrong)

    guesser = Client(REMOTE_ADDR="198.51.100.7")
    codes = [guesser.post(url, wrong).status_code for _try in range(2)]
    elsewhere = Client(REMOTE_ADDR="203.0.113.8").post(url, {"reference": reference, "secret": secret})

    assert codes == [422, 429]
    assert elsewhere.status_code == 302
