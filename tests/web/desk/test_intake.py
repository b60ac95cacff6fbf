"""Taking a request in by hand."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dsr.models import Attachment, Controller, Draft, State, SubjectRequest, Submission, User
from tests import make
from tests.web.desk.conftest import address, signed_in

pytestmark = pytest.mark.django_db
INTAKE = "/desk/intake/"


def call(controller: Controller, **changes: object) -> dict[str, object]:
    """Return what is typed while somebody is on the telephone."""
    return {
        "key": str(uuid.uuid4()), "controller": controller.pk, "channel": "phone", "received_on": "2026-03-11",
        "received_time": "09:40", "rights": ["access"], "name": "Jona Ausgedacht", "email": "", "phone": "",
        "postal_address": "", "letter": "Möchte wissen, was wir haben.", "language": "de", "medium": "mail",
        "relation": "self", "agent_name": "", "agent_email": "", **changes,
    }  # fmt: skip


def test_a_call_becomes_a_request_that_awaits_triage_and_its_last_day_is_shown(
    browser: Client, controller: Controller, dpo: User
):
    answer = browser.post(INTAKE, call(controller), follow=True)

    dsr = SubjectRequest.objects.get()
    assert (dsr.state, dsr.due_on, dsr.submission.entered_by) == (State.RECEIVED, date(2026, 4, 13), dpo)
    assert answer.status_code == 200
    assert "Monday 13 April 2026" in answer.content.decode()
    assert dsr.reference in answer.content.decode()


def test_the_clock_counts_from_a_receipt_in_the_past(browser: Client, controller: Controller):
    browser.post(INTAKE, call(controller, channel="post", received_on="2026-02-27", received_time="16:00"))

    assert SubjectRequest.objects.get().due_on == date(2026, 3, 27)


def test_the_time_of_receipt_is_read_on_the_clock_of_the_controller(browser: Client, controller: Controller):
    browser.post(INTAKE, call(controller, received_on="2026-03-11", received_time="00:20"))

    submission = Submission.objects.get()
    assert submission.received_on == date(2026, 3, 11)
    assert submission.received_at.isoformat() == "2026-03-10T23:20:00+00:00"


@pytest.mark.parametrize("day", ["0001-01-01", "0026-03-10", "1926-03-10", "2016-03-01"])
def test_a_year_that_can_only_be_a_slip_is_refused(browser: Client, controller: Controller, day: str):
    answer = browser.post(INTAKE, call(controller, received_on=day, received_time="00:00"))

    assert answer.status_code == 422
    assert "received_on" in answer.context["form"].errors
    assert not SubjectRequest.objects.exists()


@pytest.mark.parametrize(("day", "hour"), [("2026-03-12", "08:00"), ("2026-03-11", "10:08")])
def test_a_receipt_in_the_future_is_refused_and_everything_typed_is_kept(
    browser: Client, controller: Controller, day: str, hour: str
):
    answer = browser.post(INTAKE, call(controller, received_on=day, received_time=hour))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has not come yet" in page
    assert "Jona Ausgedacht" in page
    assert not Submission.objects.exists()


def test_several_rights_of_one_call_become_sibling_requests(browser: Client, controller: Controller):
    browser.post(INTAKE, call(controller, rights=["access", "erasure"]))

    assert sorted(SubjectRequest.objects.values_list("right", flat=True)) == ["access", "erasure"]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("missing", [{"rights": []}, {"name": "", "letter": ""}, {"channel": "pigeon"}])
def test_what_cannot_be_done_without_is_asked_for(
    browser: Client, controller: Controller, missing: dict[str, object]
):
    answer = browser.post(INTAKE, call(controller, **missing))

    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_the_same_form_posted_twice_takes_in_one_request(browser: Client, controller: Controller):
    form = call(controller)

    first, again = browser.post(INTAKE, form), browser.post(INTAKE, form)

    assert first["Location"] == again["Location"]
    assert Submission.objects.count() == 1


def test_the_secret_is_shown_once_to_whoever_took_the_call(browser: Client, controller: Controller):
    done = browser.post(INTAKE, call(controller))["Location"]

    first, again = browser.get(done), browser.get(done)

    assert len(first.context["secret"].replace("-", "")) == 26
    assert again.context["secret"] == ""


def test_a_colleague_does_not_see_what_somebody_else_took_in(
    browser: Client, second_browser: Client, controller: Controller
):
    done = browser.post(INTAKE, call(controller))["Location"]

    assert second_browser.get(done).status_code == 404


def test_a_case_handler_keeps_what_they_took_in(controller: Controller, handler: User):
    client = signed_in(handler)

    client.post(INTAKE, call(controller))

    dsr = SubjectRequest.objects.get()
    assert dsr.handler == handler
    assert client.get(address(dsr)).status_code == 200


def test_nobody_takes_in_for_a_controller_where_they_have_no_role(browser: Client):
    elsewhere = make.controller("elsewhere", prefix="AW")

    answer = browser.post(INTAKE, call(elsewhere))

    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_a_letter_without_mail_address_is_answered_on_paper(browser: Client, controller: Controller):
    browser.post(INTAKE, call(controller, channel="post", postal_address="Weg 1\r\n00000 Nirgendwo"))

    submission = Submission.objects.select_related("subject").get()
    assert (submission.medium, submission.subject.postal_address) == ("post", "Weg 1\n00000 Nirgendwo")


def test_a_scan_is_kept_with_the_request_and_handed_out_as_a_file(browser: Client, controller: Controller):
    scan = SimpleUploadedFile("Brief von Jona.pdf", b"%PDF-1.4\n1 0 obj\n", content_type="application/pdf")

    browser.post(INTAKE, call(controller, channel="post", scans=[scan]))

    attachment, dsr = Attachment.objects.get(), SubjectRequest.objects.get()
    assert (attachment.submission, Draft.objects.count()) == (dsr.submission, 0)
    answer = browser.get(reverse("desk:file", args=[dsr.reference, attachment.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\n1 0 obj\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_scan_that_is_refused_takes_nothing_in(browser: Client, controller: Controller, settings):
    scan = SimpleUploadedFile("brief.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")

    answer = browser.post(INTAKE, call(controller, scans=[scan]))

    assert answer.status_code == 422
    assert "brief.pdf" in answer.content.decode()
    assert not Submission.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_of_a_foreign_case_does_not_exist(browser: Client, second_dpo: User, controller: Controller):
    scan = SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n", content_type="application/pdf")
    browser.post(INTAKE, call(controller, scans=[scan]))
    attachment, dsr = Attachment.objects.get(), SubjectRequest.objects.get()
    stranger = make.staff(make.controller("elsewhere", prefix="AW"), email="x@elsewhere.example.org")
    (other,) = make.requests(controller, now=dsr.submission.entered_at)

    through_other = browser.get(reverse("desk:file", args=[other.reference, attachment.pk]))
    by_stranger = signed_in(stranger).get(reverse("desk:file", args=[dsr.reference, attachment.pk]))

    assert (through_other.status_code, by_stranger.status_code) == (404, 404)
