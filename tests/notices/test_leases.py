"""Leases of the outbox: by the clock of the database, whatever the clocks of the workers say."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from dsr.models import Notice, Status
from dsr.notices import delivery, outbox, outcome
from tests import smtp_server as smtpd
from tests.make import at
from tests.notices.test_delivery import again, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = at("2026-03-17 14:45")
HOUR = timedelta(hours=1)


def end_leases():
    """Let every lease be over by the clock of the database, which nothing here can turn."""
    Notice.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_whoever_lost_the_lease_may_not_say_how_it_ended(dsr, smtp):
    notice = waiting(dsr)
    (mine,) = delivery.claim_batch(now=NOW)
    end_leases()
    (theirs,) = delivery.claim_batch(now=NOW)

    outcome.put_off(mine, "451", now=NOW)

    assert again(notice).token == theirs.token != mine.token
    assert again(notice).status == Status.SENDING


@pytest.mark.parametrize("clock", [-HOUR, timedelta(0), HOUR, timedelta(days=900)])
def test_a_leased_row_is_nobody_elses_whatever_their_clock_says(dsr, clock):
    waiting(dsr)

    first = delivery.claim_batch(now=NOW)
    during = delivery.claim_batch(now=NOW + clock)

    assert [len(claimed) for claimed in (first, during)] == [1, 0]


@pytest.mark.parametrize("clock", [-HOUR, HOUR])
def test_once_its_lease_has_ended_a_row_is_taken_over_whatever_the_clock_says(dsr, clock):
    waiting(dsr)
    delivery.claim_batch(now=NOW)
    end_leases()

    (taken,) = delivery.claim_batch(now=NOW + clock)

    assert taken.attempts == 2
    assert timedelta(0) < taken.lease_until - timezone.now() <= delivery.LEASE


@pytest.mark.parametrize("ahead", [-HOUR, HOUR])
def test_a_worker_whose_clock_is_wrong_sends_what_it_leased(dsr, smtp, ahead):
    waiting(dsr, now=timezone.now() - 2 * HOUR)

    sent = delivery.sweep(clock=lambda: timezone.now() + ahead)

    assert (sent, len(smtp.inbox)) == (1, 1)


def test_a_clock_that_is_ahead_puts_no_mail_off_by_an_hour(dsr, smtp):
    notice = waiting(dsr, now=timezone.now() - HOUR)
    smtp.script.append(smtpd.GREYLIST)

    delivery.deliver(notice.pk, now=timezone.now() + HOUR)

    assert again(notice).status == Status.WAITING
    assert again(notice).next_try_at <= timezone.now() + outcome.LONGEST_WAIT


def test_what_a_batch_has_no_time_left_for_is_given_back_untried(dsr, smtp):
    Notice.objects.all().delete()
    for number in range(3):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)
    # The second mail would begin when the lease has no time left for it; the sweep is over by then as well.
    times = iter([NOW, NOW, NOW, NOW, *[NOW + delivery.LEASE] * 3])

    sent = delivery.sweep(clock=lambda: next(times))

    rows = Notice.objects.order_by("due_at", "pk")
    assert sent == len(smtp.inbox) == 1
    assert [(row.status, row.attempts) for row in rows] == [("sent", 1), ("waiting", 0), ("waiting", 0)]


class Cutting(smtpd.SmtpServer):
    """This will cut everybody off from the database before it answers a mail, and let them back in a moment later."""

    def __init__(self, name, address):
        super().__init__()
        self._name, self._address = name, address
        self.back = threading.Event()

    async def handle_DATA(self, *given):  # noqa: N802
        self._say(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        self._say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")
        threading.Timer(0.6, self.let_in).start()
        return await super().handle_DATA(*given)

    def let_in(self):
        self._say(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')
        self.back.set()

    def _say(self, words):
        with psycopg.connect(**self._address, autocommit=True) as outside:
            outside.execute(words)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="there is no server that could restart")
def test_a_mail_that_was_taken_is_marked_once_the_database_is_back(dsr, settings):
    notice = waiting(dsr)
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("host", "port", "user", "password") if known.get(name)}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    with Cutting(known["dbname"], {**address, "dbname": "postgres"}) as mail:
        settings.EMAIL_PORT = mail.port

        went = delivery.deliver(notice.pk, now=NOW)

        assert mail.back.wait(5)
    assert (went, again(notice).status, len(mail.arrived)) == (True, Status.SENT, 1)
