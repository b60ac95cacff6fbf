"""The register page and its download."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, Event, EventName, SubjectRequest, User
from dsr.services import handling
from tests import make
from tests.web.desk.conftest import NOW, foreign_request

pytestmark = pytest.mark.django_db
REGISTER, CSV = "/desk/register/", "/desk/register.csv"


def downloaded(client: Client, **filters: str) -> list[dict[str, str]]:
    """Return the rows of the download."""
    answer = client.post(CSV, filters)
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_page_shows_each_request_without_its_person(browser: Client, dsr: SubjectRequest):
    page = browser.get(REGISTER).content.decode()

    assert dsr.reference in page
    assert "Mira Erfunden" not in page
    assert "1 request on record" in page


def test_the_download_holds_what_the_filters_let_through(browser: Client, controller: Controller, dpo: User):
    first, second = make.requests(controller, "access", "erasure", now=NOW)
    handling.withdraw(second.pk, by=dpo, now=NOW)

    everything, closed = downloaded(browser), downloaded(browser, state="closed")

    assert [row["Number"] for row in everything] == [first.reference, second.reference]
    assert [row["Number"] for row in closed] == [second.reference]


def test_the_download_streams_as_a_file_and_is_logged(browser: Client, dsr: SubjectRequest, dpo: User):
    answer = browser.post(CSV, {"right": "access"})

    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="register-2026-03-11.csv"'
    event = Event.objects.get(name=EventName.EXPORTED)
    assert (event.by, event.data) == (dpo, {"form": "csv", "filters": {"right": "access"}})


def test_taking_the_register_along_is_a_post(browser: Client, dsr: SubjectRequest):
    assert browser.get(CSV).status_code == 405
    assert not Event.objects.filter(name=EventName.EXPORTED).exists()


def test_the_register_holds_no_request_of_another_controller(browser: Client, dsr: SubjectRequest):
    foreign = foreign_request()

    assert foreign.reference not in browser.get(REGISTER).content.decode()
    assert [row["Number"] for row in downloaded(browser, state="all")] == [dsr.reference]


def test_a_long_register_comes_in_pages_and_asks_the_database_no_more_for_it(
    browser: Client, controller: Controller, django_assert_max_num_queries
):
    for _n in range(30):
        make.requests(controller, "access", "erasure", now=NOW)

    with django_assert_max_num_queries(15):
        page = browser.get(reverse("desk:register"))

    assert (page.context["count"], len(page.context["rows"])) == (60, 50)


def test_an_empty_register_says_so(browser: Client):
    assert "Nothing is on record yet." in browser.get(REGISTER).content.decode()
