"""The first page of the day: what needs you, in words, and how things stand."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, SubjectRequest, User
from dsr.services import answering, conversation, handling, identity, recipients
from dsr.web.desk import home
from tests import make
from tests.make import at
from tests.web.desk.conftest import NOW, address, drafted, ready, signed_in

# A script that stands in the page itself, where the policy lets none run.
CODE = re.compile(r"<script(?![^>]*\ssrc=)")
pytestmark = pytest.mark.django_db
HOME = "/desk/"
ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Ihre Kundennummer."}


def needs(client: Client) -> list[tuple[str, str]]:
    """Return what the home page asks for: reference and button of each line."""
    return [(row["reference"], str(row["action"])) for row in client.get(HOME).context["rows"]]


def test_with_nothing_to_do_the_page_says_so(browser: Client):
    page = browser.get(HOME)

    assert page.context["headline"] == "Nothing needs you today"
    assert "No request is open" in page.content.decode()


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "Nothing needs you today"), (1, "One thing needs you today"), (12, "Twelve things need you today"),
     (13, "13 things need you today")],
)  # fmt: skip
def test_the_headline_says_the_number_in_words(count: int, says: str):
    assert home.headline(count) == says


def test_a_new_request_needs_triage(browser: Client, dsr: SubjectRequest):
    assert needs(browser) == [(dsr.reference, "Triage")]
    assert browser.get(HOME).context["headline"] == "One thing needs you today"


def test_what_an_answered_request_still_needs_stands_below_what_has_a_last_day(
    browser: Client, controller: Controller, dsr: SubjectRequest, dpo: User
):
    (answered,) = make.requests(controller, "erasure", now=NOW)
    handling.withdraw(answered.pk, by=dpo, now=NOW)
    recipients.ask_for_list(answered.pk, now=NOW)

    assert [reference for reference, _button in needs(browser)] == [dsr.reference, answered.reference]


def test_a_state_keeps_its_capitals_in_the_steps_of_a_case(browser: Client, dsr: SubjectRequest, dpo: User):
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)
    User.objects.filter(pk=dpo.pk).update(language="de")

    assert "Wartet auf den Identitätsnachweis" in browser.get(address(dsr)).content.decode()


def test_a_request_at_work_needs_nobody(browser: Client, dsr: SubjectRequest, dpo: User):
    handling.start(dsr.pk, by=dpo, now=NOW)
    browser.get(address(dsr))

    page = browser.get(HOME)

    assert page.context["rows"] == []
    assert page.context["resting"] == "1 other request is on its way"


def test_an_answer_to_be_reviewed_needs_the_second_person_and_not_its_author(
    browser: Client, second_browser: Client, dsr: SubjectRequest, dpo: User
):
    drafted(dsr, dpo)
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)

    assert needs(browser) == []
    assert needs(second_browser) == [(dsr.reference, "Approve the answer")]


def test_an_approved_answer_needs_to_be_sent(
    browser: Client, dsr: SubjectRequest, dpo: User, second_dpo: User
):
    ready(dsr, dpo, second_dpo)

    assert needs(browser) == [(dsr.reference, "Send the answer")]


def test_what_the_person_answered_needs_somebody_until_it_is_settled(
    browser: Client, dsr: SubjectRequest, dpo: User, clock: time_machine.Traveller
):
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)
    assert needs(browser) == []
    conversation.write_in(dsr.submission, body="Meine Nummer ist 4711.", now=NOW + timedelta(minutes=1))
    clock.move_to(NOW + timedelta(minutes=2))

    before, _page, after = needs(browser), browser.get(address(dsr)), needs(browser)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW + timedelta(minutes=3))

    assert before == after == [(dsr.reference, "Settle identity")]
    assert needs(browser) == [(dsr.reference, "Triage")]


def test_a_message_needs_to_be_read_once(
    browser: Client, dsr: SubjectRequest, dpo: User, clock: time_machine.Traveller
):
    handling.start(dsr.pk, by=dpo, now=NOW)
    browser.get(address(dsr))
    clock.move_to(NOW + timedelta(minutes=5))
    conversation.write_in(dsr.submission, body="Wie weit sind Sie?", now=NOW + timedelta(minutes=5))

    before = needs(browser)
    clock.move_to(NOW + timedelta(minutes=6))
    browser.get(address(dsr))

    assert before == [(dsr.reference, "Read it")]
    assert needs(browser) == []


def test_an_extension_is_to_be_decided_ten_working_days_before_the_last_day(
    browser: Client, dsr: SubjectRequest, dpo: User, clock: time_machine.Traveller
):
    handling.start(dsr.pk, by=dpo, now=NOW)
    browser.get(address(dsr))

    # The last day is Friday 10 April; Good Friday and Easter Monday do not count.
    clock.move_to(at("2026-03-24 08:00"))
    browser.force_login(dpo)
    day_before = needs(browser)
    clock.move_to(at("2026-03-25 08:00"))
    browser.force_login(dpo)

    assert day_before == []
    assert needs(browser) == [(dsr.reference, "Decide on extension")]


def test_a_late_request_first_needs_its_reason_and_then_its_answer(
    browser: Client, dsr: SubjectRequest, dpo: User, clock: time_machine.Traveller
):
    handling.start(dsr.pk, by=dpo, now=NOW)
    clock.move_to(at("2026-04-13 08:00"))
    browser.force_login(dpo)
    browser.get(address(dsr))

    before = needs(browser)
    handling.explain_lateness(
        dsr.pk, late_reason="Das Lager stand still.", by=dpo, now=at("2026-04-13 08:30")
    )

    assert before == [(dsr.reference, "Explain the lateness")]
    assert needs(browser) == [(dsr.reference, "Write the answer")]


def test_a_mailbox_that_stays_unconfirmed_needs_somebody_after_a_day(
    browser: Client, dsr: SubjectRequest, dpo: User, clock: time_machine.Traveller
):
    SubjectRequest.objects.filter(pk=dsr.pk).update(state="unconfirmed")
    clock.move_to(at("2026-03-11 08:59"))
    browser.force_login(dpo)
    before = needs(browser)

    clock.move_to(at("2026-03-11 09:01"))

    assert before == []
    assert needs(browser) == [(dsr.reference, "Take in without confirmation")]


def test_a_case_handler_is_asked_for_their_own_cases_and_for_no_decision(
    controller: Controller, handler: User, dpo: User
):
    mine, other = make.requests(controller, "access", "restriction", now=NOW)
    for dsr in (mine, other):
        drafted(dsr, dpo)
        answering.submit_for_review(dsr.pk, by=dpo, now=NOW)
    handling.assign(mine.pk, to=handler, by=dpo, now=NOW)

    assert needs(signed_in(handler)) == []


def test_the_tiles_count_what_is_open_paused_extended_and_overdue(
    browser: Client, controller: Controller, dpo: User, clock: time_machine.Traveller
):
    paused, extended, late, _fresh = (make.requests(controller, now=NOW)[0] for _n in range(4))
    handling.ask_identity(paused.pk, **ASK, by=dpo, now=NOW)
    handling.extend(extended.pk, ground="complexity", reasons="Elf Systeme.", by=dpo, now=NOW)
    SubjectRequest.objects.filter(pk=late.pk).update(due_on=NOW.date() - timedelta(days=2))

    figures = browser.get(HOME).context["figures"]

    assert (figures.open, figures.paused, figures.extended, figures.overdue, figures.unexplained) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert (figures.on_time, figures.reachable) == (0.0, 75.0)


def test_the_share_on_time_and_the_median_come_from_answers(
    browser: Client, controller: Controller, dpo: User, second_dpo: User, clock: time_machine.Traveller
):
    for day in ("2026-03-16", "2026-03-20", "2026-04-20"):
        (dsr,) = make.requests(controller, now=NOW)
        ready(dsr, dpo, second_dpo)
        if day > "2026-04-10":
            late = at("2026-04-20 08:00")
            handling.explain_lateness(dsr.pk, late_reason="Krankheit.", by=dpo, now=late)
        answering.send(dsr.pk, by=dpo, now=at(f"{day} 09:00"))
    clock.move_to(at("2026-04-21 08:00"))
    browser.force_login(dpo)

    figures = browser.get(HOME).context["figures"]

    assert (figures.on_time, figures.median_days) == (66.7, 9)


def test_the_timeline_shows_each_last_day_and_says_the_same_in_a_table(browser: Client, dsr: SubjectRequest):
    page = browser.get(HOME)

    assert [(day.on.isoformat(), day.count) for day in page.context["days"]] == [("2026-04-10", 1)]
    assert page.content.decode().count("tl-block") == 1
    assert "Karfreitag" in page.content.decode()


def test_what_does_not_fit_on_the_page_is_one_click_away(browser: Client, controller: Controller):
    for _each in range(home.MOST + 2):
        make.requests(controller, now=NOW)

    first, everything = browser.get(HOME), browser.get(f"{HOME}?all=1")

    assert (len(first.context["rows"]), first.context["more"]) == (home.MOST, 2)
    assert 'href="?all=1"' in first.content.decode()
    assert (len(everything.context["rows"]), everything.context["more"]) == (home.MOST + 2, 0)


def test_the_home_page_asks_the_database_no_more_for_many_requests_than_for_one(
    browser: Client, controller: Controller, django_assert_max_num_queries
):
    for _n in range(30):
        make.requests(controller, "access", "erasure", now=NOW)
    browser.get(HOME)

    with django_assert_max_num_queries(16):
        page = browser.get(HOME)

    assert len(page.context["rows"]) == home.MOST
    assert page.context["headline"] == "60 things need you today"


def test_somebody_without_a_role_is_told_so(django_user_model: type[User]):
    nobody = django_user_model.objects.create_user("new@controller.example.org")

    page = signed_in(nobody).get(HOME).content.decode()

    assert "You have no role at any controller yet" in page


def test_every_page_of_the_desk_holds_no_inline_style_or_script(browser: Client, dsr: SubjectRequest):
    pages = [HOME, reverse("desk:requests"), reverse("desk:intake"), reverse("desk:register"), address(dsr),
             address(dsr, "start"), address(dsr, "draft")]  # fmt: skip

    found = {page: browser.get(page).content.decode() for page in pages}

    assert [page for page, text in found.items() if " style=" in text or CODE.search(text)] == []
