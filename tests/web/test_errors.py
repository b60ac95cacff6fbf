"""The pages for what went wrong: nothing that somebody typed is lost without a word."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dsr.models import Direction, Message, SubjectRequest, User
from tests.web.desk.conftest import address, browser, clock, signed_in

__all__ = ["browser", "clock"]
pytestmark = pytest.mark.django_db
TOO_MUCH = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)


def test_words_that_were_sent_after_the_session_had_ended_are_given_back(dsr: SubjectRequest):
    answer = Client().post(address(dsr, "write_out"), {"seen": dsr.version, "body": "Nein"})

    assert answer.status_code == 403
    assert '<p class="letter prose">Nein</p>' in answer.content.decode()
    assert f"/desk/sign-in/?next={address(dsr, 'write_out')}" in answer.content.decode().replace("%2F", "/")
    assert not Message.objects.filter(direction=Direction.OUT).exists()


def test_a_button_without_words_leads_to_the_door_and_back_to_its_page(dsr: SubjectRequest):
    answer = Client().post(address(dsr, "start"), {"seen": dsr.version})

    assert answer.status_code == 302
    assert answer["Location"].replace("%2F", "/") == f"/desk/sign-in/?next={address(dsr, 'start')}"


def test_after_signing_in_nobody_lands_at_an_address_that_takes_forms_only(dsr: SubjectRequest):
    answer = Client().post(reverse("desk:register_csv"))

    assert answer["Location"].replace("%2F", "/") == "/desk/sign-in/?next=/desk/"


def test_a_form_of_another_site_is_told_nothing_of_what_it_sent(dsr: SubjectRequest):
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(address(dsr, "write_out"), {"seen": dsr.version, "body": "Ruf 0000 an"})

    assert answer.status_code == 403
    assert "Ruf 0000 an" not in answer.content.decode()


def test_one_word_on_a_stale_page_is_given_back_too(browser: Client, dsr: SubjectRequest):
    answer = browser.post(address(dsr, "write_out"), {"seen": dsr.version + 7, "body": "nein"})

    assert answer.status_code == 409
    assert '<p class="letter prose">nein</p>' in answer.content.decode()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_more_than_any_form_takes_is_refused_with_a_word_on_where_it_still_is(
    browser: Client, dsr: SubjectRequest, content_type: str
):
    sent = {"seen": dsr.version, "body": TOO_MUCH}
    if content_type.startswith("multipart"):
        answer = browser.post(address(dsr, "write_out"), sent)
    else:
        answer = browser.post(address(dsr, "write_out"), f"body={TOO_MUCH}", content_type=content_type)

    assert answer.status_code == 413
    assert "what you typed is usually still there" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("reference", ["%00", "DSR-2026-%00", "x" * 300, "DSR-2026-000001"])
def test_an_address_that_holds_no_reference_leads_nowhere(dpo: User, reference: str):
    answer = signed_in(dpo).get(f"/desk/requests/{reference}/")

    assert answer.status_code == 404
