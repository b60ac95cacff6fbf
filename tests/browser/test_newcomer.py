"""A newcomer's way, as a person goes it: from `manage.py setup` to the first answer sent, in a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from dsr.demo import serve
from dsr.models import AccessLink, Controller, Outcome, SubjectRequest, Task, User
from dsr.notices import links, outbox, task_link
from dsr.web.account.guard import has_factor
from tests.browser.visitor import GO_ON
from tests.make import stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "first@laden.example.org", "second@laden.example.org"
PASSWORD, OTHER = "a green boat on a quiet lake", "two red kites above the harbour"
SAVE = "main form.set-form button.primary"
STEP = "form.step-form button.primary"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Chair:
    """One member of staff in front of a browser whose device makes passkeys."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
        self.page, self.base, self.faults = self.context.new_page(), base, []
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        device = self.context.new_cdp_session(self.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def _note(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def goes(self, path: str) -> Any:
        self.page.goto(self.base + path)
        return self.page

    def clicks(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.click(selector)

    def signs_in(self, email: str, password: str) -> None:
        """Type address and password at the door."""
        self.goes("/desk/sign-in/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", password)
        self.clicks("main form.card button.primary")

    def adds_a_passkey(self) -> None:
        """Follow the way to a second factor, and keep the recovery codes."""
        self.clicks("a.way[href$='/passkey/']")
        self.clicks("form[data-passkey=create] button.primary")
        assert self.page.locator(".codes code").count() == 10
        self.clicks("main .buttons a.primary")

    def does(self, reference: str, action: str, **words: str) -> None:
        """Open a step from the page of the case, type its words, carry it out."""
        page = self.goes(f"/desk/requests/{reference}/")
        link = page.locator(f"a[href$='/{reference}/{action}/']").first
        if not link.is_visible():
            page.click("main details.menu summary")
        link.click()
        for name, value in words.items():
            field = page.locator(f"form.step-form [name={name}]")
            kind = field.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                page.check(f"form.step-form [name={name}][value='{value}']")
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.click(STEP)
        page.wait_for_url(re.compile(f"/{reference}/$"))


@pytest.fixture
def chair(chromium: Any, live_server: Any) -> Iterator[Any]:
    """Open a chair; all are closed at the end, as each holds a connection."""
    opened: list[Chair] = []

    def begin() -> Chair:
        opened.append(Chair(chromium, live_server.url))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()


def sets_up(first: Chair, made: Controller) -> None:
    """Walk the seven steps of the settings to a form that is open."""
    page = first.goes(f"/desk/settings/at/{made.slug}/")
    first.clicks("ol.steps a[href$='/organisation/']")
    page.fill("[name=postal_address]", "Weg 1\n10999 Berlin")
    first.clicks(SAVE)
    for code in ("holidays", "languages"):
        first.goes(f"/desk/settings/at/{made.slug}/{code}/")
        first.clicks(SAVE)
    first.goes(f"/desk/settings/at/{made.slug}/officer/")
    page.fill("[name=deputy_email]", "deputy@laden.example.org")
    first.clicks(SAVE)
    for name in ("CRM", "Payroll"):
        first.goes(f"/desk/settings/at/{made.slug}/systems/new/")
        page.fill("[name=name]", name)
        page.fill("[name=owner_email]", f"{name.lower()}@laden.example.org")
        first.clicks(SAVE)
    first.goes("/desk/settings/people/invite/")
    page.fill("[name=email]", SECOND)
    page.check("[name=role][value=dpo]")
    first.clicks(SAVE)
    first.goes(f"/desk/settings/at/{made.slug}/")
    assert page.locator("ol.steps li:not(.done)").count() == 0


# long: one story, read from top to bottom
def test_from_setup_to_the_first_answer_nobody_needs_a_manual(
    chromium: Any, live_server: Any, settings: Any, chair: Any, visit: Any
) -> None:
    settings.BASE_URL = live_server.url
    call_command(
        "setup", controller="Kleiner Laden", country="DE", subdivision="DE-BE", zone="Europe/Berlin", language="de",
        dpo_name="D. Beispiel", dpo_email="dpo@laden.example.org", user_email=FIRST, password=PASSWORD,
    )  # fmt: skip
    made, first = Controller.objects.get(), chair()
    first.signs_in(FIRST, PASSWORD)
    first.adds_a_passkey()
    sets_up(first, made)

    second = chair()
    second.goes(links.to_access(AccessLink.objects.get().token).removeprefix(live_server.url))
    second.page.fill("[name=password]", OTHER)
    second.page.fill("[name=again]", OTHER)
    second.clicks("main form.card button.primary")
    second.adds_a_passkey()

    person = visit(made, "de")
    person.walk("access")
    person.go_on()
    reference, secret = person.receipt()
    submission = stored(SubjectRequest.objects.get(reference=reference).pk).submission
    person.page.goto(links.to_confirm(outbox.confirm_token(submission), "de"))
    person.page.click(GO_ON)

    first.does(
        reference,
        "ask_identity",
        why="Die Bestellung nennt eine andere Anschrift.",
        asks="Ihre Kundennummer.",
    )
    first.does(
        reference, "prove_identity", level="2", method="details", answered_on=timezone.localdate().isoformat()
    )
    if stored(submission.requests.get().pk).state == "received":
        first.does(reference, "start")
    task = Task.objects.order_by("pk").first()
    assert task is not None
    assert Task.objects.count() == 2
    owner = chair()
    owner.goes(links.to_task(task_link.token(task), "de").removeprefix(live_server.url))
    owner.page.check("input[value=nothing_found]")
    owner.clicks("button[name=send]")
    second.does(reference, "extend", ground="complexity", reasons="Elf Systeme, drei davon im Archiv.")
    first.does(reference, "draft", outcome="granted", answer="Ihre Kopie liegt bei.")
    serve.serve(stored(submission.requests.get().pk).pk, by=User.objects.get(email=FIRST), now=timezone.now())
    other = Task.objects.exclude(pk=task.pk).get()
    owner.goes(links.to_task(task_link.token(other), "de").removeprefix(live_server.url))
    owner.page.check("input[value=nothing_found]")
    owner.clicks("button[name=send]")
    first.does(reference, "submit_for_review")
    second.does(reference, "approve")
    second.does(reference, "send")

    assert stored(submission.requests.get().pk).outcome == Outcome.GRANTED
    assert all(has_factor(user) for user in User.objects.all())
    assert [one.faults for one in (first, second, owner)] == [[], [], []]
    person.enter(reference, secret)
    assert person.faults == []


def test_a_passkey_alone_opens_the_desk(chair: Any, controller: Controller, dpo: User) -> None:
    dpo.set_password(PASSWORD)
    dpo.save()
    one = chair()
    one.signs_in(dpo.email, PASSWORD)
    one.adds_a_passkey()
    one.clicks(".who form button")

    one.clicks("form[data-passkey=get] button")

    assert one.page.url.endswith("/desk/")
    assert one.faults == []


def test_after_the_password_the_passkey_is_asked_for(chair: Any, controller: Controller, dpo: User) -> None:
    dpo.set_password(PASSWORD)
    dpo.save()
    one = chair()
    one.signs_in(dpo.email, PASSWORD)
    one.adds_a_passkey()
    one.clicks(".who form button")

    one.signs_in(dpo.email, PASSWORD)
    between = one.page.url
    one.clicks("form[data-passkey=get] button")

    assert between.endswith("/desk/sign-in/second/")
    assert one.page.url.endswith("/desk/")
