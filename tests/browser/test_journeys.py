"""Stories of people at the form in a real browser: a parent, an agent, somebody whose line or server fails."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from dsr.models import Attachment, Controller, IdentityProof, MailboxCheck, State, Submission
from dsr.notices import delivery, outbox
from dsr.services import limits
from tests import make
from tests.browser.visitor import GO_ON, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$", re.MULTILINE)


@pytest.fixture
def shop() -> Controller:
    """A controller with one identifier."""
    return make.controller(
        identifiers=[{"code": "customer", "label": "Kundennummer", "purpose": "Zum Finden."}]
    )


def letters(address: str) -> list[Any]:
    """Send what is due; return the mails to one address."""
    delivery.sweep(clock=timezone.now)
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message: Any, part: str) -> str:
    """Return the path of a link in a mail."""
    return re.search(rf"https?://[^/]+/[a-z]+/({part}/\S+)", message.body)[1]


def ask_for_somebody(visitor: Visitor, who: str, right: str, **fields: str) -> None:
    """Walk to the check page for somebody else; `fields` are typed into the page on the relation."""
    page = visitor.page
    visitor.open(f"{visitor.controller.slug}/request/who/")
    page.check(f"input[value={who}]")
    visitor.go_on()
    page.check(f"input[name=basis][value={fields.pop('basis')}]")
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    visitor.go_on()
    page.check(f"input[value={right}]")
    visitor.go_on()
    visitor.go_on()
    visitor.go_on()
    page.check("input[value=mail]")
    visitor.go_on()
    page.fill("#id_email", "acting@agent.example.com")
    visitor.go_on()
    visitor.go_on()


def test_a_parent_asks_in_swedish_and_confirms_by_the_code(visit: Any, shop: Controller):
    visitor = visit(shop, "sv")
    ask_for_somebody(visitor, "guardian", "erasure", basis="parent", name="Bo Påhitt", child_age="9",
                     agent_name="Alva Påhitt")  # fmt: skip
    visitor.go_on()
    (message,) = letters("acting@agent.example.com")

    visitor.page.fill("#id_code", CODE.search(message.body).group())
    with visitor.page.expect_navigation():
        visitor.page.click("form[action$='/mailbox/'] button")

    submission = Submission.objects.get()
    assert submission.details["about"]["child_age"] == 9
    assert visitor.page.locator(".notice.good").inner_text() == "Tack, din adress är bekräftad."
    assert submission.requests.get().state == State.RECEIVED
    assert visitor.page.locator("#id_code").count() == 0


def test_an_agent_asks_in_english_and_the_person_confirms_it(visit: Any, shop: Controller):
    agent = visit(shop, "en")
    ask_for_somebody(agent, "agent", "access", basis="confirms", name="Mira Erfunden", agent_name="Ada Anwältin",
                     person_email="mira@person.example.net")  # fmt: skip
    agent.go_on()
    told = "We write to the person for whom you act" in agent.page.locator("main").inner_text()
    (question,) = letters("mira@person.example.net")

    person = visit(shop, "en", java_script_enabled=False)
    path = link_in(question, "mandate")
    for _scan in range(5):
        person.open(path)
    before = IdentityProof.objects.count()
    name = person.page.locator(".letter").inner_text()
    person.page.click("button[value=yes]")

    assert told
    assert (before, name) == (0, "Ada Anwältin")
    assert IdentityProof.objects.get().method == "mandate"
    assert person.page.locator("h1").inner_text() == "Thank you, we go on"


def test_on_each_page_a_wrong_entry_is_said_and_kept(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    page = visitor.page
    said = {}

    def wrong(name: str, selector: str = "", typed: str = "") -> None:
        if selector:
            page.fill(selector, typed)
        visitor.go_on()
        said[name] = page.locator(".error-summary a").count()
        assert page.title().startswith("Fehler: ")
        assert not selector or page.input_value(selector) == typed

    visitor.open(f"{shop.slug}/request/who/")
    wrong("who")
    page.check("input[value=agent]")
    visitor.go_on()
    wrong("relation", "#id_person_email", "mira@")
    page.fill("#id_person_email", "mira@person.example.net")
    page.fill("#id_name", "Mira Erfunden")
    page.fill("#id_agent_name", "Ada Anwältin")
    page.check("input[value=confirms]")
    visitor.go_on()
    wrong("rights")
    page.check("input[value=rectification]")
    visitor.go_on()
    wrong("details", "#id_wrong", "x" * 10_001)
    page.fill("#id_wrong", "Meine Straße")
    visitor.go_on()
    wrong("find", "#id_customer", "1" * 201)
    page.fill("#id_customer", "4711")
    visitor.go_on()
    wrong("answer")
    page.check("input[value=mail]")
    visitor.go_on()
    wrong("contact", "#id_email", "mira@person.example.net")

    assert said == {"who": 1, "relation": 4, "rights": 1, "details": 1, "find": 1, "answer": 1, "contact": 1}


def test_a_link_is_over_once_the_address_was_corrected(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    visitor.walk("access")
    visitor.go_on()
    old = outbox.confirm_token(Submission.objects.get())
    visitor.open(f"{shop.slug}/mailbox/")
    visitor.page.fill("#id_email", "neu@person.example.net")
    visitor.page.get_by_role("button", name="Stattdessen diese Adresse nehmen").click()
    visitor.page.wait_for_url("**/done/")

    visitor.open(f"confirm/{old}/")
    over = visitor.page.locator("h1").inner_text()
    (message,) = letters("neu@person.example.net")
    visitor.open(link_in(message, "confirm"))
    visitor.go_on()

    assert over == "Dieser Link ist verbraucht oder unvollständig"
    assert Submission.objects.get().requests.get().state == State.RECEIVED


def test_without_a_line_the_words_stay_and_go_when_it_is_back(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    visitor.walk("access")
    visitor.open(f"{shop.slug}/request/details-access/")
    page = visitor.page
    page.fill("#id_own_words", "Viele Worte, mit Mühe geschrieben.")

    visitor.context.set_offline(True)
    page.click(GO_ON)
    page.wait_for_selector("#unsent:not([hidden])")
    kept = page.input_value("#id_own_words")
    visitor.context.set_offline(False)
    visitor.go_on()

    assert kept == "Viele Worte, mit Mühe geschrieben."
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.open(f"{shop.slug}/request/check/")
    assert "Viele Worte, mit Mühe geschrieben." in page.locator("main").inner_text()


def test_more_words_than_the_server_reads_stay_in_the_page(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    visitor.walk("access")
    visitor.open(f"{shop.slug}/request/details-access/")
    page = visitor.page
    page.evaluate("document.getElementById('id_own_words').value = 'ä'.repeat(1500000)")

    page.click(GO_ON)
    page.wait_for_selector("#toolong:not([hidden])")
    kept = page.evaluate("document.getElementById('id_own_words').value.length")
    page.fill("#id_own_words", "Kürzer.")
    visitor.go_on()

    assert kept == 1_500_000
    visitor.open(f"{shop.slug}/request/check/")
    assert "Kürzer." in page.locator("main").inner_text()


def test_files_go_one_by_one_and_one_that_is_not_taken_holds_up_no_other(
    visit: Any, shop: Controller, tmp_path: Path
):
    for name, content in (("eins.txt", b"Text"), ("kaputt.pdf", b"MZ"), ("zwei.txt", b"Text")):
        (tmp_path / name).write_bytes(content)
    visitor = visit(shop, "de")
    visitor.walk("access")
    visitor.open(f"{shop.slug}/request/files/")

    visitor.page.set_input_files(
        "#id_files", [tmp_path / name for name in ("eins.txt", "kaputt.pdf", "zwei.txt")]
    )
    third = visitor.page.locator(".uploads li:nth-child(3)")
    third.filter(has_text="beigefügt").wait_for()

    lines = [line.inner_text() for line in visitor.page.locator(".uploads li").all()]
    assert [attachment.name for attachment in Attachment.objects.order_by("pk")] == ["eins.txt", "zwei.txt"]
    assert lines[0] == "eins.txt: beigefügt"
    assert "kaputt.pdf" in lines[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_over_the_limit_a_browser_does_the_sum_and_without_scripts_the_second_button_sends(
    visit: Any, shop: Controller, scripts: bool
):
    visitor = visit(shop, "de", java_script_enabled=scripts)
    visitor.walk("access")
    limits.count(*["sent 127.0.0.1"] * 50, now=timezone.now())
    visitor.open(f"{shop.slug}/request/check/")

    visitor.page.set_default_timeout(60_000)
    if scripts:
        visitor.page.click(GO_ON)
    else:
        visitor.page.click("button[name=held]")
    visitor.page.wait_for_url("**/done/", timeout=60_000)

    assert Submission.objects.count() == 1
    assert MailboxCheck.objects.filter(held=True).exists() is not scripts
    assert visitor.faults == []


def test_a_form_can_be_taken_up_within_the_day_and_back_keeps_every_answer(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    visitor.walk("access", "erasure")
    page = visitor.page

    for _step in range(3):
        page.go_back()
    page.reload()
    visitor.open(f"{shop.slug}/")
    page.click("main a.button.primary")

    assert page.url.endswith("/request/check/")
    assert "mira@person.example.net" in page.locator("main").inner_text()
