"""Delivery: at least once, under one Message-ID, by whoever holds the lease, whatever the mail server does."""

from datetime import timedelta

import pytest
from django.db import connection

from dsr.models import Event, EventName, Notice, Status
from dsr.notices import delivery, outbox
from tests import make
from tests import smtp_server as smtpd
from tests.make import at
from tests.services.test_step import at_once

NOW = at("2026-03-17 14:45")
MINUTE = timedelta(minutes=1)


def waiting(dsr, kind="message_in", recipient="dpo", occasion="m1", now=NOW):
    Notice.objects.all().delete()
    outbox.queue(kind, dsr=dsr, recipient=recipient, occasion=occasion, now=now)
    return Notice.objects.get()


def again(notice):
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.django_db
def test_a_due_notice_is_sent_and_marked(dsr, smtp):
    notice = waiting(dsr)

    went = delivery.deliver(notice.pk, now=NOW)

    (received,) = smtp.inbox
    stored = again(notice)
    assert went
    assert (stored.status, stored.sent_at, stored.token, stored.next_try_at) == (Status.SENT, NOW, "", None)
    assert received.to == "dpo@controller.example.org"
    assert received.message_id == f"<{notice.message_id}>"
    assert received.mail["Auto-Submitted"] == "auto-generated"
    assert received.mail.get_body(("html",)) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.SENT, Status.SKIPPED, Status.FAILED, Status.TO_POST])
def test_what_was_sent_or_is_not_to_be_sent_is_never_sent(dsr, smtp, status):
    notice = waiting(dsr)
    Notice.objects.update(status=status)

    went = delivery.deliver(notice.pk, now=NOW)
    swept = delivery.sweep(clock=lambda: NOW)

    assert (went, swept, smtp.inbox) == (False, 0, [])


@pytest.mark.django_db
def test_what_is_not_due_yet_waits(dsr, smtp):
    notice = waiting(dsr)
    Notice.objects.update(next_try_at=NOW + MINUTE)

    went = delivery.deliver(notice.pk, now=NOW)

    assert (went, smtp.inbox) == (False, [])


@pytest.mark.django_db
def test_no_mail_is_sent_inside_a_transaction(dsr, smtp, monkeypatch):
    notice = waiting(dsr)
    depth = len(connection.savepoint_ids)
    seen = []
    keep = smtp._keep
    monkeypatch.setattr(
        smtp, "_keep", lambda received: (seen.append(len(connection.savepoint_ids)), keep(received))
    )

    delivery.deliver(notice.pk, now=NOW)

    assert len(seen) == 1
    assert len(connection.savepoint_ids) == depth


