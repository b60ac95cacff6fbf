"""No mail leaves in the clear where TLS is asked for, and a server that closes is called anew."""

from pathlib import Path

import pytest

from dsr.models import Notice, Status
from dsr.notices import delivery, outbox
from tests import smtp_server as smtpd
from tests.chaos.place import certificate
from tests.make import at
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
NOW = at("2026-03-17 14:45")


def waiting(dsr, count=1):
    Notice.objects.all().delete()
    for number in range(count):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)


@pytest.fixture
def tls(settings, tmp_path, monkeypatch):
    """A mail server that speaks TLS with a certificate that this process trusts, and asks for it."""
    with SmtpServer(tls=certificate(tmp_path)) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(Path(tmp_path) / "certificate.pem"))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
        yield server


def test_a_mail_goes_out_over_tls(dsr, tls):
    waiting(dsr)

    delivery.sweep(clock=lambda: NOW)

    assert len(tls.inbox) == 1


def test_where_tls_is_refused_nothing_is_sent_in_the_clear_and_the_mail_waits(dsr, tls):
    waiting(dsr)
    tls.refuses_tls = True

    delivery.sweep(clock=lambda: NOW)

    assert (tls.tls_refused, tls.arrived) == (1, [])
    assert (Notice.objects.get().status, Notice.objects.get().error) == (
        Status.WAITING,
        "SMTPResponseException",
    )


def test_a_server_that_does_not_offer_tls_gets_nothing(dsr, smtp, settings):
    settings.EMAIL_USE_TLS = True
    waiting(dsr)

    delivery.sweep(clock=lambda: NOW)

    assert smtp.arrived == []
    assert Notice.objects.get().status == Status.WAITING


def test_a_certificate_that_nobody_vouches_for_ends_the_call(dsr, tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    waiting(dsr)

    delivery.sweep(clock=lambda: NOW)

    assert tls.arrived == []


def test_a_server_that_closes_with_421_puts_off_one_mail_and_the_next_goes_on_a_new_line(dsr, smtp):
    waiting(dsr, 3)
    smtp.script.append(smtpd.BUSY)

    delivery.sweep(clock=lambda: NOW)

    assert len(smtp.inbox) == 2
    assert sorted(Notice.objects.values_list("status", "error")) == [
        ("sent", ""),
        ("sent", ""),
        ("waiting", "421"),
    ]
