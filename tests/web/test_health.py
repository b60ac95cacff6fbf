"""What a monitor is told, and what it is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dsr.evidence import checkpoints
from dsr.models import Notice, SubjectRequest


@pytest.mark.django_db
def test_a_process_that_lives_says_so_to_anybody(client):
    answer = client.get("/healthz/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_nothing_late_is_200_and_something_late_is_503_with_numbers_only(client, dsr):
    Notice.objects.all().delete()
    SubjectRequest.objects.update(wake_at=timezone.now() + timedelta(days=1))
    checkpoints.keep(now=timezone.now())
    good = client.get("/healthz/obligations")
    SubjectRequest.objects.update(wake_at=timezone.now() - timedelta(hours=1))

    bad = client.get("/healthz/obligations")

    assert (good.status_code, good.json()["status"]) == (200, "ok")
    told = {
        "status": "late", "late_notices": 0, "late_put_off": 0, "late_letters": 0, "late_requests": 1, "late_tasks": 0,
        "late_disputes": 0, "late_events": 0, "silent_sweeps": [],
    }  # fmt: skip
    assert (bad.status_code, bad.json()) == (503, told)


@pytest.mark.django_db
def test_asking_costs_nine_queries(client, django_assert_num_queries):
    with django_assert_num_queries(9):
        client.get("/healthz/obligations")


@pytest.mark.django_db
def test_a_monitor_may_only_ask(client):
    assert client.post("/healthz/obligations").status_code == 405
