"""The officer takes a case along, with a reason and a fresh proof of who they are; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dsr.evidence.verify import check_bundle
from dsr.models import Event, EventName, SubjectRequest, User
from dsr.services import handling
from tests.web.desk.conftest import NOW, signed_in

pytestmark = pytest.mark.django_db


def address(dsr: SubjectRequest) -> str:
    return reverse("desk:evidence", args=[dsr.reference])


def test_the_case_leads_the_officer_to_its_evidence(
    browser: Client, dsr: SubjectRequest, handler: User, dpo: User
):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    case = reverse("desk:request", args=[dsr.reference])

    assert address(dsr) in browser.get(case).content.decode()
    assert address(dsr) not in signed_in(handler).get(case).content.decode()
    assert signed_in(handler).post(address(dsr), {"reason": "court", "version": "full"}).status_code == 404


@pytest.mark.parametrize(
    ("version", "name"), [("full", "evidence"), ("pseudonymous", "evidence-pseudonymous")]
)
def test_the_bundle_comes_as_a_download_that_holds(
    browser: Client, dsr: SubjectRequest, dpo: User, tmp_path, version, name
):
    answer = browser.post(address(dsr), {"reason": "authority", "version": version})

    path = tmp_path / "bundle.zip"
    path.write_bytes(b"".join(answer.streaming_content))
    assert check_bundle(path)
    assert answer["Content-Disposition"] == f'attachment; filename="{dsr.reference}-{name}.zip"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    event = Event.objects.get(name=EventName.CASE_EXPORTED)
    assert (event.by, event.data) == (dpo, {"reason": "authority", "full": version == "full"})


@pytest.mark.parametrize("typed", [{}, {"reason": "court"}, {"reason": "curiosity", "version": "full"}])
def test_without_a_reason_nothing_is_taken(browser: Client, dsr: SubjectRequest, typed):
    answer = browser.post(address(dsr), typed)

    assert answer.status_code in {200, 422}
    assert not Event.objects.filter(name=EventName.CASE_EXPORTED).exists()


def test_an_old_session_proves_itself_first(browser: Client, dsr: SubjectRequest, clock):
    browser.get(address(dsr))
    clock.move_to(NOW + timedelta(minutes=20))

    answer = browser.post(address(dsr), {"reason": "court", "version": "full"})

    assert answer["Content-Type"].startswith("text/html")
    assert not Event.objects.filter(name=EventName.CASE_EXPORTED).exists()


def test_a_log_that_cannot_be_signed_is_said_and_nothing_is_handed_out(
    browser: Client, dsr: SubjectRequest, settings
):
    settings.LOG_KEY_FILE.write_text("damaged")

    answer = browser.post(address(dsr), {"reason": "court", "version": "full"})

    assert answer.status_code == 503
    assert "cannot be signed" in answer.content.decode()
