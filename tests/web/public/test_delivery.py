"""The person's page as it gives things out: a look changes nothing, a button does, once; and who one is, and where."""

import base64
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dsr.models import Attachment, MailCode, Notice, Submission, Ticket, current_package
from dsr.notices import codes
from dsr.services import handling, identity, renewal
from dsr.services.packages import giving
from tests.make import at, stored
from tests.services.packages.ready import released
from tests.services.test_handover import KEY, PDF, token
from tests.web.public.walk import Walk, entered

DAY = "2026-03-24 14:30"


@pytest.fixture
def opened(controller, dpo, second_dpo):
    """Somebody whose package is released, with their page open, on the first of April 2026."""
    with time_machine.travel(at(DAY), tick=False) as clock:
        walk, submission = entered(controller, "access")
        dsr = submission.requests.get()
        identity.confirm(dsr.pk, by=dpo, now=timezone.now())
        released(dsr, dpo, second_dpo)
        clock.move_to(at("2026-04-01 10:20"))
        walk.post("status", {"reference": dsr.reference, "secret": walk.secret_kept})
        yield walk, stored(dsr.pk), clock


@pytest.fixture(autouse=True)
def keep_the_secret(monkeypatch):
    """Let a walk remember its secret: the receipt shows it for a day only."""
    shown = Walk.secret

    def secret(self):
        self.secret_kept = shown(self)
        return self.secret_kept

    monkeypatch.setattr(Walk, "secret", secret)


def page(walk, dsr, where="download/"):
    return f"/en/status/{dsr.reference}/{where}"


def test_the_package_is_fetched_by_two_buttons_and_each_time_told(opened):
    walk, dsr, _clock = opened
    shown = walk.get("status").content.decode()
    ready = walk.client.post(page(walk, dsr))
    ticket = ready.context["ticket"]

    response = walk.client.post(page(walk, dsr, "download/file/"), {"ticket": ticket})

    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert "You can fetch them 3 times, until Friday 1 May 2026" in shown
    assert "ihre-daten.html" in archive.namelist()
    assert response["Content-Disposition"] == f'attachment; filename="{dsr.reference}.zip"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "2 times" in walk.get("status").content.decode()
    assert Notice.objects.filter(kind="package_fetched").count() == 1


def test_whoever_opens_every_address_five_times_uses_nothing_up(opened):
    walk, dsr, _clock = opened
    ticket = walk.client.post(page(walk, dsr)).context["ticket"]

    for _time in range(5):
        for where in ("download/", "download/file/", f"download/file/?ticket={ticket}"):
            assert walk.client.get(page(walk, dsr, where)).status_code in {200, 302, 405}

    assert current_package(dsr).downloads == 0
    assert Ticket.objects.filter(used_at=None).count() == 1
    assert walk.client.post(page(walk, dsr, "download/file/"), {"ticket": ticket}).status_code == 200


def test_a_ticket_twice_or_too_late_leads_back_to_a_new_one(opened):
    walk, dsr, clock = opened
    first = walk.client.post(page(walk, dsr)).context["ticket"]
    walk.client.post(page(walk, dsr, "download/file/"), {"ticket": first})
    twice = walk.client.post(page(walk, dsr, "download/file/"), {"ticket": first}, follow=True)
    second = walk.client.post(page(walk, dsr)).context["ticket"]
    clock.shift(timedelta(minutes=16))
    late = walk.client.post(page(walk, dsr, "download/file/"), {"ticket": second}, follow=True)

    for response in (twice, late):
        assert "This button was used already" in response.content.decode()
        assert "Prepare the download" in response.content.decode()
    assert current_package(dsr).downloads == 1


def test_the_passphrase_is_asked_for_and_five_wrong_ones_rest(opened, dpo):
    walk, dsr, _clock = opened
    drawn = giving.set_passphrase(dsr.pk, by=dpo, now=timezone.now())
    empty = walk.client.post(page(walk, dsr), {"passphrase": ""})
    right = walk.client.post(page(walk, dsr), {"passphrase": f" {drawn[:5].lower()}-{drawn[5:]} "})

    wrong = [walk.client.post(page(walk, dsr), {"passphrase": "FALSCH"}).status_code for _time in range(6)]
    rests = walk.client.post(page(walk, dsr), {"passphrase": drawn})

    assert (empty.status_code, right.status_code) == (422, 200)
    assert right.context["ticket"]
    assert wrong == [422] * 5 + [429]
    assert "You can try again at 10:35" in rests.content.decode()


def test_a_stranger_and_the_page_of_another_request_get_nothing(opened, controller):
    walk, dsr, _clock = opened
    other, _submission = entered(controller, "access")
    ticket = walk.client.post(page(walk, dsr)).context["ticket"]

    for client in (Client(), other.client):
        response = client.post(page(walk, dsr, "download/file/"), {"ticket": ticket})
        assert (response.status_code, response.url) == (302, "/en/status/")
        assert client.get(page(walk, dsr)).status_code == 302


def test_after_its_last_day_the_page_says_what_became_of_it(opened):
    walk, dsr, clock = opened
    clock.move_to(at("2026-05-02 09:00"))
    walk.post("status", {"reference": dsr.reference, "secret": walk.secret_kept})

    shown = walk.get("status").content.decode()

    assert "Nobody fetched your data by Friday 1 May 2026" in shown
    assert "Fetch my data" not in shown
    assert walk.client.get(page(walk, dsr)).status_code == 302


