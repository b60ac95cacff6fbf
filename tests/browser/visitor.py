"""Somebody with a browser who walks through the public pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from dsr.models import Controller

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
GO_ON = "main form:not([action]) button.primary"


class Visitor:
    """One browser window at one controller's form."""

    def __init__(
        self, chromium: Any, base: str, controller: Controller, language: str = "de", **options: Any
    ) -> None:
        options.setdefault("viewport", {"width": 390, "height": 844})
        self.context = chromium.new_context(**options)
        self.page, self.base, self.controller, self.language = (
            self.context.new_page(),
            base,
            controller,
            language,
        )
        self.page.set_default_timeout(10_000)
        self.origins: set[str] = set()
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.origins.add("/".join(request.url.split("/")[:3])))
        self.page.on("console", lambda message: self._note(message.text))

    def _note(self, text: str) -> None:
        # A page with an error summary answers 422, one that leads nowhere 404: the browser remarks on it.
        if "status of 4" not in text:
            self.faults.append(text)

    def open(self, path: str) -> None:
        """Open an address below the language."""
        self.page.goto(f"{self.base}/{self.language}/{path}")

    def go_on(self) -> None:
        """Press the button that leads on. A page asks first whether the server can be reached, so it takes a moment."""
        self.press(GO_ON)

    def press(self, button: str) -> None:
        """Press a button and come back when the page that it leads to is there."""
        with self.page.expect_navigation():
            self.page.click(button)

    def walk(
        self, *rights: str, look: Callable[[str], None] = lambda name: None, files: tuple[Path, ...] = ()
    ) -> None:
        """Go from the start page to the check, right entries only; `look` is called on every page."""
        page = self.page
        self.open(f"{self.controller.slug}/")
        look("start")
        page.click("main a.button.primary")
        look("who")
        page.check("input[value=self]")
        self.go_on()
        look("relation")
        self.go_on()
        for right in rights:
            page.check(f"input[value={right}]")
        look("rights")
        self.go_on()
        while "/request/details-" in page.url:
            look(page.url.rsplit("/", 2)[1])
            page.fill("#id_own_words", "Die Bestellung vom 3. März, größer „als“ sonst.")
            self.go_on()
        if "/request/find/" in page.url:
            look("find")
            self.go_on()
        page.check("input[value=mail]")
        look("answer")
        self.go_on()
        page.fill("#id_name", "Mira Erfunden")
        page.fill("#id_email", "mira@person.example.net")
        look("contact")
        self.go_on()
        if files:
            page.set_input_files("#id_files", list(files))
        look("files")
        self.go_on()
        look("check")

    def receipt(self) -> tuple[str, str]:
        """Return reference and secret as the done page shows them."""
        return self.page.locator(".key .ref").inner_text(), self.page.locator(".key .secret").inner_text()

    def enter(self, reference: str, secret: str) -> None:
        """Open the status page with a pair."""
        self.open("status/")
        self.page.fill("#id_reference", reference)
        self.page.fill("#id_secret", secret)
        self.go_on()

    def violations(self) -> list[str]:
        """Return what axe finds on the page, and whether it can be scrolled sideways."""
        found = list(Axe().run(self.page, options=RULES).response["violations"])
        # The other scheme differs in its colours alone, so that only their contrast is looked at again.
        self.page.emulate_media(color_scheme="dark")
        found += Axe().run(self.page, options=CONTRAST).response["violations"]
        self.page.emulate_media(color_scheme="light")
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [
            *(f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found),
            *([f"{wide} px wide"] if wide > 0 else []),
        ]
