"""Systems one by one and from a table whose every wrong row is named; recipients; owners who change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, Event, Recipient, System
from tests import make
from tests.web.settings.conftest import fields_of

pytestmark = pytest.mark.django_db
GOOD = "Name;owner_email;rights;finds_by\nCRM;crm@example.org;access erasure;name email\n\nPayroll;hr@example.org;;\n"


def read_in(client: Client, controller: Controller, text: str, file: bytes | None = None):
    address = reverse("settings:read_in", args=[controller.slug])
    sent = {"pasted": text} if file is None else {"file": SimpleUploadedFile("systems.csv", file)}
    return client.post(address, sent)


def says(answer) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in answer.context["wrong"]]


def test_a_system_is_added_and_changed_in_the_desk(browser: Client, controller: Controller):
    page = reverse("settings:new_system", args=[controller.slug])
    browser.post(page, {**fields_of(browser.get(page)), "name": "CRM", "owner_email": "a@example.org"})
    stored = System.objects.get(controller=controller)

    change = reverse("settings:system", args=[controller.slug, stored.pk])
    answer = browser.post(
        change, {**fields_of(browser.get(change)), "owner_name": "A. Example", "rights": ["access"]}
    )

    assert answer.status_code == 302
    assert System.objects.get().owner_name == "A. Example"
    assert System.objects.get().rights == ["access"]


def test_two_systems_of_one_name_are_refused_with_what_to_do(browser: Client, controller: Controller):
    make.system(controller, "CRM")
    page = reverse("settings:new_system", args=[controller.slug])

    answer = browser.post(
        page, {**fields_of(browser.get(page)), "name": "CRM", "owner_email": "a@example.org"}
    )

    assert answer.status_code == 422
    assert "Choose another name" in answer.content.decode()


def test_a_system_of_another_controller_does_not_exist_here(browser: Client, controller: Controller):
    elsewhere = make.system(make.controller("elsewhere", prefix="EL"))

    assert browser.get(reverse("settings:system", args=[controller.slug, elsewhere.pk])).status_code == 404


def test_a_table_adds_what_is_new_and_changes_what_is_known_by_name(browser: Client, controller: Controller):
    make.system(controller, "CRM")

    answer = read_in(browser, controller, GOOD)

    assert answer.status_code == 302
    stored = {one.name: one for one in System.objects.filter(controller=controller)}
    assert sorted(stored) == ["CRM", "Payroll"]
    assert (stored["CRM"].owner_email, stored["CRM"].rights) == ("crm@example.org", ["access", "erasure"])
    assert (stored["Payroll"].finds_by, stored["Payroll"].language) == (["name", "email"], "de")
    assert Event.objects.get().data == {"section": "systems", "fields": ["table"]}


@pytest.mark.parametrize("file", [
    GOOD.encode("utf-8-sig"), GOOD.replace(";", ",").encode(), GOOD.replace(";", "\t").encode("utf-16"),
    "name;owner_email\nBüro;buero@example.org\n".encode("cp1252"), GOOD.replace("\n", "\r\n").encode(),
])  # fmt: skip
def test_tables_are_read_as_spreadsheets_write_them(browser: Client, controller: Controller, file: bytes):
    assert read_in(browser, controller, "", file).status_code == 302
    assert System.objects.exists()


def test_every_wrong_cell_is_named_by_its_row_and_nothing_is_stored(browser: Client, controller: Controller):
    table = (
        "name;owner_email;rights;language\n"
        "CRM;crm@example.org;access;de\n"
        ";nobody;access;de\n"
        '"Two\nlines";x@example.org;acess;fr\n'
        "CRM;crm@example.org;;\n"
        "Wide;w@example.org;;;more\n"
    )

    answer = read_in(browser, controller, table)

    assert answer.status_code == 422
    assert says(answer) == [
        (3, "name"), (3, "owner_email"), (5, "language"), (5, "rights"), (6, "name"), (7, ""),
    ]  # fmt: skip
    assert "Row 5" in answer.content.decode()
    assert not System.objects.exists()


@pytest.mark.parametrize(("table", "wrong"), [
    ("naam;owner_email\nCRM;a@example.org", [(1, "naam"), (1, "name")]),
    ("name;owner_email\n", [(2, "")]),
    ("", []),
])  # fmt: skip
def test_what_is_no_table_says_so(browser: Client, controller: Controller, table, wrong):
    answer = read_in(browser, controller, table)

    assert answer.status_code == 422
    assert says(answer) == wrong


def test_a_file_that_is_no_table_at_all_is_refused(browser: Client, controller: Controller):
    answer = read_in(browser, controller, "", bytes(range(256)) * 40)

    assert answer.status_code == 422
    assert not System.objects.exists()


def test_the_table_that_was_typed_is_kept_when_it_is_refused(browser: Client, controller: Controller):
    answer = read_in(browser, controller, "name;owner_email\nCRM;nobody\n")

    assert "CRM;nobody" in answer.content.decode()


def test_a_recipient_is_added_with_what_it_is(browser: Client, controller: Controller):
    page = reverse("settings:new_recipient", args=[controller.slug])

    given = {"name": "Hoster AG", "kind": "processor", "email": "h@example.org"}
    browser.post(page, {**fields_of(browser.get(page)), **given})

    assert Recipient.objects.get(controller=controller).kind == "processor"
