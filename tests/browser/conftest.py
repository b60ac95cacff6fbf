"""A real Chromium for the tests that need one; without it they are skipped, and say so."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from dsr.models import Controller
from tests.browser.visitor import Visitor

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser for the whole run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here: apt-get install -y --no-install-recommends chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """A window at a controller's form: `visit(controller, "de", width=…)`; closed at the end of the test."""
    visitors: list[Visitor] = []

    def begin(controller: Controller, language: str = "de", **options: Any) -> Visitor:
        visitors.append(Visitor(chromium, live_server.url, controller, language, **options))
        return visitors[-1]

    yield begin
    # An open window holds the server's thread, and with it a connection to the database.
    for visitor in visitors:
        visitor.context.close()
