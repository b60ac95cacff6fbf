"""The pages of exports and of the report: who may order what, names behind a proof, everything logged once."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dsr.exports import jobs
from dsr.models import Controller, Event, EventName, Export, Role, User
from dsr.web.desk import step_up
from tests import make
from tests.web.desk.conftest import NOW, foreign_request, signed_in

pytestmark = pytest.mark.django_db
ORDER, LIST, REPORT, FILE = "/desk/exports/new/", "/desk/exports/", "/desk/report/", "/desk/report/file/"


@pytest.fixture
def auditor(controller: Controller) -> User:
    return make.staff(controller, Role.AUDITOR, "auditor@controller.example.org")


def order(client: Client, form: str = "csv", **words: object):
    return client.post(ORDER, {"key": str(uuid.uuid4()), "form": form, **words})


def content(client: Client, export: Export) -> bytes:
    answer = client.post(f"{LIST}{export.key}/")
    return b"".join(answer.streaming_content)


def test_an_export_is_ordered_followed_fetched_and_destroyed(browser, dsr, dpo):
    assert order(browser, right="access").url == LIST
    assert "waiting" in browser.get(LIST).content.decode()
    jobs.make_due(clock=timezone.now)
    export = Export.objects.get()

    assert "ready" in browser.get(LIST).content.decode()
    assert dsr.reference.encode() in content(browser, export)
    browser.post(f"{LIST}{export.key}/destroy/")

    assert browser.post(f"{LIST}{export.key}/").status_code == 404
    event = Event.objects.get(name=EventName.EXPORTED)
    assert (event.by, event.data) == (dpo, {"form": "csv", "filters": {"right": "access"}})


def test_a_double_click_makes_one_export_and_one_entry_in_the_log(browser, dsr):
    words = {"key": str(uuid.uuid4()), "form": "xlsx"}

    browser.post(ORDER, words)
    browser.post(ORDER, words)

    assert Export.objects.count() == 1
    assert Event.objects.filter(name=EventName.EXPORTED).count() == 1


def test_names_without_a_reason_are_asked_for_it_and_nothing_is_lost(browser, dsr):
    answer = order(browser, "json", named="on", state="closed")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why the names are needed." in page
    assert 'name="state" value="closed"' in page
    assert 'value="json" selected' in page
    assert not Export.objects.exists()


def test_names_wait_for_the_proof_of_who_sits_there(browser, dsr, clock: time_machine.Traveller):
    browser.get(LIST)
    clock.move_to(NOW + timedelta(minutes=20))

    asked = order(browser, named="on", reason="authority")

    assert step_up.MARK in asked.content.decode()
    assert not Export.objects.exists()


def test_a_finished_export_with_names_waits_for_the_proof_as_well(
    browser, dsr, clock: time_machine.Traveller
):
    order(browser, named="on", reason="authority")
    jobs.make_due(clock=timezone.now)
    export = Export.objects.get()
    assert b"Mira Erfunden" in content(browser, export)

    clock.move_to(NOW + timedelta(minutes=20))

    assert b"Mira" not in browser.post(f"{LIST}{export.key}/").content


def test_that_names_were_taken_and_why_stands_in_the_log(browser, dsr):
    order(browser, named="on", reason="court")

    assert Event.objects.get(name=EventName.EXPORTED).data == {"form": "csv", "filters": {"names": "court"}}


def test_an_auditor_is_never_offered_names_and_never_gets_them(auditor, dsr):
    client = signed_in(auditor)

    assert 'name="named"' not in client.get("/desk/register/").content.decode()
    order(client, named="on", reason="audit")
    jobs.make_due(clock=timezone.now)

    export = Export.objects.get()
    assert not export.named
    assert b"Mira" not in content(client, export)


def test_names_come_only_from_where_the_person_is_officer(browser, dpo, dsr):
    other = make.controller("other", prefix="OTH")
    make.requests(other, now=NOW, name="Fremd Erfunden")
    other.memberships.all().delete()
    other.memberships.create(user=dpo, role=Role.AUDITOR)

    order(browser, named="on", reason="audit")
    jobs.make_due(clock=timezone.now)

    found = content(browser, Export.objects.get())
    assert dsr.reference.encode() in found
    assert b"Fremd" not in found


def test_somebody_elses_export_does_not_exist(browser, second_browser, dsr):
    order(browser)
    jobs.make_due(clock=timezone.now)
    export = Export.objects.get()

    assert second_browser.post(f"{LIST}{export.key}/").status_code == 404
    assert second_browser.post(f"{LIST}{export.key}/destroy/").status_code == 404
    assert str(export.key) not in second_browser.get(LIST).content.decode()


def test_a_handler_has_neither_exports_nor_report(handler, dsr):
    client = signed_in(handler)

    answers = [client.get(LIST), client.get(REPORT), order(client), client.post(FILE)]

    assert {answer.status_code for answer in answers} == {404}


def test_the_report_counts_what_the_person_may_see(browser, dsr):
    foreign_request()

    page = browser.get(REPORT).content.decode()

    assert "1 request came in this period." in page


def test_a_period_that_ends_before_it_begins_is_refused_in_words(browser, dsr):
    answer = browser.get(REPORT, {"first": "2026-03-01", "last": "2026-02-01"})

    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.content.decode()


@pytest.mark.parametrize("nonsense", ["0000-00-00", "x" * 5000, "\x00", "2026-13-01", "<b>"])
def test_a_period_of_nonsense_is_refused_in_words(browser, dsr, nonsense):
    assert browser.get(REPORT, {"first": nonsense}).status_code == 422


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF-")])
def test_the_report_is_taken_along_and_that_is_logged(browser, dsr, form, begins):
    answer = browser.post(FILE, {"form": form, "first": "2026-03-01", "last": "2026-03-31"})

    assert answer.content.startswith(begins)
    assert Event.objects.get(name=EventName.EXPORTED).data == {
        "form": f"figures-{form}", "filters": {"first": "2026-03-01", "last": "2026-03-31"},
    }  # fmt: skip


AGAIN = "/desk/systems/erase-again/"


def test_what_must_be_erased_again_is_handed_out_and_logged(browser, controller, dpo):
    system = make.system(controller)

    answer = browser.post(AGAIN, {"system": system.pk, "since": "2026-03-01"})

    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbfNumber")
    event = Event.objects.get(name=EventName.EXPORTED)
    assert event.data == {"form": "erased", "filters": {"system": str(system.pk), "since": "2026-03-01"}}


def test_a_system_of_somebody_else_cannot_be_chosen(browser, controller):
    foreign = make.system(make.controller("other", prefix="OTH"))

    answer = browser.post(AGAIN, {"system": foreign.pk, "since": "2026-03-01"})

    assert answer.status_code == 422
    assert not Event.objects.filter(name=EventName.EXPORTED).exists()


def test_the_list_waits_for_the_proof_and_for_an_officer(browser, handler, clock: time_machine.Traveller):
    assert signed_in(handler).get(AGAIN).status_code == 404
    browser.get(LIST)
    clock.move_to(NOW + timedelta(minutes=20))

    assert step_up.MARK in browser.get(AGAIN).content.decode()
