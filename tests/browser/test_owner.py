"""The owner's page in a real browser: readable by everybody, on a phone and on a desk, in every language."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dsr.models import Task
from dsr.notices import links, task_link
from dsr.services import handling, tasks
from tests import make
from tests.browser.visitor import RULES
from tests.make import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STARTED = at("2026-03-11 10:20")
LANGUAGES = ("en", "de", "sv")


@pytest.fixture
def task(controller, handler):
    controller.identifiers = [{"code": "order", "label": {"en": "Order number", "de": "Bestellnummer"}}]
    controller.save()
    (dsr,) = make.requests(controller, "access", now=at("2026-03-10 09:00"), identifiers={"order": "40-2217"})
    crm = make.system(controller, "Kundenverwaltung", finds_by=["name", "email", "order"])
    handling.start(dsr.pk, by=handler, now=STARTED)
    tasks.ask(dsr.pk, system=crm, question="Bitte auch das Archiv von 2019.", by=handler, now=STARTED)
    return Task.objects.select_related("system").get()


def faults(page):
    """Return what axe finds, and whether the page can be scrolled sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [
        *(f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found),
        *([f"{wide} px"] if wide > 0 else []),
    ]


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_owner_answers_without_script_and_every_page_on_the_way_can_be_read_by_all(
    chromium, live_server, settings, task, tmp_path, language, width
):
    settings.BASE_URL = live_server.url
    upload = tmp_path / "record.txt"
    upload.write_text("One line of data.\n")
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(links.to_task(task_link.token(task), language))
    seen = {"question": faults(page)}

    page.check("input[value=kept_because]")
    page.click("button[name=send]")
    seen["error"] = faults(page)
    page.fill("#id_reason", "§ 147 AO.")
    page.set_input_files("#id_files", str(upload))
    page.click("button[name=add]")
    seen["file"] = faults(page)
    page.click("button[name=send]")
    seen["thanks"] = faults(page)
    heading = page.locator("h1").inner_text()
    context.close()

    stored = Task.objects.get()
    assert seen == {"question": [], "error": [], "file": [], "thanks": []}
    assert (stored.answer, stored.reason, stored.attachments.count()) == ("kept_because", "§ 147 AO.", 1)
    assert heading


def test_the_page_of_an_owner_speaks_to_nobody_else(chromium, live_server, settings, task):
    settings.BASE_URL = live_server.url
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page, origins = context.new_page(), set()
    page.on("request", lambda request: origins.add("/".join(request.url.split("/")[:3])))

    page.goto(links.to_task(task_link.token(task), "de"))
    page.click("summary")
    page.fill("#id_comment >> nth=-1", "Frag das Lager.")
    page.click("button[name=back]")
    heading = page.locator("h1").inner_text()
    context.close()

    assert (origins, heading) == ({live_server.url}, "Danke, wir fragen jemand anderen")
    assert Task.objects.get().state == "handed_back"
