"""Administration: settings are checked against the law's own data, and no case content is shown."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, Event, EventName, Role, SubjectRequest, User
from tests import make
from tests.make import stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Client:
    """The browser of an administrator who has no role at any controller."""
    client = Client()
    client.force_login(User.objects.create_superuser("admin@controller.example.org"))
    return client


def settings_of(controller: Controller, **changes: Any) -> dict[str, Any]:
    """Return the form of a controller as its page would post it."""
    return {
        "name": controller.name, "slug": controller.slug, "prefix": "DSR", "is_open": "on", "country": "DE",
        "subdivision": "DE-BE", "zone": "Europe/Berlin", "regime": "eu_gdpr", "authority": "",
        "regional_holidays": "on", "extra_free": "[]", "excluded_free": "[]", "dpo_name": "D. Beispiel",
        "dpo_email": "dpo@controller.example.org", "deputy_email": "", "management_email": "", "language": "de",
        "languages": ["de", "en"], "postal_address": "Weg 1", "phone": "", "accent": "#0e5a68", "notice_url": "",
        "notice_version": "", "identifiers": "[]", "four_eyes": "on", "retention_years": "", "ladder": "{}",
        "package_days": "30", "identity_means": "[]",
        **changes,
    }  # fmt: skip


def change(client: Client, controller: Controller, **changes: Any):
    return client.post(
        reverse("admin:dsr_controller_change", args=[controller.pk]), settings_of(controller, **changes)
    )


def test_nothing_but_settings_and_staff_is_registered():
    settings_and_staff = {"Controller", "Recipient", "System", "User"}

    assert {model.__name__ for model in admin.site._registry} == settings_and_staff


@pytest.mark.parametrize("page", ["admin:index", "admin:dsr_controller_changelist", "admin:dsr_controller_add",
                                  "admin:dsr_user_changelist"])  # fmt: skip
def test_every_page_of_the_administration_opens_under_a_policy_without_inline_code(
    browser: Client, page: str
):
    answer = browser.get(reverse(page))

    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()
    assert " style=" not in answer.content.decode()


def test_staff_without_the_right_to_administer_do_not_come_in(dsr: SubjectRequest):
    client = Client()
    client.force_login(make.staff(dsr.controller))

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_free_day_that_is_added_moves_the_open_requests_it_touches(browser: Client, dsr: SubjectRequest):
    answer = change(browser, dsr.controller, extra_free='["2026-04-10"]')

    assert answer.status_code == 302
    assert stored(dsr.pk).due_on == date(2026, 4, 13)
    moved = Event.objects.get(dsr=dsr, name=EventName.DATE_MOVED)
    assert moved.data == {"from": "2026-04-10", "to": "2026-04-13"}


def test_settings_that_move_no_date_leave_the_requests_alone(browser: Client, dsr: SubjectRequest):
    change(browser, dsr.controller, phone="+49 30 0000 001")

    assert Controller.objects.get().phone == "+49 30 0000 001"
    assert stored(dsr.pk).version == dsr.version


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("zone", "Europe/Nirgendwo"),
        ("country", "XX"),
        ("subdivision", "DE-XX"),
        ("subdivision", "SE-AB"),
        ("regime", "de_bdsg"),
        ("authority", "nobody"),
        ("extra_free", '{"2026-04-10": true}'),
        ("extra_free", '["10.04.2026"]'),
        ("excluded_free", '["soon"]'),
        ("languages", ["de", "xx"]),
        ("languages", []),
        ("language", "xx"),
        ("prefix", "ba-1"),
        ("accent", "red"),
        ("slug", "status"),
        ("slug", "confirm"),
        ("slug", "c"),
        ("identifiers", "[1]"),
        ("identifiers", '{"order": "Order number"}'),
        ("identifiers", '[{"label": "Order number"}]'),
        ("identifiers", '[{"code": "asked_as"}]'),
        ("identifiers", '[{"code": "order", "label": 5}]'),
        ("identifiers", '[{"code": "order"}, {"code": "order"}]'),
        ("ladder", "[1]"),
        ("ladder", '"07:30"'),
        ("ladder", '{"opens": "25:99"}'),
        ("ladder", '{"rungs": {"due_in_40": {"days": -40}}}'),
        ("ladder", '{"rungs": {"due_in_14": {"days": "soon"}}}'),
        ("ladder", '{"rungs": {"due_in_14": {"to": ["everybody"]}}}'),
        ("ladder", '{"rungs": ["due_in_14"]}'),
        ("languages", ["en", "sv"]),
        ("retention_years", "32767"),
        ("name", "Muster\r\nBcc: x@example.org"),
    ],
)
def test_a_setting_that_the_law_does_not_know_is_refused(
    browser: Client, controller: Controller, field: str, typed: str | list[str]
):
    answer = change(browser, controller, **{field: typed})

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert Controller.objects.get().zone == "Europe/Berlin"


def test_identifiers_and_reminders_that_are_understood_are_stored(browser: Client, controller: Controller):
    change(
        browser, controller,
        identifiers='[{"code": "order", "label": {"de": "Bestellnummer"}, "purpose": "To find the order."}]',
        ladder='{"opens": "8:00", "rungs": {"due_in_14": {"days": -12, "to": ["dpo"], "at": "9:30"}}}',
    )  # fmt: skip

    kept = Controller.objects.get()
    assert kept.identifiers[0]["code"] == "order"
    assert kept.ladder["rungs"]["due_in_14"]["days"] == -12


def test_a_controller_cannot_be_deleted(browser: Client, controller: Controller):
    answer = browser.post(reverse("admin:dsr_controller_delete", args=[controller.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Controller.objects.exists()


def test_a_member_of_staff_cannot_be_deleted_because_the_log_names_them(browser: Client, dpo: User):
    answer = browser.post(reverse("admin:dsr_user_delete", args=[dpo.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=dpo.pk).exists()


def test_neither_roles_nor_passwords_nor_the_second_person_are_changed_here(
    browser: Client, controller: Controller, dpo: User
):
    change_page = reverse("admin:dsr_user_change", args=[dpo.pk])
    browser.post(change_page, {
        "email": dpo.email, "first_name": "D", "last_name": "B", "language": "de", "is_superuser": "on",
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0",
        "memberships-0-controller": controller.pk, "memberships-0-role": "auditor",
    })  # fmt: skip
    change(browser, controller, four_eyes="")

    assert browser.get(reverse("admin:dsr_user_add")).status_code == 403
    assert browser.get(reverse("admin:auth_user_password_change", args=[dpo.pk])).status_code == 403
    assert [each.role for each in dpo.memberships.all()] == [Role.DPO]
    assert not User.objects.get(pk=dpo.pk).is_superuser
    assert Controller.objects.get(pk=controller.pk).four_eyes is True


def test_an_administrator_sees_no_word_of_a_case(browser: Client, dsr: SubjectRequest):
    pages = ["admin:index", "admin:dsr_controller_changelist", "admin:dsr_user_changelist"]

    shown = "".join(browser.get(reverse(page)).content.decode() for page in pages)

    assert "Mira" not in shown
    assert dsr.reference not in shown
