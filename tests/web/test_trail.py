"""Whatever door content is read through, the log has who did it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import Event, EventName
from dsr.services import files
from tests.evidence.conftest import write
from tests.signed_in import spare_code
from tests.web.desk.conftest import signed_in
from tests.web.public.walk import entered

pytestmark = pytest.mark.django_db
PASSWORD = "paper-ink-and-rail"


def logged(name: EventName) -> list[tuple]:
    """Return who did something of a name, and with what codes."""
    return [(event.by, event.data) for event in Event.objects.filter(name=name).order_by("pk")]


def test_a_step_that_shows_content_is_a_reading_too(dsr, dpo):
    signed_in(dpo).get(reverse("desk:act", args=[dsr.reference, "write_out"]))

    assert logged(EventName.READ) == [(dpo, {})]


def test_each_file_that_is_opened_is_logged_by_its_number(dsr, dpo, settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path
    task = dsr.tasks.create(
        system=dsr.controller.systems.create(name="CRM", owner_email="o@systems.example.org", language="en"),
        asked_at=timezone.now(), due_on=timezone.localdate(),
    )  # fmt: skip
    kept = files.take_for(SimpleUploadedFile("Mira Erfunden.txt", b"text"), task=task,
                          now=timezone.now())  # fmt: skip
    address = reverse("desk:file", args=[dsr.reference, kept.pk])

    answers = [signed_in(dpo).get(address) for _ in range(2)]

    assert [b"".join(answer) for answer in answers] == [b"text", b"text"]
    assert logged(EventName.FILE_OPENED) == [(dpo, {"file": kept.pk})] * 2


def test_coming_in_going_out_and_being_refused_are_logged(dpo):
    dpo.set_password(PASSWORD)
    dpo.save()
    client, wrong = Client(), Client()
    for person, password in ((wrong, "something-else-here"), (client, PASSWORD)):
        person.post(reverse("desk:sign_in"), {"username": dpo.email, "password": password})
    for _ in range(2):
        client.post(reverse("desk:sign_out"))

    assert logged(EventName.SIGN_IN_REFUSED) == [(None, {"how": "password", "account": dpo.pk})]
    assert logged(EventName.SIGNED_IN) == [(dpo, {"how": "password"})]
    assert logged(EventName.SIGNED_OUT) == [(dpo, {"how": "password"})]


def test_with_a_second_factor_somebody_is_in_once_that_was_shown(dpo):
    dpo.set_password(PASSWORD)
    dpo.save()
    code, client = spare_code(dpo.email), Client()
    client.post(reverse("desk:sign_in"), {"username": dpo.email, "password": PASSWORD})
    half_way = logged(EventName.SIGNED_IN)
    for typed in ("000000", code):
        client.post(reverse("mfa_authenticate"), {"code": typed})

    assert half_way == []
    assert logged(EventName.SIGN_IN_REFUSED) == [(None, {"how": "mfa", "account": dpo.pk})]
    assert logged(EventName.SIGNED_IN) == [(dpo, {"how": "recovery_codes"})]


def test_an_unknown_address_leaves_no_trace_of_itself(dpo):
    Client().post(reverse("desk:sign_in"), {"username": "stranger@person.example.net", "password": PASSWORD})

    (event,) = Event.objects.filter(name=EventName.SIGN_IN_REFUSED)
    assert (event.controller, event.by, event.data) == (None, None, {"how": "password"})


def test_opening_the_status_page_is_logged_once_for_each_time_the_secret_was_given(controller):
    walk, submission = entered(controller, "access")
    walk.get("status")

    assert logged(EventName.STATUS_OPENED) == [(None, {})]
    assert Event.objects.get(name=EventName.STATUS_OPENED).submission == submission


def test_the_log_of_a_case_is_not_buried_under_texts_and_readings(dsr, dpo):
    write(dsr, 1)
    client = signed_in(dpo)
    client.get(reverse("desk:request", args=[dsr.reference]))

    page = client.get(reverse("desk:request", args=[dsr.reference])).content.decode()

    assert "Text written down" not in page
