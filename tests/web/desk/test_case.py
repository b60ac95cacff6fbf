"""The page of one request: the next lawful step, what blocks the others, what is missing, what was said and done."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from dsr.demo import serve
from dsr.law import rights
from dsr.models import Controller, Event, EventName, SubjectRequest, User
from dsr.services import answering, conversation, handling, identity
from tests import make
from tests.web.desk.conftest import NOW, address, drafted, ready, signed_in

pytestmark = pytest.mark.django_db
# So many questions to the database a page may ask.
MOST = 15
ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Ihre Kundennummer."}


def primary(client: Client, dsr: SubjectRequest) -> str:
    """Return the code of the step that the page offers first."""
    step = client.get(address(dsr)).context["steps"].primary
    return step.code if step else ""


def test_the_first_button_is_always_the_next_lawful_step(
    browser: Client, second_browser: Client, dsr: SubjectRequest, dpo: User, second_dpo: User
):
    seen = [primary(browser, dsr)]
    handling.start(dsr.pk, by=dpo, now=NOW)
    seen.append(primary(browser, dsr))
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW)
    seen.append(primary(browser, dsr))
    answering.draft(dsr.pk, outcome="granted", answer="Hier ist alles.", by=dpo, now=NOW)
    serve.serve(dsr.pk, by=dpo, now=NOW)
    seen.append(primary(browser, dsr))
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)
    seen += [primary(browser, dsr), primary(second_browser, dsr)]
    answering.approve(dsr.pk, by=second_dpo, now=NOW)
    seen.append(primary(browser, dsr))
    answering.send(dsr.pk, by=dpo, now=NOW)
    seen.append(primary(browser, dsr))

    assert seen == ["start", "prove_identity", "draft", "submit_for_review", "", "approve", "send", ""]


def test_when_something_is_missing_the_first_button_mends_it(
    browser: Client, dsr: SubjectRequest, dpo: User, second_dpo: User, clock: time_machine.Traveller
):
    ready(dsr, dpo, second_dpo)
    clock.move_to(make.at("2026-04-13 08:00"))
    browser.force_login(dpo)

    assert primary(browser, dsr) == "explain_lateness"


def test_what_is_missing_before_the_answer_stands_there_with_article_and_link(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    handling.start(dsr.pk, by=dpo, now=NOW)

    missing = browser.get(address(dsr)).context["missing"]

    assert [(one.blocker.code, one.blocker.article, one.url) for one in missing] == [
        ("outcome", "GDPR Art. 12(3)", address(dsr, "draft")),
        ("identity", "GDPR Art. 12(6)", address(dsr, "prove_identity")),
    ]


def test_an_erasure_waits_for_the_access_asked_for_in_the_same_letter(
    browser: Client, controller: Controller, dpo: User, second_dpo: User
):
    _access, erasure = make.requests(controller, "access", "erasure", now=NOW)
    handling.start(erasure.pk, by=dpo, now=NOW)

    page = browser.get(address(erasure)).content.decode()

    assert "Access or portability asked for in the same letter is answered first." in page


def test_the_page_says_why_this_date_with_the_source_of_each_step(browser: Client, dsr: SubjectRequest):
    why = browser.get(address(dsr)).context["why"]

    assert why[0] == {
        "text": "Received on 10 March; that day is not counted.",
        "source": "Reg. 1182/71, Art. 3(1)",
    }
    assert "10 April" in why[1]["text"]


def test_letters_show_what_the_desk_wrote_and_the_whole_letter_behind_it(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)

    said = browser.get(address(dsr)).context["talk"]

    assert said[0].ours is False
    assert (said[-1].ours, said[-1].body) == (True, ASK["why"])
    assert ASK["asks"] in said[-1].letter


def test_the_person_and_how_the_request_came_stand_at_the_side(browser: Client, dsr: SubjectRequest):
    context = browser.get(address(dsr)).context

    assert ("Name", "Mira Erfunden") in context["person"]
    assert ("By", "Post") in context["arrival"]


def test_siblings_of_the_same_letter_are_linked_only_where_they_may_be_read(
    controller: Controller, handler: User, dpo: User
):
    mine, other = make.requests(controller, "access", "erasure", now=NOW)
    handling.assign(mine.pk, to=handler, by=dpo, now=NOW)

    for client, linked in ((signed_in(handler), False), (signed_in(dpo), True)):
        page = client.get(address(mine)).content.decode()
        assert "Right to erasure" in page
        assert (address(other) in page) is linked


def test_opening_a_case_is_logged_once_an_hour_for_each_person(
    browser: Client, second_browser: Client, dsr: SubjectRequest, clock: time_machine.Traveller
):
    read = Event.objects.filter(dsr=dsr, name=EventName.READ)

    for minutes, client in ((0, browser), (0, second_browser), (28, browser), (56, browser)):
        clock.move_to(NOW + timedelta(minutes=minutes))
        client.get(address(dsr))
    within_the_hour = read.count()
    clock.move_to(NOW + timedelta(minutes=61))
    browser.get(address(dsr))

    assert (within_the_hour, read.count()) == (2, 3)


def test_a_new_message_makes_the_next_reading_count(
    browser: Client, dsr: SubjectRequest, clock: time_machine.Traveller
):
    browser.get(address(dsr))
    clock.move_to(NOW + timedelta(minutes=3))
    conversation.write_in(dsr.submission, body="Noch etwas.", now=NOW + timedelta(minutes=3))
    clock.move_to(NOW + timedelta(minutes=4))

    browser.get(address(dsr))
    browser.get(address(dsr))

    assert Event.objects.filter(dsr=dsr, name=EventName.READ).count() == 2


def test_the_log_says_who_did_what_without_a_word_of_the_person(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    drafted(dsr, dpo)
    browser.get(address(dsr))

    context = browser.get(address(dsr)).context

    steps = [(entry.name, entry.note) for entry in context["log"] if entry.name not in {"Measure", "Package"}]
    assert steps[:2] == [
        ("Answer written", "granted"),
        ("Identity recorded", "matched with what we know: details that only the person knows"),
    ]
    assert context["readers"] == "dpo (1 time)"


def test_a_closed_case_says_when_its_data_will_be_destroyed(browser: Client, dsr: SubjectRequest, dpo: User):
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    page = browser.get(address(dsr)).content.decode()

    assert "Its personal data will be destroyed on Tuesday 1 January 2030." in page


def test_a_law_that_was_not_reviewed_says_so_beside_the_date(browser: Client, dpo: User):
    place = {"country": "US", "subdivision": "US-CA", "regime": "us_ca_ccpa"}
    abroad = make.controller("coast", name="Küste Inc", prefix="CO", **place)
    make.staff(abroad)
    (dsr,) = make.requests(abroad, now=NOW)

    pages = [browser.get(page).content.decode() for page in (address(dsr), "/desk/requests/")]
    assert ["were not reviewed for this product" in page for page in pages] == [True, True]


def test_a_case_with_much_correspondence_asks_the_database_no_more(
    browser: Client, dsr: SubjectRequest, dpo: User, django_assert_max_num_queries
):
    drafted(dsr, dpo)
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)
    for n in range(20):
        conversation.write_in(dsr.submission, body=f"Nachricht {n}", now=NOW)
    browser.get(address(dsr))

    with django_assert_max_num_queries(MOST):
        browser.get(address(dsr))


@pytest.mark.parametrize("right", [right.code for right in rights.ALL.values()])
def test_the_page_of_a_full_case_asks_the_database_few_questions(
    browser: Client, controller: Controller, dpo: User, right: str, django_assert_max_num_queries
):
    for name in ("CRM", "Mailarchiv"):
        make.system(controller, name)
    # Two rights of one letter, so that the other one is looked at as well.
    dsr, _other = make.requests(
        controller, right, "restriction" if right != "restriction" else "access", now=NOW
    )
    drafted(dsr, dpo)
    browser.get(address(dsr))

    with django_assert_max_num_queries(MOST):
        page = browser.get(address(dsr))

    assert page.context["milestones"]
