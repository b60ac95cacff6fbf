"""The desk prints the letters that wait to be posted."""

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Event, EventName, Message, Role
from dsr.services import handling, posting
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-05-06 14:30")


@pytest.fixture
def posted(controller, dpo):
    """A request of somebody who wants post, with an extension that waits to be printed."""
    (dsr,) = make.requests(
        controller, now=NOW, medium="post", email="", postal_address="Beispielallee 7\n10999 Berlin"
    )
    handling.extend(dsr.pk, ground="complexity", reasons="Vierzehn Systeme.", by=dpo, now=NOW)
    return dsr


def fetch(user, dsr, notice):
    """Return what somebody gets who opens the PDF of a letter."""
    client = Client()
    client.force_login(user)
    return client.get(reverse("desk:letter_pdf", args=[dsr.reference, notice.pk]))


def test_a_letter_to_be_posted_is_a_download_that_no_browser_runs(posted, dpo):
    notice = posted.notices.get(kind="extension")

    response = fetch(dpo, posted, notice)

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{posted.reference}-{notice.pk}.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "no-store"


def test_opening_it_is_logged(posted, dpo):
    fetch(dpo, posted, posted.notices.get(kind="extension"))

    assert Event.objects.filter(dsr=posted, name=EventName.READ, by=dpo).count() == 1


def test_the_case_leads_to_it_until_it_was_posted(posted, dpo):
    client = Client()
    client.force_login(dpo)
    url = reverse("desk:letter_pdf", args=[posted.reference, posted.notices.get(kind="extension").pk])
    page = reverse("desk:request", args=[posted.reference])
    before = client.get(page).content.decode()

    posting.mark_posted(posted.pk, by=dpo, now=NOW)

    assert url in before
    assert url not in client.get(page).content.decode()
    assert client.get(url).status_code == 200


def test_a_letter_of_another_case_or_to_staff_is_not_handed_out(posted, dpo, controller):
    (other,) = make.requests(controller, now=NOW, medium="post", email="", postal_address="Anderswo 1")
    handling.extend(other.pk, ground="number", reasons="Viele.", by=dpo, now=NOW)

    foreign = fetch(dpo, posted, other.notices.get(kind="extension"))
    to_staff = fetch(dpo, posted, posted.notices.filter(recipient="dpo").first())

    assert (foreign.status_code, to_staff.status_code) == (404, 404)


def test_nobody_of_another_controller_and_no_auditor_gets_it(posted, controller):
    notice = posted.notices.get(kind="extension")
    stranger = make.staff(make.controller("fremd"), Role.DPO, "fremd@controller.example.org")
    auditor = make.staff(controller, Role.AUDITOR, "audit@controller.example.org")

    assert [fetch(user, posted, notice).status_code for user in (stranger, auditor)] == [404, 404]


def test_a_letter_whose_words_were_destroyed_is_gone(posted, dpo):
    Message.objects.update(body="")

    assert fetch(dpo, posted, posted.notices.get(kind="extension")).status_code == 404
