"""A letter in a controller's own words: checked against the law, tried on an invented case, kept in versions."""

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, LetterText, SubjectRequest, User
from dsr.notices import letter, own_text
from tests.make import at
from tests.web.settings.conftest import kept

pytestmark = pytest.mark.django_db
OWN = "Leider dauert es länger, weil:\n{{ reasons }}\n\nSie hören von uns bis {{ new_due_on }}."


def page_of(controller: Controller, kind: str = "extension", language: str = "de") -> str:
    return reverse("settings:letter", args=[controller.slug, kind, language])


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_the_words_of_the_house_pass_their_own_checks(language):
    for kind in own_text.editable():
        assert own_text.faults(kind, language, own_text.standard(kind, language)) == []
    assert len(own_text.editable()) > 15


def test_own_words_stand_in_the_next_letter_inside_the_frame_of_the_house(
    browser: Client, dsr: SubjectRequest
):
    browser.post(page_of(dsr.controller), {"body": OWN})

    text = letter.compose("extension", dsr, now=at("2026-03-11 10:00"), words={"reasons": "Elf Systeme."})

    assert "Leider dauert es länger, weil:\nElf Systeme." in text
    assert dsr.reference in text
    assert "Muster Versand GmbH" in text
    assert "Ihr Antrag ist am" not in text


@pytest.mark.parametrize(("body", "says"), [
    ("Sie hören von uns bis {{ new_due_on }}.", "GDPR Art. 12(3)"),
    (OWN + "{{ secret }}", "secret"),
    (OWN + "{{ controller.memberships }}", "is not known"),
    (OWN + "{% include 'x' %}", "cannot stand here"),
    (OWN + "{% load static %}", "cannot stand here"),
    (OWN + "{% if reasons %}x", "endif"),
    (OWN + "{% endblock %}{% block subject %}x", "cannot stand here"),
    (OWN + "{# hidden #}", "cannot stand here"),
    (OWN + "{{ reasons|safe }}", "is not known"),
])  # fmt: skip
def test_words_that_would_break_the_letter_or_the_law_are_refused_and_kept_on_the_page(
    browser: Client, controller: Controller, body, says
):
    answer = browser.post(page_of(controller), {"body": body})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert answer.context["form"]["body"].value() == body
    assert not LetterText.objects.exists()


def test_a_preview_shows_an_invented_case_and_stores_nothing(browser: Client, controller: Controller):
    answer = browser.post(page_of(controller), {"body": OWN, "preview": "1"})

    assert "Guten Tag Mira Muster" in answer.context["sample"]
    assert "Leider dauert es länger" in answer.context["sample"]
    assert not LetterText.objects.exists()


def test_versions_are_kept_and_the_house_s_words_come_back(browser: Client, dsr: SubjectRequest, first: User):
    controller = dsr.controller
    browser.post(page_of(controller), {"body": OWN})
    browser.post(page_of(controller), {"body": OWN + "\nDanke."})
    browser.post(page_of(controller), {"body": OWN + "\nDanke."})
    browser.post(page_of(controller), {"body": "anything", "reset": "1"})

    text = letter.compose("extension", dsr, now=at("2026-03-11 10:00"), words={"reasons": "Elf Systeme."})

    assert [(one.version, bool(one.body)) for one in LetterText.objects.all()] == [
        (3, False),
        (2, True),
        (1, True),
    ]
    assert "Ihr Antrag ist am" in text
    assert "Leider" in browser.get(page_of(controller) + "?version=1").context["form"]["body"].value()


def test_words_that_have_become_incomplete_hold_up_no_letter(dsr: SubjectRequest, first: User):
    LetterText.objects.create(
        controller=kept(dsr.controller), kind="extension", language="de", body="Nur das.", version=1, by=first,
        at=at("2026-03-11 09:00"),
    )  # fmt: skip

    text = letter.compose("extension", dsr, now=at("2026-03-11 10:00"), words={"reasons": "Elf Systeme."})

    assert "Elf Systeme." in text


@pytest.mark.parametrize("kind", ["acknowledgement", "answer_refused", "recipient_notice"])
def test_the_sample_of_a_letter_can_be_read_in_every_language(browser: Client, controller: Controller, kind):
    for language in ("en", "de", "sv"):
        assert browser.get(page_of(controller, kind, language)).status_code in {200, 404}
