"""The figures for a monitor: behind a token, counted in the database, in the form that Prometheus reads."""

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from dsr.models import MailReport, Notice, Status
from dsr.notices import outbox
from dsr.services import heartbeats

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-monitor"


@pytest.fixture
def read(client, settings):
    """Return what reads the figures as a monitor does: values by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def ask():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for f in families
            for sample in f.samples
        }

    return ask


def test_without_a_token_nobody_is_answered_and_with_a_wrong_one_no_figure(client, settings):
    unset = client.get("/metrics", headers={"Authorization": "Bearer "}).status_code
    settings.METRICS_TOKEN = TOKEN

    wrong = [
        client.get("/metrics", headers=given)
        for given in ({}, {"Authorization": "Bearer nearly"}, {"Authorization": TOKEN})
    ]

    assert unset == 403
    assert {(answer.status_code, answer.content) for answer in wrong} == {(401, b"")}


def test_the_figures_are_those_of_the_outbox(dsr, read):
    Notice.objects.all().delete()
    now = timezone.now()
    for number, late in enumerate((1, 20, 2000)):
        outbox.queue(
            "message_in", dsr=dsr, recipient="dpo", occasion=f"s{number}", now=now - timedelta(hours=1)
        )
        Notice.objects.filter(occasion=f"s{number}").update(
            status=Status.SENT, attempts=1, sent_at=now - timedelta(hours=1) + timedelta(seconds=late)
        )
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="w", now=now - timedelta(minutes=30))
    outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion="f", now=now)
    Notice.objects.filter(occasion="f").update(status=Status.FAILED)
    MailReport.objects.create(provider="mailgun", event_id="1", kind="bounced", at=now, received_at=now)
    with heartbeats.beating("outbox", now=now - timedelta(seconds=40)):
        pass

    found = read()

    assert 1799 < found["dsr_oldest_due_seconds",] < 1860
    assert found["dsr_outbox", "waiting"] == 1
    assert (found["dsr_mails_sent_total",], found["dsr_mails_failed_total",]) == (3, 1)
    steps = {edge: found["dsr_mail_lateness_seconds_bucket", edge] for edge in ("5", "60", "3600", "+Inf")}
    assert steps == {"5": 1, "60": 2, "3600": 3, "+Inf": 3}
    assert found["dsr_mail_lateness_seconds_sum",] == pytest.approx(2021, abs=1)
    assert 39 < found["dsr_sweep_age_seconds", "outbox"] < 100
    assert found["dsr_mail_reports_total", "bounced"] == 1


def test_an_empty_house_has_figures_too(read):
    assert read()["dsr_oldest_due_seconds",] == 0


def test_no_figure_holds_a_word_of_anybody(dsr, client, settings):
    settings.METRICS_TOKEN = TOKEN

    said = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert dsr.reference not in said
    assert "@" not in said
    assert "Erfunden" not in said