@pytest.mark.django_db
def test_a_greylisted_mail_is_tried_again_a_minute_later_and_arrives_once_under_the_same_id(dsr, smtp):
    notice = waiting(dsr)
    smtp.script.extend([smtpd.GREYLIST])

    delivery.deliver(notice.pk, now=NOW)
    first = again(notice)
    too_early = delivery.deliver(notice.pk, now=NOW + timedelta(seconds=59))
    delivery.deliver(notice.pk, now=NOW + MINUTE)

    (received,) = smtp.inbox
    assert (first.status, first.error, first.next_try_at) == (Status.WAITING, "451", NOW + MINUTE)
    assert not too_early
    assert received.message_id == f"<{notice.message_id}>"
    assert again(notice).status == Status.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_ago", "expected"), [(0, [1, 2, 4, 4, 4, 4, 4, 4]), (1, [1, 2, 4, 8, 16, 32, 60, 60])]
)
def test_the_wait_doubles_up_to_four_minutes_and_after_a_day_up_to_an_hour(dsr, smtp, due_ago, expected):
    notice = waiting(dsr)
    Notice.objects.update(due_at=NOW - timedelta(days=due_ago))
    smtp.script.extend([smtpd.GREYLIST] * 8)
    waits, now = [], NOW

    for _try in range(8):
        delivery.deliver(notice.pk, now=now)
        waits.append((again(notice).next_try_at - now) // MINUTE)
        now = again(notice).next_try_at

    assert waits == expected


@pytest.mark.django_db
def test_after_days_without_a_mail_server_a_mail_is_tried_again_within_a_minute(dsr, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    notice, now = waiting(dsr), NOW + timedelta(days=3)
    Notice.objects.update(attempts=40)

    delivery.deliver(notice.pk, now=now)

    assert again(notice).next_try_at - now == MINUTE


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", [smtpd.REFUSE, smtpd.REFUSE_DATA])
def test_a_mail_refused_for_good_is_logged_and_told_to_the_officer(dsr, dpo, smtp, refusal):
    Notice.objects.all().delete()
    outbox.post_letter("note", dsr, by=dpo, now=NOW, words={"body": "Guten Tag"})
    notice = Notice.objects.get()
    smtp.script.append(refusal)

    delivery.deliver(notice.pk, now=NOW)
    delivery.sweep(clock=lambda: NOW)

    (alert,) = smtp.inbox
    event = Event.objects.get(name=EventName.BOUNCED)
    assert (again(notice).status, smtp.refused) == (Status.FAILED, 1)
    assert event.data == {"notice": notice.pk, "kind": "note", "code": again(notice).error}
    assert alert.to == "dpo@controller.example.org"
    assert "nicht zustellbar" in alert.text
    assert "mira@" not in alert.text


@pytest.mark.django_db
def test_a_refusal_for_the_officer_goes_to_the_deputy_and_then_to_the_management(dsr, smtp):
    notice = waiting(dsr, "overdue", "dpo", "2026-04-10+2026-04-13")
    dsr.__class__.objects.update(due_on="2026-04-10")
    smtp.script.extend([smtpd.REFUSE, smtpd.REFUSE])

    delivery.deliver(notice.pk, now=NOW)
    delivery.sweep(clock=lambda: NOW)
    delivery.sweep(clock=lambda: NOW)

    assert [mail.to for mail in smtp.inbox] == ["head@controller.example.org"]
    assert [n.recipient for n in Notice.objects.filter(kind="bounce").order_by("pk")] == [
        "deputy",
        "management",
    ]


@pytest.mark.django_db
def test_without_a_deputy_the_management_hears_of_it(dsr, smtp):
    notice = waiting(dsr, "message_in", "dpo")
    type(dsr.controller).objects.update(deputy_email="")
    smtp.script.append(smtpd.REFUSE)

    delivery.deliver(notice.pk, now=NOW)

    assert Notice.objects.get(kind="bounce").recipient == "management"


@pytest.mark.django_db
def test_a_line_cut_after_the_mail_came_is_tried_again_with_the_same_id(dsr, smtp):
    notice = waiting(dsr)
    smtp.script.append(smtpd.DROP)

    delivery.deliver(notice.pk, now=NOW)
    delivery.deliver(notice.pk, now=NOW + MINUTE)

    assert [received.message_id for received in smtp.arrived] == [f"<{notice.message_id}>"] * 2
    assert again(notice).status == Status.SENT


@pytest.mark.django_db
def test_a_silent_server_costs_its_timeout_and_no_mail(dsr, smtp, settings):
    settings.EMAIL_TIMEOUT = 0.3
    notice = waiting(dsr)
    smtp.script.append(smtpd.SILENCE)

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.WAITING
    assert again(notice).next_try_at == NOW + MINUTE


@pytest.mark.django_db
def test_a_server_that_is_away_puts_off_the_whole_batch_without_blaming_the_rest(dsr, smtp, settings):
    settings.EMAIL_PORT = 1
    Notice.objects.all().delete()
    for number in range(3):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)

    sent = delivery.sweep(clock=lambda: NOW)

    rows = Notice.objects.order_by("pk")
    assert sent == 0
    assert [row.attempts for row in rows] == [1, 0, 0]
    assert {row.next_try_at for row in rows} == {NOW + MINUTE}
    assert {row.token for row in rows} == {""}


@pytest.mark.django_db
def test_one_refusal_does_not_hold_up_the_mails_behind_it(dsr, smtp):
    Notice.objects.all().delete()
    for number in range(25):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)
    smtp.script.extend([smtpd.ACCEPT, smtpd.REFUSE, smtpd.DROP, smtpd.REFUSE_DATA])

    sent = delivery.sweep(clock=lambda: NOW)

    counts = {
        status: Notice.objects.filter(status=status).count() for status in ("sent", "failed", "waiting")
    }
    # 25 mails, two refused for good, one cut; and two alerts to the deputy.
    assert sent == 24
    assert counts == {"sent": 24, "failed": 2, "waiting": 1}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_claim_each_row_once():
    (dsr,) = make.requests(make.controller(), now=NOW)
    Notice.objects.all().delete()
    for number in range(40):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)
    claimed = []

    def work():
        while batch := delivery.claim_batch(now=NOW):
            claimed.extend(notice.pk for notice in batch)

    ends = at_once(work, work, work, work)

    assert ends == [None] * 4
    assert sorted(claimed) == sorted(Notice.objects.values_list("pk", flat=True))


def test_a_batch_fits_into_its_lease_even_if_the_server_lets_every_mail_time_out():
    assert delivery.BATCH * timedelta(seconds=10) + delivery.A_SEND < delivery.LEASE
    assert timedelta(minutes=5) > delivery.LEASE
