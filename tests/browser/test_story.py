"""Access and erasure asked for in one German letter, from the form to both answers, in a real browser."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from dsr.demo import serve
from dsr.models import Outcome, User
from tests.browser.visitor import GO_ON
from tests.journeys.conftest import house  # noqa: F401  (a fixture)
from tests.journeys.world import AUTHOR, PASSWORD, SECOND, House, stored
from tests.signed_in import spare_code

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STEP = "form.step-form button.primary"


class Window:
    """One member of staff with a browser."""

    def __init__(self, chromium: Any, base: str, email: str) -> None:
        self.context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
        self.page, self.base, self.email = self.context.new_page(), base, email
        self.page.set_default_timeout(10_000)
        self.page.goto(f"{base}/desk/sign-in/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.primary")
        self.page.fill("[name=code]", spare_code(email))
        self.page.click("main form:has([name=code]) button")

    def opens(self, reference: str) -> Any:
        """Open a case."""
        self.page.goto(f"{self.base}/desk/requests/{reference}/")
        return self.page

    def does(self, reference: str, action: str, **words: str) -> None:
        """Open a step from the page of the case, type its words, carry it out."""
        page = self.opens(reference)
        link = page.locator(f"a[href$='/{reference}/{action}/']").first
        if not link.is_visible():
            page.click("main details.menu summary")
        link.click()
        for name, value in words.items():
            field = page.locator(f"form.step-form [name={name}]")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                page.check(f"form.step-form [name={name}][value='{value}']")
            else:
                field.fill(value)
        page.click(STEP)
        page.wait_for_url(re.compile(f"/{reference}/$"))

    def records(self, reference: str) -> None:
        """Record what the right asks for before its answer; a story of its own walks through those pages."""
        serve.serve(stored(reference).pk, by=User.objects.get(email=self.email), now=timezone.now())

    def answers(self, second: "Window", reference: str, **words: str) -> None:
        """Write an answer, have it read, and send it."""
        self.does(reference, "draft", **words)
        self.records(reference)
        self.does(reference, "submit_for_review")
        second.does(reference, "approve")
        second.does(reference, "send")


@pytest.fixture
def window(chromium: Any, live_server: Any) -> Iterator[Callable[[str], Window]]:
    """Open a window of the desk for an address; all are closed at the end, as each holds a connection."""
    opened: list[Window] = []

    def begin(email: str) -> Window:
        opened.append(Window(chromium, live_server.url, email))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()


def test_access_is_answered_before_the_erasure_and_the_person_reads_both_letters(
    house: House,  # noqa: F811
    visit: Any,
    window: Callable[[str], Window],
) -> None:
    for member in house.controller.memberships.select_related("user"):
        member.user.language = "de"
        member.user.save()
    person = visit(house.controller, "de")
    person.walk("access", "erasure")
    person.go_on()
    reference, secret = person.receipt()
    access, erasure = (dsr.reference for dsr in stored(reference).submission.requests.order_by("pk"))
    link = re.search(
        r"https?://\S+/confirm/\S+", house.mail.wait_for_letter("mira@person.example.net", 1).text
    )
    assert link
    person.page.goto(link.group())
    person.page.click(GO_ON)
    author, second = window(AUTHOR), window(SECOND)

    author.does(access, "prove_identity", level="2", method="details")
    author.does(access, "start")
    author.does(erasure, "start")
    waits = second.opens(erasure).locator("main").inner_text()
    author.answers(second, access, outcome="granted", answer="Ihre Kopie liegt bei.")
    author.answers(second, erasure, outcome="granted", answer="Ihr Konto ist gelöscht.")

    assert "zuerst beantwortet" in waits
    assert (stored(access).outcome, stored(erasure).outcome) == (Outcome.GRANTED, Outcome.GRANTED)
    person.enter(reference, secret)
    for folded in person.page.locator("#letters details:not([open]) summary").all()[::-1]:
        folded.click()
    read = person.page.locator("#letters").inner_text()
    assert "Ihre Kopie liegt bei." in read
    assert "Ihr Konto ist gelöscht." in read
    assert person.violations() == []
    assert person.faults == []
