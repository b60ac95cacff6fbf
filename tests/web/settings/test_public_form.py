"""The settings of the public pages: what is saved there is what the form shows."""

import pytest
from django.test import Client

from dsr.models import Controller, User
from tests.web.settings.conftest import fields_of


@pytest.fixture
def officer(client: Client, dpo: User) -> Client:
    """The data protection officer, signed in."""
    client.force_login(dpo)
    return client


def section(code: str) -> str:
    """Return the address of a page of settings of the controller of these tests."""
    return f"/desk/settings/at/muster/{code}/"


def stored() -> Controller:
    """Return the controller as it is now."""
    return Controller.objects.get(slug="muster")


def test_rights_questions_and_links_are_saved(officer: Client, controller: Controller):
    sent = {
        **fields_of(officer.get(section("form"))), "rights_shown": ["erasure", "access"],
        "questions_hidden": ["erasure.made_public"], "is_listed": "on",
        "imprint_url": "https://www.example.org/imprint",
    }  # fmt: skip

    answer = officer.post(section("form"), sent)
    wrong = officer.post(section("form"), {**sent, "accent": "blue", "rights_shown": ["money"]})

    assert (answer.status_code, wrong.status_code) == (302, 422)
    assert set(stored().rights_shown) == {"erasure", "access"}
    assert stored().questions_hidden == ["erasure.made_public"]
    assert "https://www.example.org/imprint" in Client().get("/de/muster/about/imprint/").content.decode()


def test_an_administrator_reaches_the_ways_into_the_form_from_its_settings(
    client: Client, controller: Controller
):
    client.force_login(User.objects.create_superuser("root@example.org", "x"))
    way = "/desk/form/muster/"

    assert way in client.get(section("form")).content.decode()
    assert client.get(way).status_code == 200


def test_own_words_are_saved_by_place_and_language_and_those_of_other_languages_stay(
    officer: Client, controller: Controller
):
    controller.texts = {"intro": {"fi": "Hei"}}
    controller.save()

    officer.post(
        section("texts"), {"intro-de": "Schön, dass Sie fragen.", "intro-en": " ", "done-sv": "Tack."}
    )

    assert stored().texts == {
        "intro": {"fi": "Hei", "de": "Schön, dass Sie fragen."},
        "done": {"sv": "Tack."},
    }
    assert "Schön, dass Sie fragen." in Client().get("/de/muster/").content.decode()


def test_an_identifier_is_added_changed_and_taken_away(officer: Client, controller: Controller):
    officer.post(
        section("identifiers"),
        {"0-code": "order", "0-label-de": "Bestellnummer", "0-purpose-de": "Zum Finden."},
    )
    first = stored().identifiers
    wrong = officer.post(section("identifiers"), {"0-code": "Order Nr", "0-label-de": "x"})
    officer.post(section("identifiers"), {"0-code": "", "1-code": "device", "1-label-de": "Gerät"})

    assert first == [{"code": "order", "label": {"de": "Bestellnummer"}, "purpose": {"de": "Zum Finden."}}]
    assert wrong.status_code == 422
    assert stored().identifiers == [{"code": "device", "label": {"de": "Gerät"}}]
