"""The page on which two officers decide what becomes of files, and the certificate of what was destroyed."""

import pytest
import time_machine
from django.test import Client

from dsr.models import Controller, Disposal, Event, EventName, Role, SubjectRequest, User
from dsr.services import purge
from dsr.web.desk import step_up
from tests import make
from tests.make import at, stored
from tests.web.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
PAGE, PROPOSE, DECIDE, PDF = (
    f"/desk/retention/{part}" for part in ("", "propose/", "decide/", "destroyed.pdf")
)
OVER = at("2030-01-02 09:00")


@pytest.fixture
def closed(
    controller: Controller, dpo: User, second_dpo: User, clock: time_machine.Traveller
) -> SubjectRequest:
    """A request whose day has come."""
    Controller.objects.update(disposal_list=True)
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    make.answered(dsr, author=dpo, approver=second_dpo, now=at("2026-03-12 09:00"))
    clock.move_to(OVER)
    return stored(dsr.pk)


@pytest.fixture
def browser(closed: SubjectRequest, dpo: User) -> Client:
    """The browser of an officer who signed in on that day."""
    return signed_in(dpo)


@pytest.fixture
def second_browser(closed: SubjectRequest, second_dpo: User) -> Client:
    """The browser of a second officer."""
    return signed_in(second_dpo)


def propose(client: Client, *files: SubjectRequest, **words: object):
    return client.post(PROPOSE, {"files": [dsr.submission_id for dsr in files], "fate": "destroy", **words})


def decide(client: Client, dsr: SubjectRequest, step: str):
    return client.post(DECIDE, {"files": [dsr.submission_id], "step": step}, follow=True)


def test_one_proposes_another_agrees_and_the_night_destroys(browser, second_browser, closed):
    assert "1 file has had its time" in browser.get(PAGE).content.decode()
    propose(browser, closed)
    assert "Waiting for a second person" in second_browser.get(PAGE).content.decode()

    decide(second_browser, closed, "confirm")
    purge.purge(now=OVER)

    assert "1 file was destroyed." in browser.get(PAGE).content.decode()
    assert browser.get(PDF).content.startswith(b"%PDF-")
    assert Event.objects.get(name=EventName.EXPORTED).data == {"form": "certificate", "filters": {}}


def test_who_proposed_is_told_that_somebody_else_must_agree(browser, closed):
    propose(browser, closed)

    page = decide(browser, closed, "confirm").content.decode()

    assert "somebody else must agree" in page
    assert not Disposal.objects.get().is_confirmed


def test_a_proposal_can_be_taken_back(browser, second_browser, closed):
    propose(browser, closed)
    decide(second_browser, closed, "reject")

    assert not Disposal.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"fate": "retain", "until": "2031-05-09"}, "Say why the files are kept longer."),
        ({"fate": "retain", "ground": "claims"}, "Give the day until which the files are kept."),
        ({"fate": "retain", "ground": "claims", "until": "2029-01-01"}, "Choose a day that lies ahead"),
        ({"fate": "retain", "ground": "claims", "until": "soon"}, "Enter a valid date."),
        ({"fate": "burn"}, "burn"),
    ],
)
def test_a_wrong_entry_is_named_and_what_was_chosen_stays_chosen(browser, closed, words, said):
    answer = propose(browser, closed, **words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{closed.submission_id}" id="u-{closed.submission_id}" checked' in page
    assert not Disposal.objects.exists()


def test_without_a_file_nothing_is_proposed(browser, closed):
    assert "Choose at least one file." in propose(browser).content.decode()


@pytest.mark.parametrize("nonsense", ["x", "\u00b2", "9" * 20, "9" * 5000, "\x00"])
def test_a_file_that_cannot_be_one_is_refused_in_words(browser, closed, nonsense):
    answer = browser.post("/desk/retention/propose/", {"files": [nonsense], "fate": "destroy"})

    assert answer.status_code == 422
    assert not Disposal.objects.exists()


def test_a_file_of_another_controller_cannot_be_chosen(browser, closed):
    other = make.controller("other", prefix="OTH", disposal_list=True)
    (foreign,) = make.requests(other, now=at("2026-03-10 09:00"))

    assert propose(browser, foreign).status_code == 422
    assert not Disposal.objects.exists()


@pytest.mark.parametrize("nonsense", ["", "x", "9" * 40, "\x00"])
def test_a_decision_about_nonsense_changes_nothing(browser, closed, nonsense):
    answer = browser.post(DECIDE, {"files": [nonsense], "step": "confirm"}, follow=True)

    assert answer.status_code == 200
    assert "Nothing was left to decide" in answer.content.decode()


def test_the_page_is_for_officers_and_the_certificate_for_auditors_too(handler, controller, closed):
    auditor = signed_in(make.staff(controller, Role.AUDITOR, "auditor@controller.example.org"))

    assert {signed_in(handler).get(page).status_code for page in (PAGE, PDF)} == {404}
    assert (auditor.get(PAGE).status_code, auditor.get(PDF).status_code) == (404, 200)
    assert propose(auditor, closed).status_code == 404


def test_deciding_waits_for_the_proof_of_who_sits_there(browser, closed, clock: time_machine.Traveller):
    browser.get(PAGE)
    clock.move_to(at("2030-01-02 09:20"))

    assert step_up.MARK in propose(browser, closed).content.decode()
    assert not Disposal.objects.exists()
