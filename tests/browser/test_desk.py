"""The desk in a real browser: without a violation in any language or scheme, by keyboard alone, and live."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import Controller, SubjectRequest, User
from dsr.services import conversation, handling
from tests import make
from tests.browser.visitor import CONTRAST, RULES
from tests.make import stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
NOTES: list[str] = []


@pytest.fixture
def desk(chromium: Any, live_server: Any) -> Iterator[Open]:
    """Open a window in which a member of staff is signed in; its console is listened to."""
    contexts = []

    def begin(user: User, **options: Any) -> Any:
        client = Client()
        client.force_login(user)
        context = chromium.new_context(base_url=live_server.url, **options)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: NOTES.append(said.text) if "status of 4" not in said.text else None)
        return page

    NOTES.clear()
    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def case(controller: Controller, dpo: User) -> SubjectRequest:
    """A request at work, with a system, a doubt and a letter of the person."""
    make.system(controller)
    (dsr,) = make.requests(controller, now=timezone.now())
    handling.start(dsr.pk, by=dpo, now=timezone.now())
    conversation.write_in(dsr.submission, body="Wie weit sind Sie?", now=timezone.now())
    return stored(dsr.pk)


def pages(dsr: SubjectRequest) -> list[str]:
    """Return the addresses of the desk that a day's work passes through."""
    case = f"/desk/requests/{dsr.reference}/"
    names = ("home", "requests", "intake", "register", "report", "systems", "help", "calendar")
    steps = ("draft", "ask_identity", "extend", "comment", "assign", "merge")
    return [
        *(reverse(f"desk:{name}") for name in names), case, f"{case}?extend=on", *(f"{case}{step}/" for step in steps),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_no_page_of_the_desk_has_a_violation_in_any_language_or_scheme(
    desk: Open, case: SubjectRequest, dpo: User, language: str
):
    User.objects.filter(pk=dpo.pk).update(language=language)
    page = desk(dpo, viewport={"width": 1440, "height": 900})
    found = []
    for address in pages(case):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        found += [(address, one["id"]) for one in Axe().run(page, options=RULES).response["violations"]]
        # The colours are the same in every language, so that the dark ones are looked at in that of the longest words.
        if language != "de":
            continue
        page.emulate_media(color_scheme="dark")
        found += [
            (address, "dark", one["id"]) for one in Axe().run(page, options=CONTRAST).response["violations"]
        ]

    assert found == []
    assert NOTES == []


def test_the_slash_leads_to_the_search_and_types_nothing_into_a_field(
    desk: Open, case: SubjectRequest, dpo: User
):
    page = desk(dpo)
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("j/g h")

    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == "j/g h"


def test_an_open_case_says_by_itself_that_it_changed(
    desk: Open, case: SubjectRequest, dpo: User, second_dpo: User
):
    page = desk(dpo)
    page.clock.install()
    page.goto(f"/desk/requests/{case.reference}/")
    handling.assign(case.pk, to=second_dpo, by=second_dpo, now=timezone.now())
    page.clock.fast_forward(31_000)

    page.wait_for_selector("text=This request has changed since you opened it.")

    assert NOTES == []
