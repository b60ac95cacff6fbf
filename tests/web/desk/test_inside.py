"""What stays inside the house: comments, the calendar of one's own, help, what-if, and what changed meanwhile."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import CalendarFeed, Comment, Controller, Notice, SubjectRequest, User
from dsr.services import conversation, handling, purge
from dsr.web.desk.actions import ACTIONS
from tests import make
from tests.make import at, stored
from tests.web.desk.conftest import NOW, address, signed_in
from tests.web.desk.ways import do

pytestmark = pytest.mark.django_db
CALENDAR = "/desk/calendar/"


def told(dsr: SubjectRequest) -> list[str]:
    """Return whom a notice says that there is a comment."""
    return sorted(Notice.objects.filter(dsr=dsr, kind="mentioned").values_list("recipient", flat=True))


def test_a_comment_is_read_by_the_team_and_its_mention_told_without_its_words(
    browser: Client, second_browser: Client, dsr: SubjectRequest, second_dpo: User, dpo: User
):
    version = stored(dsr.pk).version

    do(browser, dsr, "comment", body="Rechnungen prüfen!", mention=[second_dpo.pk])

    assert "Rechnungen prüfen!" in second_browser.get(address(dsr)).content.decode()
    assert told(dsr) == [f"user:{second_dpo.pk}"]
    # Nobody's page becomes stale by a comment.
    assert stored(dsr.pk).version == version
    assert "Rechnungen" not in str(list(dsr.events.values_list("data", flat=True)))


def test_a_double_click_writes_one_comment(browser: Client, dsr: SubjectRequest):
    for _click in range(2):
        do(browser, dsr, "comment", body="Einmal.")

    assert [one.body for one in Comment.objects.all()] == ["Einmal."]


def test_nobody_is_mentioned_who_may_not_read_the_request(
    browser: Client, dsr: SubjectRequest, handler: User
):
    answer = do(browser, dsr, "comment", body="Sieh mal.", mention=[handler.pk])

    assert answer.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("nonsense", ["x", "\u00b2", "-1", "9" * 20, "9" * 5000, "\x00"])
def test_somebody_who_cannot_be_anybody_is_refused_in_words(
    browser: Client, dsr: SubjectRequest, nonsense: str
):
    answer = do(browser, dsr, "comment", body="Sieh mal.", mention=[nonsense])

    assert answer.status_code == 422
    assert "Sieh mal." in answer.content.decode()


def test_whoever_watches_is_told_until_they_watch_no_more(
    browser: Client, second_browser: Client, dsr: SubjectRequest, second_dpo: User
):
    do(second_browser, dsr, "watch")
    do(browser, dsr, "comment", body="Eins.")
    do(second_browser, dsr, "unwatch")
    do(browser, dsr, "comment", body="Zwei.")

    assert told(dsr) == [f"user:{second_dpo.pk}"]


def test_comments_are_destroyed_with_the_personal_data(browser: Client, dsr: SubjectRequest, dpo: User):
    do(browser, dsr, "comment", body="Vertraulich.")
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    SubjectRequest.objects.filter(pk=dsr.pk).update(purge_on=NOW.date())

    purge.purge(now=NOW + timedelta(days=1))

    assert Comment.objects.get().body == ""


def test_the_feed_shows_reference_and_right_of_ones_own_cases_and_nothing_else(
    browser: Client, dsr: SubjectRequest, handler: User
):
    link = browser.post(CALENDAR).context["address"]
    theirs = signed_in(handler).post(CALENDAR).context["address"]

    said = Client().get(link.removeprefix("http://localhost:8000"))

    assert said["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20260410" in said.content.decode()
    assert f"SUMMARY:{dsr.reference} · Right of access" in said.content.decode()
    assert "Erfunden" not in said.content.decode()
    assert max(len(line) for line in said.content.split(b"\r\n")) <= 75
    assert dsr.reference not in Client().get(theirs.removeprefix("http://localhost:8000")).content.decode()


def test_a_feed_ends_when_it_is_drawn_anew_taken_back_or_its_owner_leaves(browser: Client, dpo: User):
    def opens(link: str) -> int:
        return Client().get(link.removeprefix("http://localhost:8000")).status_code

    first, second = (browser.post(CALENDAR).context["address"] for _each in range(2))
    assert (opens(first), opens(second)) == (404, 200)

    browser.post(CALENDAR, {"revoke": "1"})
    assert (opens(second), CalendarFeed.objects.count()) == (404, 0)

    third = browser.post(CALENDAR).context["address"]
    User.objects.filter(pk=dpo.pk).update(is_active=False)
    assert opens(third) == 404


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_help_names_every_state_and_every_step(browser: Client, dpo: User, language: str):
    User.objects.filter(pk=dpo.pk).update(language=language)

    page = browser.get(reverse("desk:help")).content.decode()

    assert all(f'id="step-{code}"' in page for code in ACTIONS)
    assert page.count('id="state-') == 8


def test_what_if_works_the_date_out_and_changes_nothing(browser: Client, dsr: SubjectRequest):
    def would_be(query: str) -> object:
        return browser.get(f"{address(dsr)}?{query}").context["would_be"]

    extended, paused = would_be("extend=on"), would_be("paused_from=2026-03-12&paused_to=2026-03-19")
    holiday, resting = would_be("holiday=2026-04-10"), would_be("paused_from=2026-03-12")

    assert (str(extended.last_on), str(paused.last_on), str(holiday.last_on)) == (
        "2026-06-10", "2026-04-17", "2026-04-13",
    )  # fmt: skip
    assert resting.last_on is None
    assert browser.get(address(dsr)).context["would_be"] is None
    assert str(stored(dsr.pk).due_on) == "2026-04-10"


@pytest.mark.parametrize(
    "query",
    [
        "paused_from=2026-03-19&paused_to=2026-03-12",
        "paused_to=2026-03-12",
        "holiday=1999-01-01",
        "holiday=x",
    ],
)
def test_what_if_says_what_makes_no_sense(browser: Client, dsr: SubjectRequest, query: str):
    page = browser.get(f"{address(dsr)}?{query}")

    assert page.context["would_be"] is None
    assert page.context["what_if"].errors


def test_a_case_that_changed_says_so_to_whoever_has_it_open(
    browser: Client, dsr: SubjectRequest, second_dpo: User
):
    where = reverse("desk:case_changed", args=[dsr.reference])
    seen = {"seen": stored(dsr.pk).version, "letters": 0}
    before = browser.get(where, seen).content.decode()
    handling.start(dsr.pk, by=second_dpo, now=NOW)
    after = browser.get(where, seen).content.decode()

    conversation.write_in(dsr.submission, body="Noch etwas.", now=NOW)
    wrote = browser.get(where, {**seen, "seen": stored(dsr.pk).version}).content.decode()

    assert "hx-get" in before
    assert "has changed" not in before
    assert "has changed" in after
    assert "second" in after
    assert "The person wrote" in wrote


def test_the_first_page_hears_of_new_work(browser: Client, controller: Controller, dsr: SubjectRequest):
    where = reverse("desk:work_arrived")
    first = browser.get(where)
    again = browser.get(where, {"newest": first.context["newest"]}).content.decode()
    make.requests(controller, now=at("2026-03-11 10:00"))
    after = browser.get(where, {"newest": first.context["newest"]}).content.decode()

    assert "Something new" not in again
    assert "Something new" in after
