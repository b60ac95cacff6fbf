"""The page of a request says which reminder comes next, why then, and to whom."""

import pytest
from django.utils import translation

from dsr.services import handling
from dsr.web.desk import reminders
from tests.make import at, stored

pytestmark = pytest.mark.django_db


def test_the_next_reminder_is_named_with_its_day_its_reason_and_its_recipients(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    said = reminders.coming(stored(dsr.pk), at("2026-03-27 10:00"))

    assert said["next"]["day"] == "Monday 30 March 2026"
    assert said["next"]["what"] == "7 working days before the last day"
    assert said["next"]["to"] == "Data protection officer"
    assert [step["day"] for step in said["later"]][:2] == ["Tuesday 7 April 2026", "Thursday 9 April 2026"]


def test_a_step_that_would_say_nothing_is_not_announced(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    said = reminders.coming(stored(dsr.pk), at("2026-03-11 10:00"))

    assert "not triaged" not in str(said)


def test_a_late_request_is_reminded_of_on_the_next_working_morning(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    said = reminders.coming(stored(dsr.pk), at("2026-04-17 12:00"))

    assert (said["next"]["day"], said["later"]) == ("Monday 20 April 2026", [])


def test_while_the_clock_rests_only_the_owners_are_reminded_and_the_page_says_so(client, dsr, dpo):
    handling.ask_identity(dsr.pk, why="-", asks="-", by=dpo, now=at("2026-03-11 09:00"))
    client.force_login(dpo)

    page = client.get(f"/desk/requests/{dsr.reference}/").content.decode()

    assert reminders.coming(stored(dsr.pk), at("2026-03-12 09:00")) == {
        "next": None,
        "later": [],
        "rests": True,
    }
    assert "the owners of systems still are" in page


def test_the_page_shows_the_next_reminder_in_the_language_of_its_reader(client, dsr, dpo):
    dpo.language = "de"
    dpo.save()
    client.force_login(dpo)

    with translation.override("de"):
        page = client.get(f"/desk/requests/{dsr.reference}/").content.decode()

    assert "Nächste Erinnerung: " in page


def test_a_closed_request_has_none(dsr, dpo):
    handling.mark_not_a_request(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    assert reminders.coming(stored(dsr.pk), at("2026-03-11 10:00")) == {}
