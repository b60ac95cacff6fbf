"""The public pages in a real browser: by eye-less tools, by keyboard, without scripts, pressed twice."""

import re
from pathlib import Path
from typing import Any

import pytest

from dsr.models import Attachment, Controller, State, Submission
from dsr.notices import outbox
from tests import make
from tests.browser.visitor import GO_ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IDENTIFIERS = [
    {"code": "customer", "label": "Kundennummer", "purpose": "Damit finden wir Ihre Bestellungen."}
]


@pytest.fixture
def shop() -> Controller:
    """A controller with an identifier and a colour of its own."""
    return make.controller(
        identifiers=IDENTIFIERS, accent="#d4a017", notice_url="https://www.example.org/privacy"
    )


def test_an_adult_asks_for_access_and_erasure_with_a_file_on_a_phone_without_scripts(
    visit: Any, shop: Controller, tmp_path: Path
):
    (tmp_path / "Brief an Sie.txt").write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    visitor = visit(shop, "de", java_script_enabled=False)

    visitor.walk("access", "erasure", files=(tmp_path / "Brief an Sie.txt",))
    visitor.go_on()
    reference, secret = visitor.receipt()
    visitor.enter(reference, secret)

    submission = Submission.objects.get()
    assert sorted(dsr.right for dsr in submission.requests.all()) == ["access", "erasure"]
    assert Attachment.objects.get().submission == submission
    assert visitor.page.locator("h1").inner_text() == "Zwei Anträge, beide in der Frist"
    assert visitor.page.locator("svg.rail").count() == 1


def test_the_whole_form_can_be_filled_in_by_keyboard(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    page = visitor.page
    visitor.open(f"{shop.slug}/request/who/")

    def press_on() -> None:
        page.locator(GO_ON).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def reach(selector: str) -> None:
        for _tab in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached by Tab on {page.url}")

    reach("input[value=self]")
    page.keyboard.press("Space")
    press_on()
    press_on()
    reach("input[value=withdrawal]")
    page.keyboard.press("Space")
    press_on()
    press_on()
    press_on()
    reach("input[name=medium]")
    page.keyboard.press("Space")
    press_on()
    reach("#id_name")
    page.keyboard.type("Mira Erfunden")
    reach("#id_email")
    page.keyboard.type("mira@person.example.net")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press_on()
    press_on()

    assert page.url.endswith("/done/")
    assert Submission.objects.get().requests.get().right == "withdrawal"


def test_after_an_error_the_summary_has_the_focus_and_leads_to_the_field(visit: Any, shop: Controller):
    visitor = visit(shop, "en")
    visitor.walk("access")
    visitor.open(f"{shop.slug}/request/contact/")

    visitor.page.fill("#id_email", "mira")
    visitor.go_on()
    # A browser sets the focus a moment after the page stands; without it this times out.
    visitor.page.wait_for_selector(".error-summary:focus")
    visitor.page.click(".error-summary a")

    assert visitor.page.title().startswith("Error: ")
    assert visitor.page.evaluate("document.activeElement.id") == "id_email"
    assert visitor.page.input_value("#id_email") == "mira"


def test_a_double_click_and_the_back_button_make_one_submission(visit: Any, shop: Controller):
    visitor = visit(shop, "de")
    visitor.walk("access")

    visitor.page.dblclick(GO_ON)
    visitor.page.wait_for_url("**/done/")
    first = visitor.receipt()
    visitor.page.go_back()
    visitor.page.wait_for_url("**/done/")

    assert visitor.receipt() == first
    assert Submission.objects.count() == 1


def test_the_mailbox_is_confirmed_by_the_button_alone(visit: Any, shop: Controller):
    visitor = visit(shop, "sv", java_script_enabled=False)
    visitor.walk("access")
    visitor.go_on()
    submission = Submission.objects.get()
    path = f"confirm/{outbox.confirm_token(submission)}/"

    for _scan in range(5):
        visitor.open(path)
    before = submission.requests.get().state
    visitor.go_on()

    assert (before, submission.requests.get().state) == (State.UNCONFIRMED, State.RECEIVED)
    assert visitor.page.locator("h1").inner_text() == "Tack, din adress är bekräftad"


WEIGH = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(entry => [entry.name, entry.decodedBodySize])"""


def test_no_public_page_weighs_more_than_a_hundred_kilobytes_or_loads_a_font(visit: Any, shop: Controller):
    visitor, weights = visit(shop), {}

    def weigh(name: str) -> None:
        weights[name] = dict(visitor.page.evaluate(WEIGH))

    visitor.open("")
    weigh("home")
    visitor.walk("access", "erasure", look=weigh)
    visitor.go_on()
    weigh("done")
    visitor.enter(*visitor.receipt())
    weigh("open status")

    assert max(sum(parts.values()) for parts in weights.values()) <= 100_000, weights
    assert min(len(parts) for parts in weights.values()) >= 6
    assert not [url for parts in weights.values() for url in parts if re.search(r"\.(woff2?|ttf|otf)", url)]
