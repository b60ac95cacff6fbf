"""Mail by the interfaces of three providers, spoken for real with a server of this machine in their place."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus

import pytest

from dsr.models import Notice, Status
from dsr.notices import delivery, outbox
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-17 14:45")
TAKEN = {
    "mailgun": {"id": "<m-1@provider.example>", "message": "Queued"},
    "postmark": {"ErrorCode": 0, "Message": "OK", "MessageID": "m-1", "To": "dpo@controller.example.org"},
    "brevo": {"messageId": "<m-1@provider.example>"},
}  # fmt: skip
SETTINGS = {
    "mailgun": {"MAILGUN_API_KEY": "k", "MAILGUN_SENDER_DOMAIN": "desk.example.org"},
    "postmark": {"POSTMARK_SERVER_TOKEN": "k"},
    "brevo": {"BREVO_API_KEY": "k"},
}


class Provider:
    """This will answer like a provider, and keep what it was asked to send."""

    def __init__(self):
        self.answers, self.asked = [], []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.asked.append(body)
                status, said = provider.answers.pop(0)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture(params=SETTINGS)
def provider(request, settings):
    """One provider after the other."""
    there = Provider()
    there.name = request.param
    settings.EMAIL_BACKEND = f"anymail.backends.{there.name}.EmailBackend"
    settings.ANYMAIL = {
        **SETTINGS[there.name],
        f"{there.name.upper()}_API_URL": there.url,
        "REQUESTS_TIMEOUT": 2,
    }
    settings.DEFAULT_FROM_EMAIL = "desk@desk.example.org"
    yield there
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture
def notice(dsr):
    Notice.objects.all().delete()
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="m1", now=NOW)
    return Notice.objects.get()


def again(notice):
    return Notice.objects.get(pk=notice.pk)


def test_a_mail_is_handed_over_with_both_parts_its_id_and_what_leads_back_to_its_row(provider, notice):
    provider.answers = [(200, TAKEN[provider.name])]

    went = delivery.deliver(notice.pk, now=NOW)

    said = unquote_plus(provider.asked[0].decode())
    assert went
    assert again(notice).status == Status.SENT
    assert notice.message_id in said
    assert "Auto-Submitted" in said
    assert "<html" in said


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_of_the_moment_puts_the_mail_off(provider, notice, status):
    provider.answers = [(status, {"message": "later"})]

    delivery.deliver(notice.pk, now=NOW)

    assert (again(notice).status, again(notice).error) == (Status.WAITING, f"api {status}")


def test_a_wrong_key_is_our_fault_and_fails_no_mail(provider, notice):
    provider.answers = [(401, {"message": "who are you"})]

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.WAITING


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_for_good_goes_up_the_line(provider, notice, status):
    provider.answers = [(status, {"message": "no", "ErrorCode": 300, "Message": "no"})]

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.FAILED
    assert Notice.objects.get(kind="bounce").recipient == "deputy"


def test_a_provider_that_is_away_puts_the_mail_off(provider, notice, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, f"{provider.name.upper()}_API_URL": "http://127.0.0.1:1/"}

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.WAITING


@pytest.mark.parametrize(
    "words",
    [
        "Found inactive addresses: dpo@controller.example.org. Inactive recipients are ones that …",
        "inactive, in words that nobody foresaw",
    ],
)
def test_an_address_that_the_provider_suppresses_goes_up_the_line(notice, settings, words):
    there = Provider()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {**SETTINGS["postmark"], "POSTMARK_API_URL": there.url, "REQUESTS_TIMEOUT": 2}
    there.answers = [(422, {"ErrorCode": 406, "Message": words})]

    delivery.deliver(notice.pk, now=NOW)

    there.server.shutdown()
    there.server.server_close()
    assert again(notice).status == Status.FAILED
    assert Notice.objects.get(kind="bounce").recipient == "deputy"


def test_anymails_own_test_way_is_given_the_headers_and_what_leads_back(notice, settings, mailoutbox):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"

    delivery.deliver(notice.pk, now=NOW)

    (sent,) = mailoutbox
    assert sent.anymail_test_params["metadata"] == {"notice": notice.message_id}
    assert sent.anymail_test_params["extra_headers"]["List-Id"].startswith("DSR Desk")
    assert again(notice).status == Status.SENT
