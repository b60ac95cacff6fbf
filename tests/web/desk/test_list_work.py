"""Working in the list: saved and shared views, columns, giving several requests to somebody."""

import pytest
from django.test import Client

from dsr.models import Controller, SavedView, SubjectRequest, User
from dsr.services import handling
from tests import make
from tests.make import stored
from tests.web.desk.conftest import NOW, foreign_request, signed_in

pytestmark = pytest.mark.django_db
LIST, BULK, VIEWS = "/desk/requests/", "/desk/requests/assign/", "/desk/views/"


def saved(client: Client, **words: object) -> list[str]:
    """Save a view, and return the names of those that are offered then."""
    client.post(VIEWS, {"name": "Schweden", "language": "sv", "state": "all", "sort": "-received", **words})
    return [view.name for view in client.get(LIST).context["views"]]


def test_a_saved_view_brings_back_filters_order_and_columns(browser: Client, controller: Controller):
    (swedish,) = make.requests(controller, language="sv", now=NOW)
    make.requests(controller, now=NOW)
    saved(browser, show=["channel"], q="DSR", person="a" * 64)

    (view,) = browser.get(LIST).context["views"]
    page = browser.get(f"{LIST}?{view.query}")

    assert "q=" not in view.query
    assert "person" not in view.query
    assert [row["reference"] for row in page.context["rows"]] == [swedish.reference]
    assert page.context["rows"][0]["besides"] == ["Post"]
    assert view.query == page.context["query"]


def test_the_same_name_again_replaces_the_view_and_a_name_is_asked_for(
    browser: Client, controller: Controller
):
    saved(browser)

    assert saved(browser, language="de") == ["Schweden"]
    assert saved(browser, name=" ") == ["Schweden"]
    assert "language=de" in SavedView.objects.get().query


def test_a_shared_view_is_seen_by_the_team_and_dropped_by_its_owner_alone(
    browser: Client, controller: Controller, handler: User
):
    colleague = signed_in(handler)
    saved(browser, shared="on")
    (view,) = colleague.get(LIST).context["views"]

    assert colleague.post(f"{VIEWS}{view.pk}/drop/").status_code == 404
    assert saved(colleague, name="Meins", shared="on") == ["Schweden"]
    browser.post(f"{VIEWS}{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_a_view_of_ones_own_is_nobody_elses(browser: Client, second_browser: Client, controller: Controller):
    saved(browser)

    assert second_browser.get(LIST).context["views"] == []


def test_several_requests_go_to_one_person_at_once(browser: Client, controller: Controller, handler: User):
    chosen = [make.requests(controller, now=NOW)[0] for _each in range(3)]

    browser.post(BULK, {"chosen": [dsr.reference for dsr in chosen[:2]], "to": handler.pk, "query": ""})

    assert [stored(dsr.pk).handler for dsr in chosen] == [handler, handler, None]


def test_somebody_outside_the_team_gets_nothing_and_the_page_names_which(
    browser: Client, dsr: SubjectRequest
):
    stranger = make.staff(make.controller("elsewhere", prefix="AW"), email="x@elsewhere.example.org")

    page = browser.post(BULK, {"chosen": [dsr.reference], "to": stranger.pk}, follow=True).content.decode()

    assert stored(dsr.pk).handler is None
    assert f"does not handle requests of that controller: {dsr.reference}" in page


@pytest.mark.parametrize(("sent", "says"), [({}, "at least one request"), ({"chosen": True}, "who gets")])
def test_a_choice_that_is_missing_is_asked_for(browser: Client, dsr: SubjectRequest, sent: dict, says: str):
    words = {"chosen": [dsr.reference]} if sent else {}

    assert says in browser.post(BULK, words, follow=True).content.decode()


def test_an_extension_is_never_given_to_several_at_once(browser: Client, controller: Controller):
    rows = [make.requests(controller, now=NOW)[0] for _each in range(2)]

    page = browser.post(BULK, {"chosen": [dsr.reference for dsr in rows], "extend": "1"})

    assert page.status_code == 422
    assert all(f"{dsr.reference}/extend/" in page.content.decode() for dsr in rows)
    assert not any(stored(dsr.pk).is_extended for dsr in rows)


def test_a_case_handler_gives_nothing_away_and_a_foreign_case_does_not_exist(
    browser: Client, controller: Controller, handler: User, dpo: User, dsr: SubjectRequest
):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    foreign = foreign_request()

    refused = signed_in(handler).post(BULK, {"chosen": [dsr.reference], "to": dpo.pk})
    browser.post(BULK, {"chosen": [foreign.reference], "to": dpo.pk})

    assert refused.status_code == 403
    assert stored(dsr.pk).handler == handler
    assert stored(foreign.pk).handler is None


def test_the_list_leads_to_the_register_with_the_same_filters(browser: Client, dsr: SubjectRequest):
    assert "/desk/register/?right=access" in browser.get(f"{LIST}?right=access").content.decode()
