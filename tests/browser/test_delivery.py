"""What the person's page gives out, in a real browser: readable by everybody, in every language, light and dark."""

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dsr.models import Submission, current_package
from dsr.services import answering, contact, handling, identity
from dsr.services.packages import adding, build, giving
from dsr.vault import secrets
from tests import make
from tests.services.packages import ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "0123456789ABCDEFGHJKMNPQRS"


def picture(visitor, name):
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=str(Path(folder) / f"{name}-{visitor.language}.png"), full_page=True)


def given(controller, dpo, second_dpo, language):
    """Return a request whose package was released a moment ago, with a secret that opens its page."""
    now = timezone.now()
    (dsr,) = make.requests(controller, "access", now=now - timedelta(days=9), language=language)
    row = at_work(dsr, dpo, now)
    build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=now)
    answering.draft(dsr.pk, outcome="granted", answer="Ihr Paket liegt bereit.", by=dpo, now=now)
    answering.submit_for_review(dsr.pk, by=dpo, now=now)
    answering.approve(dsr.pk, by=second_dpo, now=now)
    answering.send(dsr.pk, by=second_dpo, now=now)
    opens(dsr)
    return make.stored(dsr.pk)


def at_work(dsr, dpo, now):
    """Start the work, and fill the package."""
    row = ready.at_work(dsr, dpo)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=now)
    adding.add_file(dsr.pk, upload=ready.upload(), by=dpo, now=now)
    return row


def opens(dsr):
    """Let the secret open the page of a request, and its mailbox be confirmed."""
    digest = secrets.digest(SECRET, "receipt")
    Submission.objects.filter(pk=dsr.submission_id).update(secret_digest=digest, confirm_digest="")


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_the_pages_of_a_package_are_readable_by_everybody(controller, dpo, second_dpo, visit, language):
    dsr = given(controller, dpo, second_dpo, language)
    giving.set_passphrase(dsr.pk, by=dpo, now=timezone.now())
    visitor = visit(controller, language, viewport={"width": 320, "height": 700})
    found = {}

    def look(name):
        picture(visitor, name)
        found[name] = visitor.violations()

    visitor.open("status/lost/")
    look("lost")
    visitor.page.fill("#id_reference", dsr.reference)
    visitor.go_on()
    look("renew")
    visitor.enter(dsr.reference, SECRET)
    look("status-ready")
    visitor.open(f"status/{dsr.reference}/download/")
    visitor.page.fill("#id_passphrase", "FALSCH")
    visitor.go_on()
    look("download-wrong")
    visitor.open("status/address/")
    look("address")
    contact.ask(dsr.submission_id, "neu@person.example.net", now=timezone.now())
    visitor.open("status/address/")
    look("address-code")
    visitor.open("status/handover/?token=x")
    look("handover")

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert visitor.faults == []
    assert visitor.origins == {visitor.base}


def test_the_file_is_saved_by_two_buttons_and_holds_a_page_to_read(
    controller, dpo, second_dpo, visit, tmp_path
):
    dsr = given(controller, dpo, second_dpo, "de")
    visitor = visit(controller, "de", java_script_enabled=False)
    visitor.enter(dsr.reference, SECRET)
    visitor.page.click("main a.button.primary")
    visitor.page.click("main button.primary")
    picture(visitor, "download-ticket")

    with visitor.page.expect_download() as begun:
        visitor.page.click("main button.primary")

    begun.value.save_as(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "out")
    page = visitor.context.new_page()
    page.goto(f"file://{tmp_path}/out/ihre-daten.html")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/package.png", full_page=True)
    assert page.locator("h1").inner_text() == "Ihre Daten"
    assert page.locator("td", has_text="Köln").count() == 1
    assert current_package(make.stored(dsr.pk)).downloads == 1


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_showing_who_one_is_and_the_page_of_a_request_in_work_are_readable(controller, dpo, visit, language):
    controller.identity_means = ["document"]
    controller.save()
    (dsr,) = make.requests(controller, "access", now=timezone.now() - timedelta(days=3), language=language)
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Dokument", by=dpo, now=timezone.now())
    opens(dsr)
    visitor = visit(controller, language, viewport={"width": 390, "height": 800})
    visitor.enter(dsr.reference, SECRET)
    picture(visitor, "status-asked")
    found = visitor.violations()
    visitor.open("status/identity/")
    picture(visitor, "identity")

    assert [*found, *visitor.violations()] == []
