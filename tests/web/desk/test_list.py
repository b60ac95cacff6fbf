"""The list: filters, order, pages, search."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, SubjectRequest, User
from dsr.models.orders import ORDERS
from dsr.services import handling
from dsr.web.desk import listing
from tests import make
from tests.make import at
from tests.web.desk.conftest import NOW, address, drafted

pytestmark = pytest.mark.django_db
LIST = "/desk/requests/"
ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Ihre Kundennummer."}


def listed(client: Client, query: str = "") -> list[str]:
    """Return the references of the list, in its order."""
    return [row["reference"] for row in client.get(LIST + query).context["rows"]]


@pytest.fixture
def five(controller: Controller, dpo: User, handler: User) -> dict[str, SubjectRequest]:
    """Five requests that differ in everything the list filters by."""
    (fresh,) = make.requests(controller, "access", now=NOW)
    (paused,) = make.requests(
        controller, "erasure", now=NOW, received_at=at("2026-03-02 09:00"), language="sv"
    )
    (extended,) = make.requests(controller, "portability", now=NOW, received_at=at("2026-02-20 09:00"))
    (late,) = make.requests(controller, "access", now=NOW, received_at=at("2026-02-05 09:00"))
    (closed,) = make.requests(controller, "access", now=NOW)
    handling.ask_identity(paused.pk, **ASK, by=dpo, now=NOW)
    handling.extend(extended.pk, ground="complexity", reasons="Elf Systeme.", by=dpo, now=NOW)
    handling.assign(late.pk, to=handler, by=dpo, now=NOW)
    handling.withdraw(closed.pk, by=dpo, now=NOW)
    return {"fresh": fresh, "paused": paused, "extended": extended, "late": late, "closed": closed}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"fresh", "paused", "extended", "late"}),
        ("?state=all", {"fresh", "paused", "extended", "late", "closed"}),
        ("?state=closed", {"closed"}),
        ("?state=awaiting_identity", {"paused"}),
        ("?right=access", {"fresh", "late"}),
        ("?due=late", {"late"}),
        ("?due=none", {"paused"}),
        ("?due=fortnight", set()),
        ("?paused=yes", {"paused"}),
        ("?paused=no", {"fresh", "extended", "late"}),
        ("?extended=yes", {"extended"}),
        ("?extended=no", {"fresh", "paused", "late"}),
        ("?language=sv", {"paused"}),
        ("?channel=post", {"fresh", "paused", "extended", "late"}),
        ("?channel=fax", set()),
        ("?handler=none", {"fresh", "paused", "extended"}),
        ("?handler=me", set()),
        ("?right=access&due=late", {"late"}),
        ("?state=nonsense&due=x", {"fresh", "paused", "extended", "late"}),
    ],
)
def test_the_list_narrows_to_what_a_filter_asks_for(
    browser: Client, five: dict[str, SubjectRequest], query: str, names: set[str]
):
    assert set(listed(browser, query)) == {five[name].reference for name in names}


def test_the_nearest_last_day_stands_first_and_the_order_can_be_turned_round(
    browser: Client, five: dict[str, SubjectRequest]
):
    rising, falling = listed(browser), listed(browser, "?sort=-due")

    assert rising == [five[name].reference for name in ("late", "paused", "fresh", "extended")]
    assert falling == rising[::-1]


@pytest.mark.parametrize(
    "sort", ["due", "received", "reference", "state", "right", "handler", "-right", "nothing"]
)
def test_every_order_lists_every_request(browser: Client, five: dict[str, SubjectRequest], sort: str):
    assert len(listed(browser, f"?sort={sort}")) == 4


def test_the_list_comes_in_pages_and_asks_the_database_no_more_for_it(
    browser: Client, controller: Controller, django_assert_max_num_queries
):
    for _n in range(20):
        make.requests(controller, "access", "erasure", now=NOW)

    with django_assert_max_num_queries(15):
        first = listed(browser)
    ways = {rel: url for rel, url, _words in browser.get(LIST).context["pages"]}
    second = listed(browser, ways["next"])

    assert (len(first), len(second), set(first) & set(second)) == (25, 15, set())
    assert listed(browser, ways["last"])[-15:] == second


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in ORDERS for sign in ("", "-")])
def test_the_pages_of_every_order_hold_each_request_once_there_and_back(
    browser: Client, five: dict[str, SubjectRequest], monkeypatch: pytest.MonkeyPatch, sort: str
):
    whole = listed(browser, f"?state=all&sort={sort}")
    monkeypatch.setattr(listing, "A_PAGE", 2)

    forth, back = (
        walked(browser, f"?state=all&sort={sort}", "next"),
        walked(browser, f"?state=all&sort={sort}&last=1", "prev"),
    )

    assert len(whole) == 5
    assert [name for page in forth for name in page] == whole
    assert [name for page in back[::-1] for name in page] == whole


def test_an_address_that_names_no_row_shows_the_first_page(browser: Client, five: dict[str, SubjectRequest]):
    assert listed(browser, "?after=999999") == listed(browser, "?before=x") == listed(browser)


def test_a_long_list_says_so_without_counting_to_its_end(
    browser: Client, five: dict[str, SubjectRequest], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing, "MOST", 2)
    monkeypatch.setattr(listing, "A_PAGE", 2)

    assert browser.get(LIST).context["headline"] == "More than 2 requests"


def walked(client: Client, query: str, way: str) -> list[list[str]]:
    """Return the references page by page, following the links of one direction to their end."""
    pages, url = [], query
    while url:
        context = client.get(LIST + url).context
        pages.append([row["reference"] for row in context["rows"]])
        url = {rel: url for rel, url, _words in context["pages"]}.get(way)
    return pages


def test_every_row_has_its_rail_in_words_too(browser: Client, dsr: SubjectRequest):
    page = browser.get(LIST).content.decode()

    assert 'class="rail rail-small' in page
    assert "Last day: Friday 10 April 2026." in page


@pytest.mark.parametrize(
    "typed", ["{reference}", " {lower} ", "{bare}", "{figures}", "1", "2026-000001", "DSR-2026"]
)
def test_search_finds_a_reference_however_it_is_typed(browser: Client, dsr: SubjectRequest, typed: str):
    reference = dsr.reference
    words = typed.format(
        reference=reference, lower=reference.lower(), bare=reference.replace("-", " "), figures="000001"
    )

    answer = browser.post(reverse("desk:search"), {"q": words}, follow=True)

    assert answer.redirect_chain[-1][0] == address(dsr)


def test_search_finds_a_mail_address_and_leaves_it_in_no_address_of_a_page(
    browser: Client, controller: Controller, dsr: SubjectRequest
):
    make.requests(controller, now=NOW, email="other@person.example.net")

    answer = browser.post(reverse("desk:search"), {"q": "MIRA@person.example.net "}, follow=True)

    visited = [where for where, _status in answer.redirect_chain]
    assert visited[-1] == address(dsr)
    assert not any("mira" in where.lower() for where in visited)


@pytest.mark.parametrize(
    "typed",
    ["Mira Erfunden", "erfund", "MIRA", "Müll", "muell", "mull 12", "40-2217", "2217", "@person.example.net"],
)
def test_search_finds_a_person_by_the_beginning_of_a_word_and_leaves_it_in_no_address_of_a_page(
    browser: Client, controller: Controller, typed: str
):
    (dsr,) = make.requests(
        controller, now=NOW, postal_address="Müllergasse 12", identifiers={"customer": "40-2217"}
    )
    make.requests(controller, now=NOW, name="Ute Anders", email="ute@other.example.net")

    answer = browser.post(reverse("desk:search"), {"q": typed}, follow=True)

    visited = [where for where, _status in answer.redirect_chain]
    assert visited[-1] == address(dsr)
    assert not any(typed.lower() in where.lower() for where in visited[:-1])


def test_search_finds_nobody_by_the_middle_of_a_word_or_by_half_of_what_was_typed(
    browser: Client, dsr: SubjectRequest
):
    for typed in ("funden", "Mira Niemand"):
        answer = browser.post(reverse("desk:search"), {"q": typed}, follow=True)

        assert answer.context["rows"] == []


@pytest.mark.parametrize("typed", ["???", ""])
def test_search_for_what_it_cannot_find_says_what_it_takes(browser: Client, dsr: SubjectRequest, typed: str):
    answer = browser.post(reverse("desk:search"), {"q": typed}, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert answer.redirect_chain == [(LIST, 302)]
    assert said == (
        ["Search takes a reference, or the beginnings of words and numbers of a person."] if typed else []
    )


def test_search_does_not_find_a_foreign_case(browser: Client, dpo: User):
    elsewhere = make.controller("elsewhere", prefix="AW")
    from_there = make.staff(elsewhere, email="x@elsewhere.example.org")
    (foreign,) = make.requests(elsewhere, now=NOW)
    from_there.memberships.all()
    dpo.memberships.filter(controller=elsewhere).delete()

    answer = browser.post(reverse("desk:search"), {"q": foreign.reference}, follow=True)

    assert answer.context["rows"] == []


def test_a_search_with_no_hit_can_be_left_by_a_button(browser: Client, dsr: SubjectRequest):
    page = browser.get(f"{LIST}?q=999999").content.decode()

    assert "0 requests found" in page
    assert "Show all open" in page


def test_closed_requests_say_how_they_ended(browser: Client, dsr: SubjectRequest, dpo: User):
    drafted(dsr, dpo)
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    (row,) = browser.get(f"{LIST}?state=closed").context["rows"]

    assert (row["note"], row["tone"]) == ("Withdrawn", "done")
    assert row["dsr"].closed_on == date(2026, 3, 11)
