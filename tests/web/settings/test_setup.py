"""From `manage.py setup` or a further controller to a form that is open, step by step."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, User
from tests.web.desk.conftest import signed_in
from tests.web.settings.conftest import fields_of

pytestmark = pytest.mark.django_db


def new(client: Client, **changes: str):
    sent = {"name": "Neuer Laden GmbH", "country": "DE", "subdivision": "de-be", "language": "de",
            "dpo_email": "dpo@laden.example.org", **changes}  # fmt: skip
    return client.post(reverse("settings:new"), sent)


def test_a_further_controller_begins_closed_with_what_its_place_decides(browser: Client):
    answer = new(browser)
    made = Controller.objects.get(slug="neuer-laden-gmbh")

    assert answer["Location"] == reverse("settings:overview", args=[made.slug])
    assert (made.is_open, made.subdivision, made.zone, made.regime) == (
        False,
        "DE-BE",
        "Europe/Berlin",
        "eu_gdpr",
    )


def test_two_of_one_name_get_addresses_of_their_own(browser: Client):
    new(browser)
    new(browser)

    assert sorted(Controller.objects.filter(name="Neuer Laden GmbH").values_list("slug", flat=True)) == [
        "neuer-laden-gmbh", "neuer-laden-gmbh-2",
    ]  # fmt: skip


def test_a_region_that_is_not_known_says_which_are(browser: Client):
    answer = new(browser, subdivision="DE-QQ")

    assert answer.status_code == 422
    assert "DE-BE" in answer.content.decode()


def test_after_the_command_seven_steps_lead_to_an_open_form_and_none_is_a_dead_end():
    call_command(
        "setup", controller="Kleiner Laden", country="DE", subdivision="DE-BE", zone="Europe/Berlin", language="de",
        dpo_name="D. Beispiel", dpo_email="dpo@laden.example.org", user_email="first@laden.example.org",
        password="a green boat on a quiet lake",
    )  # fmt: skip
    first, made = User.objects.get(), Controller.objects.get()
    client = signed_in(first)
    at = lambda code: reverse("settings:section", args=[made.slug, code])  # noqa: E731

    begun = client.get(reverse("settings:overview", args=[made.slug])).context["done"]
    organisation = fields_of(client.get(at("organisation")))
    client.post(at("organisation"), {**organisation, "postal_address": "Weg 1\n10999 Berlin"})
    for code in ("holidays", "languages"):
        client.post(at(code), fields_of(client.get(at(code))))
    client.post(
        at("officer"), {**fields_of(client.get(at("officer"))), "deputy_email": "deputy@laden.example.org"}
    )
    table = "name;owner_email\nCRM;crm@laden.example.org"
    client.post(reverse("settings:read_in", args=[made.slug]), {"pasted": table})
    client.post(reverse("settings:invite"), {
        "email": "second@laden.example.org", "language": "de", "controller": made.pk, "role": "dpo",
    })  # fmt: skip
    done = client.get(reverse("settings:overview", args=[made.slug])).context["done"]

    assert begun[0] < 7
    assert done == (7, 7)
    assert Client().get(f"/de/{made.slug}/").status_code == 200


def test_the_form_is_opened_and_closed_with_one_button(browser: Client, controller: Controller):
    address = reverse("settings:opening", args=[controller.slug])

    browser.post(address, {"close": "1"})
    closed = Controller.objects.get(pk=controller.pk).is_open
    browser.post(address, {"open": "1"})

    assert (closed, Controller.objects.get(pk=controller.pk).is_open) == (False, True)
