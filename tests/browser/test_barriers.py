"""Every public page and state, in every language, light and dark: no barrier that axe knows, nothing too wide."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dsr.models import Controller, Submission, Tally
from dsr.notices import confirming, outbox
from dsr.services import branding, limits
from tests import make, samples
from tests.browser.visitor import Visitor
from tests.web.public.walk import AGENT, Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

IDENTIFIERS = [
    {"code": "customer", "label": "Kundennummer", "purpose": "Damit finden wir Ihre Bestellungen."}
]


@pytest.fixture
def shop() -> Controller:
    """A controller with everything of its own: identifier, colour, logo, texts."""
    shop = make.controller(
        identifiers=IDENTIFIERS, accent="#d4a017", notice_url="https://www.example.org/privacy",
        texts={place: {"de": "Eigene Worte."} for place in ("intro", "done", "privacy", "imprint", "accessibility")},
    )  # fmt: skip
    branding.set_logo(shop, samples_file())
    return shop


def samples_file() -> Any:
    """Return a logo as it is uploaded."""
    return SimpleUploadedFile("logo.png", samples.picture("PNG", (300, 90)))


@pytest.mark.parametrize(("language", "width"), [("de", 320), ("sv", 390), ("en", 1440)])
def test_no_page_has_a_barrier_that_axe_knows_is_wide_or_asks_another_origin(
    visit: Any, shop: Controller, tmp_path: Path, language: str, width: int
):
    visitor = visit(shop, language, viewport={"width": width, "height": 844})
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = visitor.violations()

    def opened(name: str, path: str) -> None:
        visitor.open(path)
        look(name)

    _the_form(visitor, look, tmp_path)
    _the_receipt(visitor, look)
    _links(visitor, opened, look, shop)
    for page in ("privacy", "imprint", "accessibility"):
        opened(page, f"{shop.slug}/about/{page}/")
    opened("nowhere", "nobody/at/home/")
    make.controller("andere", name="Andere GmbH")
    opened("home", "")
    opened("home, nobody found", "?q=nobody")
    opened("about all", "about/imprint/")

    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) >= 34
    assert visitor.origins == {visitor.base}
    assert visitor.faults == []


def _the_form(visitor: Visitor, look: Any, tmp_path: Path) -> None:
    """Walk through the form, once with right and once with wrong entries on every page that can have some."""
    page, slug = visitor.page, visitor.controller.slug
    visitor.walk("access", "erasure", "objection_marketing", "automated", look=look)
    visitor.open(f"{slug}/request/contact/")
    page.fill("#id_email", "mira")
    visitor.go_on()
    look("contact, wrong")
    (tmp_path / "kaputt.pdf").write_bytes(b"MZ")
    visitor.open(f"{slug}/request/files/")
    page.set_input_files("#id_files", tmp_path / "kaputt.pdf")
    page.wait_for_selector(".uploads .error")
    look("files, wrong")
    limits.count(*["sent 127.0.0.1"] * 8, now=timezone.now())
    visitor.open(f"{slug}/request/check/")
    look("check, with a sum")
    visitor.go_on()
    page.wait_for_url("**/done/")
    Tally.objects.all().delete()


def _the_receipt(visitor: Visitor, look: Any) -> None:
    page, slug = visitor.page, visitor.controller.slug
    for fold in page.locator("details > summary").all():
        fold.click()
    look("done")
    pair = visitor.receipt()
    visitor.open(f"{slug}/mailbox/")
    look("mailbox")
    visitor.press("main form[action] button")
    look("mailbox, wrong")
    visitor.open("status/")
    visitor.go_on()
    look("status, wrong")
    visitor.enter(*pair)
    look("status")
    visitor.open("status/write/")
    visitor.go_on()
    look("write, wrong")
    visitor.open(f"status/{pair[0]}/withdraw/")
    look("withdraw")


def _links(visitor: Visitor, opened: Any, look: Any, shop: Controller) -> None:
    """Look at what stands behind the links of mails, before and after a button was pressed."""
    token = outbox.confirm_token(Submission.objects.latest("pk"))
    opened("confirm", f"confirm/{token}/")
    visitor.go_on()
    look("confirmed")
    opened("link over", f"confirm/{token}/")
    stranger = Walk(shop).sent("access")
    visitor.open(f"confirm/{outbox.confirm_token(stranger)}/")
    visitor.press("button[name=not_me]")
    look("not me")
    for answer in ("yes", "no"):
        relation = {"name": "Mira Erfunden", "person_email": f"{answer}@person.example.net", "agent_name": "Ada",
                    "basis": "confirms"}  # fmt: skip
        answers = {**AGENT, "relation": relation, "find": {}}
        path = f"mandate/{confirming.mandate_token(Walk(shop).sent('access', answers=answers))}/"
        opened(f"mandate, {answer}", path)
        visitor.press(f"button[value={answer}]")
        look(f"mandate said {answer}")
