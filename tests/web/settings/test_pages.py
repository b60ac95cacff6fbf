"""Each section of the settings: shown, saved as it stands, refused with what to do, and logged."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, Event, EventName, SubjectRequest, User
from dsr.web.settings.sections import SECTIONS
from tests.make import stored
from tests.web.desk.conftest import signed_in
from tests.web.settings.conftest import fields_of, kept

pytestmark = pytest.mark.django_db


def at(controller: Controller, code: str) -> str:
    return reverse("settings:section", args=[controller.slug, code])


def save(client: Client, controller: Controller, code: str, **changes: object):
    """Send the form of a section with some fields changed; None takes one away."""
    data = {**fields_of(client.get(at(controller, code))), **changes}
    return client.post(
        at(controller, code), {name: value for name, value in data.items() if value is not None}
    )


@pytest.mark.parametrize("code", SECTIONS)
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_a_section_opens_in_every_language(
    browser: Client, controller: Controller, first: User, code, language
):
    first.language = language
    first.save()

    page = browser.get(at(controller, code)).content.decode()

    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("code", SECTIONS)
def test_saving_a_section_as_it_stands_changes_nothing_and_is_logged(
    browser: Client, controller: Controller, code
):
    before = Controller.objects.values().get(pk=controller.pk)

    answer = save(browser, controller, code)

    assert answer.status_code == 302, answer.context["form"].errors
    assert Controller.objects.values().get(pk=controller.pk) == before
    event = Event.objects.get(name=EventName.SETTING_CHANGED)
    assert event.data == {"section": code, "fields": []}


def test_the_log_says_which_fields_changed_and_not_to_what(browser: Client, controller: Controller):
    save(browser, controller, "organisation", phone="+49 30 123", postal_address="Neuer Weg 1")

    assert kept(controller).phone == "+49 30 123"
    event = Event.objects.get(name=EventName.SETTING_CHANGED)
    assert event.data["fields"] == ["phone", "postal_address"]
    assert "123" not in str(event.data)


@pytest.mark.parametrize(
    ("code", "changes", "says"),
    [
        ("organisation", {"name": "Muster\nBcc: x@example.org"}, "one line"),
        ("organisation", {"slug": "status"}, "another page"),
        ("organisation", {"prefix": "ba-1"}, "capital letters"),
        ("officer", {"dpo_email": "nobody"}, "valid email"),
        ("officer", {"dpo_absent_from": "2026-05-02", "dpo_absent_until": "2026-05-01"}, "before the first"),
        ("officer", {"dpo_absent_from": "2026-05-02", "deputy_email": ""}, "Name a deputy"),
        ("place", {"subdivision": "DE-XX"}, "DE-BE"),
        ("place", {"zone": "Berlin"}, "Europe/Berlin"),
        ("holidays", {"extra_free": "24.12.2026\nsoon"}, "Line 2"),
        ("languages", {"language": "sv", "languages": ["de"]}, "must be among"),
        ("reminders", {"closes": "06:00"}, "before the beginning"),
        ("reminders", {"owners_chased_after": "one"}, "1, 4"),
        ("reminders", {"owners_chased_after": "\u00b2"}, "1, 4"),
        ("retention", {"retention_years": "99"}, "at most"),
        ("four-eyes", {"four_eyes": None}, "Write down why"),
    ],
)  # fmt: skip
def test_a_wrong_entry_says_what_to_do_and_stores_nothing(
    browser: Client, controller: Controller, code, changes, says
):
    before = Controller.objects.values().get(pk=controller.pk)

    answer = save(browser, controller, code, **changes)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Controller.objects.values().get(pk=controller.pk) == before


def test_a_free_day_shows_what_it_would_move_before_it_moves_it(browser: Client, dsr: SubjectRequest):
    controller = dsr.controller

    tried = save(browser, controller, "holidays", extra_free="10.04.2026", preview="1")
    between = stored(dsr.pk).due_on
    save(browser, controller, "holidays", extra_free="10.04.2026")

    assert dsr.reference in tried.content.decode()
    assert between == date(2026, 4, 10)
    assert stored(dsr.pk).due_on == date(2026, 4, 13)
    assert kept(controller).extra_free == ["2026-04-10"]


def test_the_official_list_of_this_year_and_the_next_is_shown(browser: Client, controller: Controller):
    page = browser.get(at(controller, "holidays")).content.decode()

    assert "01.05.2026 Erster Mai" in page
    assert "01.01.2027" in page


def test_a_day_of_the_list_that_does_not_count_is_left_out(browser: Client, controller: Controller):
    save(browser, controller, "holidays", excluded_free=["2026-05-01"])

    assert kept(controller).calendar.is_working_day(date(2026, 5, 1))


def test_only_what_may_stay_empty_is_called_optional(browser: Client, controller: Controller):
    """A time of day that is left out is that of the house: it is never without one."""
    assert 'class="optional"' not in browser.get(at(controller, "reminders")).content.decode()
    assert 'class="optional"' in browser.get(at(controller, "texts")).content.decode()


def test_reminders_keep_only_what_differs_from_the_house(browser: Client, controller: Controller):
    save(
        browser, controller, "reminders", at="08:15", due_in_14_days="12", due_in_7_to=[], not_triaged_to=["handler"],
        weekly_report_on=None, owners_days="7",
    )  # fmt: skip

    assert kept(controller).ladder == {
        "at": "08:15", "owners": {"days": 7}, "overviews": {"weekly_report": {"off": True}},
        "rungs": {"due_in_14": {"days": -12}, "due_in_7": {"off": True}, "not_triaged": {"to": ["handler"]}},
    }  # fmt: skip


def test_more_identity_than_the_house_needs_holds_up_the_answer_until_it_is_there(
    browser: Client, dsr: SubjectRequest
):
    save(browser, dsr.controller, "identity", access="3")

    assert kept(dsr.controller).identity_levels == {"access": 3}
    assert stored(dsr.pk).controller.level_needed("access") == 3


def test_less_identity_than_the_house_needs_is_not_offered(browser: Client, controller: Controller):
    answer = save(browser, controller, "identity", access="0")

    assert answer.status_code == 422
    assert kept(controller).identity_levels == {}


def test_a_second_person_is_given_up_only_with_a_reason_that_stays(browser: Client, controller: Controller):
    save(browser, controller, "four-eyes", four_eyes=None, four_eyes_reason="One person works here.")

    assert kept(controller).four_eyes is False
    assert kept(controller).four_eyes_reason == "One person works here."


def test_an_officer_who_does_not_administer_cannot_give_up_the_second_person(
    second_dpo: User, controller: Controller
):
    client = signed_in(second_dpo)

    assert client.get(at(controller, "four-eyes")).status_code == 404
    assert client.post(at(controller, "four-eyes"), {"four_eyes_reason": "x"}).status_code == 404
    assert client.get(at(controller, "holidays")).status_code == 200


def test_a_new_word_in_the_address_leads_to_the_page_under_it(browser: Client, controller: Controller):
    answer = save(browser, controller, "organisation", slug="renamed")

    assert answer["Location"] == reverse("settings:section", args=["renamed", "organisation"])
    assert browser.get(answer["Location"]).status_code == 200
