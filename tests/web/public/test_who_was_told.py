"""The person asks on the status page who was told of the change of their data; the desk sends the list (Art. 19)."""

import pytest

from dsr.models import Controller, Notice, State, SubjectRequest, User
from dsr.services import handling, recipients
from tests import make
from tests.make import at
from tests.web.public.walk import Walk, entered

NOW = at("2026-05-06 14:30")
BUTTON = "Tell me who was informed"


def ended(controller: Controller, by: User, right: str = "erasure", outcome: str = "granted") -> tuple:
    """Return the open page of a person whose request ended like this."""
    walk, submission = entered(controller, right)
    dsr = submission.requests.get()
    handling.withdraw(dsr.pk, by=by, now=NOW)
    SubjectRequest.objects.filter(pk=dsr.pk).update(outcome=outcome)
    return walk, dsr


def url(dsr: SubjectRequest) -> str:
    """Return where the button leads."""
    return f"/en/status/{dsr.reference}/recipients/"


@pytest.mark.parametrize(
    ("right", "outcome", "offered"),
    [
        ("erasure", "granted", True), ("rectification", "partly_granted", True), ("restriction", "granted", True),
        ("erasure", "refused", False), ("access", "granted", False),
    ],
)  # fmt: skip
def test_the_button_stands_where_recipients_had_to_be_told(controller, dpo, right, outcome, offered):
    walk, _dsr = ended(controller, dpo, right, outcome)

    page = walk.get("status").content.decode()

    assert (BUTTON in page) is offered


def test_pressing_it_tells_the_desk_once_and_the_page_says_that_the_list_comes(controller, dpo):
    walk, dsr = ended(controller, dpo)

    walk.client.post(url(dsr))
    walk.client.post(url(dsr))
    page = walk.get("status").content.decode()

    assert Notice.objects.filter(kind="recipients_asked", dsr=dsr).count() == 1
    assert "You asked whom we told about this." in page
    assert BUTTON not in page


def test_the_list_is_read_on_the_page(controller, dpo):
    walk, dsr = ended(controller, dpo)
    walk.client.post(url(dsr))
    recipients.choose(dsr.pk, chosen=[], by=dpo, now=NOW)

    recipients.send_list(dsr.pk, by=dpo, now=NOW)

    page = walk.get("status").content.decode()
    assert "an niemanden weitergegeben" in page
    assert make.stored(dsr.pk).state == State.CLOSED


def test_a_look_asks_for_nothing_and_neither_does_a_stranger(controller, dpo):
    walk, dsr = ended(controller, dpo)
    stranger = Walk(controller)

    looked, refused = walk.client.get(url(dsr)), stranger.client.post(url(dsr))

    assert (looked.status_code, refused.status_code) == (405, 302)
    assert not Notice.objects.filter(kind="recipients_asked").exists()


def test_nobody_asks_for_the_request_of_somebody_else(controller, dpo):
    walk, _mine = ended(controller, dpo)
    _other, theirs = ended(controller, dpo)

    walk.client.post(url(theirs))

    assert not Notice.objects.filter(kind="recipients_asked", dsr=theirs).exists()


@pytest.mark.parametrize(("right", "outcome"), [("erasure", "refused"), ("access", "granted")])
def test_what_the_page_does_not_offer_cannot_be_posted_either(controller, dpo, right, outcome):
    walk, dsr = ended(controller, dpo, right, outcome)

    walk.client.post(url(dsr))

    assert not Notice.objects.filter(kind="recipients_asked").exists()
