"""A second way to send: for what is stuck on the first, never for what may have been taken there."""

from datetime import timedelta

import pytest

from dsr.models import Notice, Status
from dsr.notices import delivery, outbox
from tests import smtp_server as smtpd
from tests.make import at
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
NOW = at("2026-03-17 14:45")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def second(settings):
    """Another mail server, named as the second way."""
    with SmtpServer() as server:
        settings.MAIL_SECOND = {"backend": SMTP, "host": "127.0.0.1", "port": server.port, "timeout": 5}
        yield server


def waiting(dsr, *, for_minutes, count=1):
    Notice.objects.all().delete()
    for number in range(count):
        outbox.queue(
            "message_in",
            dsr=dsr,
            recipient="dpo",
            occasion=f"m{number}",
            now=NOW - timedelta(minutes=for_minutes),
        )


def test_a_mail_that_is_stuck_because_the_first_server_is_away_goes_by_the_second(
    dsr, smtp, second, settings
):
    settings.EMAIL_PORT = 1  # nobody listens there
    waiting(dsr, for_minutes=6, count=3)

    sent = delivery.sweep(clock=lambda: NOW)

    assert (sent, len(second.inbox)) == (3, 3)
    assert second.inbox[0].message_id == f"<{Notice.objects.order_by('pk')[0].message_id}>"


def test_a_fresh_mail_waits_for_the_first_server_and_holds_up_no_stuck_one(dsr, smtp, second, settings):
    settings.EMAIL_PORT = 1
    waiting(dsr, for_minutes=1, count=2)
    outbox.queue("assigned", dsr=dsr, recipient="dpo", occasion="m9", now=NOW - timedelta(minutes=9))
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="m8", now=NOW - timedelta(minutes=9))
    Notice.objects.filter(kind="assigned").delete()
    Notice.objects.update(next_try_at=NOW)

    delivery.sweep(clock=lambda: NOW)

    assert len(second.inbox) == 1
    assert sorted(Notice.objects.values_list("status", flat=True)) == ["sent", "waiting", "waiting"]


def test_a_mail_put_off_for_more_than_five_minutes_goes_by_the_second_way(dsr, smtp, second):
    waiting(dsr, for_minutes=6)
    smtp.script.append(smtpd.GREYLIST)

    delivery.sweep(clock=lambda: NOW)

    assert (smtp.inbox, len(second.inbox)) == ([], 1)
    assert Notice.objects.get().status == Status.SENT


def test_what_the_first_server_may_have_taken_is_not_sent_by_the_second(dsr, smtp, second):
    waiting(dsr, for_minutes=6)
    smtp.script.append(smtpd.DROP)

    delivery.sweep(clock=lambda: NOW)

    assert (len(smtp.arrived), second.arrived) == (1, [])
    assert Notice.objects.get().status == Status.WAITING


def test_where_both_are_away_the_mail_waits(dsr, smtp, second, settings):
    settings.EMAIL_PORT = 1
    settings.MAIL_SECOND = {**settings.MAIL_SECOND, "port": 1}
    waiting(dsr, for_minutes=6)

    delivery.sweep(clock=lambda: NOW)

    assert Notice.objects.get().next_try_at == NOW + timedelta(minutes=1)


def test_a_refusal_for_good_is_no_reason_to_try_the_second_way(dsr, smtp, second):
    waiting(dsr, for_minutes=6)
    smtp.script.append(smtpd.REFUSE)

    delivery.sweep(clock=lambda: NOW)

    assert Notice.objects.order_by("pk")[0].status == Status.FAILED
    assert [received.to for received in second.inbox] == []