def test_a_new_address_is_taken_by_its_code_and_the_package_waits(opened):
    walk, _dsr, _clock = opened
    where = "/en/status/address/"
    wrong = walk.client.post(where, {"email": "no address"})
    walk.client.post(where, {"email": "neu@person.example.net"})
    row = MailCode.objects.get()
    Notice.objects.filter(pk=row.notice_id).update(sent_at=timezone.now())
    false = walk.client.post(where, {"code": "AAAAAAAAAA"})

    done = walk.client.post(where, {"code": codes.code(row)}, follow=True)

    assert (wrong.status_code, false.status_code) == (422, 422)
    assert "From now on our letters go to your new address." in done.content.decode()
    assert "your address was just changed" in done.content.decode()
    assert "Fetch my data" not in done.content.decode()


def test_a_new_secret_opens_the_page_and_the_old_one_closes_it_everywhere(opened, dpo):
    walk, dsr, _clock = opened
    identity.IdentityProof.objects.create(
        submission=dsr.submission, level=1, method="link", at=timezone.now()
    )
    dsr.submission.confirm_digest = ""
    dsr.submission.save()
    browser = Client()
    asked = browser.post("/en/status/lost/", {"reference": dsr.reference})
    renewal.sweep(now=timezone.now())
    row = MailCode.objects.get()
    Notice.objects.filter(pk=row.notice_id).update(sent_at=timezone.now())

    shown = browser.post("/en/status/lost/code/", {"code": codes.code(row)})

    assert asked.url == "/en/status/lost/code/"
    assert "Your new secret" in shown.content.decode()
    assert dsr.reference in browser.get("/en/status/").content.decode()
    assert "Where does your request stand?" in walk.get("status").content.decode()
    old = Client().post("/en/status/", {"reference": dsr.reference, "secret": walk.secret_kept})
    assert old.status_code == 422


def test_asking_for_a_new_secret_looks_the_same_for_every_reference(opened):
    _walk, dsr, _clock = opened
    pages = []
    for reference in (dsr.reference, "DSR-2031-000009-C", "nothing at all"):
        browser = Client()
        asked = browser.post("/en/status/lost/", {"reference": reference})
        code = browser.post("/en/status/lost/code/", {"code": "AAAAAAAAAA"})
        pages.append(
            (asked.status_code, asked.url, code.status_code, len(code.content), sorted(code.headers))
        )

    assert pages[0] == pages[1] == pages[2]


def test_a_document_is_sent_where_it_is_asked_for(controller, dpo):
    controller.identity_means = ["document"]
    controller.save()
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    before = walk.client.get("/en/status/identity/")
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Dokument", by=dpo, now=timezone.now())
    none = walk.client.post("/en/status/identity/", {})
    wrong = walk.client.post("/en/status/identity/", {"paper": SimpleUploadedFile("a.pdf", b"kein PDF")})

    sent = walk.client.post(
        "/en/status/identity/", {"paper": SimpleUploadedFile("ausweis.pdf", PDF)}, follow=True
    )

    assert (before.status_code, none.status_code, wrong.status_code) == (302, 422, 422)
    assert "We have your document." in sent.content.decode()
    assert Attachment.objects.get().is_proof


def test_the_own_area_of_a_controller_vouches_by_a_button_and_a_look_uses_nothing_up(
    controller, dpo, settings
):
    settings.BASE_URL = "https://rights.example.org"
    controller.identity_means, controller.handover_url = ["account"], "https://shop.example.org/me"
    controller.handover_key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    controller.save()
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    made = token(dsr, now=timezone.now())
    offered = walk.client.get("/en/status/identity/").content.decode()
    for _time in range(5):
        assert walk.client.get("/en/status/handover/", {"token": made}).status_code == 200
    stranger = Client().post("/en/status/handover/", {"token": made})
    looked = stored(dsr.pk).identity_level

    done = walk.client.post("/en/status/handover/", {"token": made}, follow=True)
    again = walk.client.post("/en/status/handover/", {"token": made})

    assert f"https://shop.example.org/me?request={dsr.reference}" in offered
    assert (stranger.status_code, looked) == (403, 0)
    assert "We know now that it is you." in done.content.decode()
    assert again.status_code == 422
    assert stored(dsr.pk).identity_level == 2


def test_after_the_secret_was_renewed_the_page_says_from_when_and_the_desk_lifts_it(opened, dpo):
    walk, dsr, _clock = opened
    Submission.objects.filter(pk=dsr.submission_id).update(secret_renewed_at=timezone.now())
    desk = Client()
    desk.force_login(dpo)

    waits = walk.get("status").content.decode()
    case = desk.get(f"/desk/requests/{dsr.reference}/").content.decode()
    address = f"/desk/requests/{dsr.reference}/prove_identity/"
    seen = stored(dsr.pk).version
    desk.post(address, {"level": "2", "method": "known_channel", "seen": seen})
    ready = walk.get("status").content.decode()

    assert "the secret of this page was just renewed" in waits
    assert "they can be fetched from 4 April 2026" in waits
    assert "Fetch my data" not in waits
    assert "The secret was renewed less than 72 hours ago" in case
    assert address in case
    assert "Fetch my data" in ready
