"""Reports of mail providers: proven, once each, in any order; a bounce goes up the line and silences nobody."""

import base64
import hashlib
import hmac
import json
import random
from datetime import timedelta

import pytest
from django.utils import timezone

from dsr.models import Event, EventName, MailReport, Notice, Status
from dsr.notices import delivery, outbox

pytestmark = pytest.mark.django_db
KEY = "signing-key-of-a-test"
MAILGUN = "anymail.backends.mailgun.EmailBackend"
POSTMARK = "anymail.backends.postmark.EmailBackend"


@pytest.fixture
def sent(dsr):
    """A mail that the provider took."""
    Notice.objects.all().delete()
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="m1", now=timezone.now())
    Notice.objects.update(status=Status.SENT, sent_at=timezone.now(), next_try_at=None)
    return Notice.objects.get()


@pytest.fixture
def mailgun(settings):
    """An installation that sends by Mailgun."""
    settings.EMAIL_BACKEND = MAILGUN
    settings.ANYMAIL = {"MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


@pytest.fixture
def postmark(settings):
    """An installation that sends by Postmark, which signs nothing but knows a password."""
    settings.EMAIL_BACKEND = POSTMARK
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": "user:a-long-password"}


def signed(notice, what="failed", *, code="e1", ago=timedelta(0), key=KEY, severity="permanent"):
    """Return a report of Mailgun as it signs it."""
    at, token = str((timezone.now() - ago).timestamp()), code * 20
    data = {
        "event": what, "id": code, "timestamp": float(at), "severity": severity, "reason": "bounce",
        "recipient": "dpo@controller.example.org", "user-variables": {"notice": notice.message_id},
        "message": {"headers": {"message-id": notice.message_id}}, "delivery-status": {"code": 550},
    }  # fmt: skip
    mark = hmac.new(key.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest()
    return {"signature": {"timestamp": at, "token": token, "signature": mark}, "event-data": data}


def post(client, provider, report, **headers):
    return client.post(
        f"/webhooks/{provider}/", json.dumps(report), content_type="application/json", headers=headers
    )


def test_a_bounce_of_the_officer_reaches_the_deputy_within_five_minutes(client, mailgun, sent, smtp_way):
    answer = post(client, "mailgun", signed(sent))
    smtp_way()
    delivery.sweep(clock=lambda: timezone.now() + timedelta(seconds=5))

    notice = Notice.objects.get(pk=sent.pk)
    alert = Notice.objects.get(kind="bounce")
    assert answer.status_code == 200
    assert (notice.status, notice.error) == (Status.FAILED, "bounced bounced")
    assert (alert.recipient, alert.status) == ("deputy", Status.SENT)
    assert alert.sent_at - notice.sent_at < timedelta(minutes=5)
    assert Event.objects.filter(name=EventName.BOUNCED).count() == 1


@pytest.fixture
def smtp_way(settings, smtp):
    """Return what sends what follows by a mail server of this machine."""
    settings.EMAIL_BACKEND = MAILGUN

    def switch():
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    return switch


def test_a_bounce_of_the_person_needs_somebody_at_the_desk_today(client, mailgun, dsr, dpo):
    Notice.objects.all().delete()
    outbox.post_letter("note", dsr, by=dpo, now=timezone.now(), words={"body": "Guten Tag"})
    Notice.objects.update(status=Status.SENT, sent_at=timezone.now())
    client.force_login(dpo)

    post(client, "mailgun", signed(Notice.objects.get()))

    page = client.get("/desk/").content.decode()
    assert dsr.reference in page
    assert Notice.objects.get(kind="bounce").recipient == "dpo"


@pytest.mark.parametrize(
    ("what", "severity", "kind"),
    [("complained", "", "complained"), ("failed", "permanent", "bounced"), ("rejected", "", "rejected"),
     ("unsubscribed", "", "unsubscribed")],
)  # fmt: skip
def test_whatever_means_that_no_further_mail_arrives_goes_up_the_line(
    client, mailgun, sent, what, severity, kind
):
    post(client, "mailgun", signed(sent, what, severity=severity))

    assert MailReport.objects.get().kind == kind
    assert Notice.objects.get(kind="bounce").recipient == "deputy"


def test_a_delay_and_a_delivery_are_kept_and_change_nothing(client, mailgun, sent):
    post(client, "mailgun", signed(sent, "failed", code="a", severity="temporary"))
    post(client, "mailgun", signed(sent, "delivered", code="b"))

    assert sorted(MailReport.objects.values_list("kind", flat=True)) == ["deferred", "delivered"]
    assert Notice.objects.get().status == Status.SENT


def test_the_same_report_a_hundred_times_counts_once(client, mailgun, sent):
    report = signed(sent)

    answers = {post(client, "mailgun", report).status_code for _again in range(100)}

    assert answers == {200}
    assert (MailReport.objects.count(), Notice.objects.filter(kind="bounce").count()) == (1, 1)
    assert Event.objects.filter(name=EventName.BOUNCED).count() == 1


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_reports_come_a_bounce_stays_a_bounce(client, mailgun, sent, seed):
    reports = [
        signed(sent, "delivered", code="a"),
        signed(sent, "failed", code="b"),
        signed(sent, "accepted", code="c"),
    ]
    random.Random(seed).shuffle(reports)

    for report in reports:
        post(client, "mailgun", report)

    assert Notice.objects.get(pk=sent.pk).status == Status.FAILED
    assert Notice.objects.filter(kind="bounce").count() == 1


@pytest.mark.parametrize("ago", [timedelta(minutes=6), timedelta(minutes=-6), timedelta(days=400)])
def test_a_report_signed_more_than_five_minutes_away_from_now_is_refused(client, mailgun, sent, ago):
    answer = post(client, "mailgun", signed(sent, ago=ago))

    assert answer.status_code == 400
    assert (MailReport.objects.count(), Notice.objects.get().status) == (0, Status.SENT)


def test_a_report_signed_four_minutes_ago_is_taken(client, mailgun, sent):
    assert post(client, "mailgun", signed(sent, ago=timedelta(minutes=4))).status_code == 200


@pytest.mark.parametrize("report", [{}, {"signature": {}}, {"signature": {"timestamp": "soon"}}, [], "x"])
def test_a_report_that_is_none_is_refused_without_an_error(client, mailgun, sent, report):
    assert post(client, "mailgun", report).status_code == 400


def test_a_forged_report_is_refused(client, mailgun, sent):
    answer = post(client, "mailgun", signed(sent, key="another-key"))

    assert answer.status_code == 400
    assert (MailReport.objects.count(), Notice.objects.get().status) == (0, Status.SENT)


def test_a_report_of_a_mail_that_is_not_ours_is_noted_and_tells_nobody(client, mailgun, sent):
    stranger = Notice(message_id="other@elsewhere.example")

    answer = post(client, "mailgun", signed(stranger))

    assert answer.status_code == 200
    assert (MailReport.objects.get().notice, Notice.objects.count()) == (None, 1)


@pytest.mark.parametrize("provider", ["postmark", "sendgrid", "nobody"])
def test_a_provider_that_we_do_not_send_by_has_no_address_here(client, mailgun, sent, provider):
    assert post(client, provider, {}).status_code == 404


def test_a_provider_that_signs_nothing_needs_a_password(client, postmark, sent, settings):
    report = {
        "RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": "dpo@controller.example.org",
        "BouncedAt": timezone.now().isoformat(), "Metadata": {"notice": sent.message_id}, "MessageID": "p-1",
    }  # fmt: skip
    known = "Basic " + base64.b64encode(b"user:a-long-password").decode()

    without = post(client, "postmark", report).status_code
    wrong = post(client, "postmark", report, Authorization="Basic eDp5").status_code
    right = post(client, "postmark", report, Authorization=known).status_code
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x"}
    unset = post(client, "postmark", report, Authorization=known).status_code

    assert (without, wrong, right, unset) == (400, 400, 200, 404)
    assert Notice.objects.get(kind="bounce").recipient == "deputy"


def test_after_a_bounce_the_next_mail_goes_out_all_the_same(client, mailgun, sent, dsr, smtp_way, smtp):
    post(client, "mailgun", signed(sent))
    smtp_way()
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="m2", now=timezone.now())

    delivery.sweep(clock=lambda: timezone.now() + timedelta(seconds=5))

    assert sorted(received.to for received in smtp.inbox) == [
        "deputy@controller.example.org",
        "dpo@controller.example.org",
    ]


def test_a_get_tells_nothing(client, mailgun):
    assert client.get("/webhooks/mailgun/").status_code in {400, 405}
