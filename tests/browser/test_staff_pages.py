"""The ways in, one's own account and the settings, read by a machine for everybody: three languages, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as conf
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import AccessLink, Controller, Recipient, User
from dsr.services import roles, staff
from dsr.web.settings.sections import SECTIONS
from tests import make
from tests.browser.visitor import CONTRAST, RULES
from tests.signed_in import spare_code, without_factor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("en", "de", "sv")


def faults(page: Any, language: str) -> list[str]:
    """Return what axe finds, and whether the page can be scrolled sideways on a telephone.

    The colours are the same in every language, so that the dark ones are looked at in that of the longest words.
    """
    found = list(Axe().run(page, options=RULES).response["violations"])
    if language == "de":
        page.emulate_media(color_scheme="dark")
        found += Axe().run(page, options=CONTRAST).response["violations"]
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    said = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    return [*said, *([f"{wide} px too wide"] if wide > 0 else [])]


def behind(client: Client, chromium: Any, base: str) -> Any:
    """Return a page in the session of a client."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    cookie = client.cookies[conf.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    return context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_account_and_settings_can_be_read_by_all(
    chromium: Any, live_server: Any, controller: Controller, dpo: User, language: str
):
    dpo.is_staff = dpo.is_superuser = True
    dpo.language = language
    dpo.save()
    other = make.staff(controller, "dpo", "second@controller.example.org")
    roles.propose(other.pk, controller=controller, role="admin", by=dpo, now=timezone.now())
    system = make.system(controller)
    recipient = Recipient.objects.create(controller=controller, name="Hoster AG")
    spare_code(dpo.email)
    client, slug = Client(), controller.slug
    client.force_login(dpo)
    page = behind(client, chromium, live_server.url)
    names = [
        *(reverse("settings:section", args=[slug, code]) for code in SECTIONS),
        *(reverse(f"settings:{name}") for name in ("index", "new", "people", "invite")),
        *(reverse(f"settings:{name}", args=[slug]) for name in (
            "overview", "systems", "new_system", "read_in", "recipients", "letters")),
        reverse("settings:system", args=[slug, system.pk]), reverse("settings:recipient", args=[slug, recipient.pk]),
        reverse("settings:letter", args=[slug, "extension", language]), reverse("settings:person", args=[other.pk]),
        reverse("account:account"), reverse("account:password"), reverse("account:passkey"),
    ]  # fmt: skip
    seen = {}
    for name in names:
        page.goto(live_server.url + name)
        seen[name] = faults(page, language)
    page.goto(live_server.url + reverse("settings:read_in", args=[slug]))
    page.fill("[name=pasted]", "name;owner_email\nCRM;nobody")
    page.click("form.set-form button.primary")
    seen["wrong rows"] = faults(page, language)
    page.goto(live_server.url + reverse("settings:section", args=[slug, "place"]))
    page.fill("[name=subdivision]", "XX")
    page.click("form.set-form button.primary")
    seen["wrong entry"] = faults(page, language)
    page.context.close()

    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_in_can_be_read_by_all(
    chromium: Any, live_server: Any, controller: Controller, dpo: User, language: str
):
    dpo.language = language
    dpo.save()
    staff.invite(
        "new@controller.example.org", first_name="", last_name="", language=language, controller=controller, by=dpo,
        now=timezone.now(),
    )  # fmt: skip
    client = Client()
    client.force_login(dpo)
    page = behind(without_factor(client), chromium, live_server.url)
    seen = {}
    for name in ("account:begin", "account:app", "account:passkey"):
        page.goto(live_server.url + reverse(name))
        seen[name] = faults(page, language)
    page.context.close()
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    for address in (
        reverse("desk:sign_in"), reverse("account:forgot"), reverse("account:no_account"),
        reverse("account:open", args=[AccessLink.objects.get().token]), reverse("account:open", args=["spent"]),
    ):  # fmt: skip
        page.goto(live_server.url + address)
        if page.locator(f"footer button[value={language}]").count():
            page.click(f"footer button[value={language}]")
            page.goto(live_server.url + address)
        seen[address] = faults(page, language)
    context.close()

    assert {name: found for name, found in seen.items() if found} == {}
