"""Setting up and exporting from the command line; the demo stays out of production."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dsr.models import (
    Controller,
    Event,
    EventName,
    Membership,
    Role,
    SubjectRequest,
    User,
)

pytestmark = pytest.mark.django_db

FLAGS = {
    "controller": "Probe Handel AG", "country": "de", "subdivision": "de-hh", "zone": "Europe/Berlin",
    "language": "de", "dpo_name": "D. Beispiel", "dpo_email": "dpo@probe.example.org",
    "user_email": "First@probe.example.org", "password": "paper-ink-and-rail",
}  # fmt: skip


def test_setup_makes_a_controller_with_its_authority_and_somebody_who_can_sign_in():
    said = io.StringIO()

    call_command("setup", **FLAGS, stdout=said)

    controller = Controller.objects.get()
    assert (controller.slug, controller.subdivision, controller.regime) == (
        "probe-handel-ag",
        "DE-HH",
        "eu_gdpr",
    )
    assert "Hamburg" in said.getvalue()
    assert Membership.objects.get().role == Role.DPO
    assert Client().login(username="first@probe.example.org", password="paper-ink-and-rail")


def test_setup_draws_a_password_and_says_it_once():
    said = io.StringIO()

    call_command("setup", **{**FLAGS, "password": None}, stdout=said)

    password = said.getvalue().split("password ")[1].split(" ")[0]
    assert User.objects.get().check_password(password)


@pytest.mark.parametrize("name", ["Status", "Confirm!", "C"])
def test_setup_gives_no_controller_the_address_of_another_page(name: str):
    call_command("setup", **{**FLAGS, "controller": name}, stdout=io.StringIO())

    assert Controller.objects.get().slug.endswith("-2")


def test_setup_takes_the_law_of_the_country():
    call_command(
        "setup",
        **{**FLAGS, "country": "GB", "subdivision": "GB-SCT", "zone": "Europe/London"},
        stdout=io.StringIO(),
    )

    assert Controller.objects.get().regime == "uk_gdpr"


@pytest.mark.parametrize(
    "wrong",
    [{"country": "XX"}, {"subdivision": "DE-XX"}, {"zone": "Europe/Nirgendwo"}, {"language": "fr"},
     {"dpo_email": "nobody"}, {"user_email": ""}, {"password": "short"}, {"authority": "nobody"}],
)  # fmt: skip
def test_setup_refuses_what_is_wrong_and_stores_nothing(wrong: dict[str, str]):
    with pytest.raises(CommandError):
        call_command("setup", **{**FLAGS, **wrong}, stdout=io.StringIO())

    assert not Controller.objects.exists()
    assert not User.objects.exists()


def test_setup_without_a_terminal_names_the_flag_that_is_missing():
    with pytest.raises(CommandError, match="--controller"):
        call_command("setup", stdout=io.StringIO())


def test_the_demo_does_not_go_into_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="never"):
        call_command("seed_demo", stdout=io.StringIO())

    assert not User.objects.exists()


def test_the_register_is_written_from_the_command_line_and_logged(dsr: SubjectRequest, tmp_path: Path):
    target = tmp_path / "register.csv"

    call_command("export_register", output=target, language="sv")

    with target.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Nummer"] == dsr.reference
    assert Event.objects.get(name=EventName.EXPORTED).by is None


def test_the_register_of_an_unknown_controller_is_an_error(dsr: SubjectRequest):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_register", controller="nowhere", stdout=io.StringIO())
