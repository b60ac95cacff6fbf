"""The dead man's switch trips when something due is late, and not before."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from dsr.evidence import checkpoints, log
from dsr.models import Actor, Event, EventName, Notice, Status, SubjectRequest
from dsr.notices import outbox
from dsr.services import obligations
from tests.make import at

NOW = at("2026-03-12 12:00")


@pytest.fixture
def quiet(dsr):
    Notice.objects.all().delete()
    SubjectRequest.objects.update(wake_at=NOW + timedelta(days=1))
    checkpoints.keep(now=NOW)
    return dsr


@pytest.mark.parametrize(("minutes", "late"), [(14, 0), (15, 0), (16, 1)])
def test_a_notice_is_late_after_a_quarter_of_an_hour(quiet, minutes, late):
    outbox.queue("message_in", dsr=quiet, recipient="dpo", occasion="m1", now=NOW)

    found = obligations.late(now=NOW + timedelta(minutes=minutes))

    assert (found.notices, found.requests, found.any) == (late, 0, bool(late))


@pytest.mark.parametrize(("minutes", "late"), [(14, 0), (16, 1)])
def test_a_request_that_no_sweep_has_seen_is_late_after_a_quarter_of_an_hour(quiet, minutes, late):
    SubjectRequest.objects.update(wake_at=NOW)

    assert obligations.late(now=NOW + timedelta(minutes=minutes)).requests == late


def test_a_notice_that_a_dead_worker_holds_counts_as_late(quiet):
    outbox.queue("message_in", dsr=quiet, recipient="dpo", occasion="m1", now=NOW)
    Notice.objects.update(status=Status.SENDING, token="x", next_try_at=NOW + timedelta(minutes=20))

    assert obligations.late(now=NOW + timedelta(minutes=16)).notices == 1


@pytest.mark.parametrize(
    "status", [Status.SENT, Status.SKIPPED, Status.FAILED, Status.TO_POST, Status.POSTED]
)
def test_what_is_done_or_is_for_a_person_to_do_is_not_late(quiet, status):
    outbox.queue("message_in", dsr=quiet, recipient="dpo", occasion="m1", now=NOW)
    Notice.objects.update(status=status)

    assert obligations.late(now=NOW + timedelta(days=2)).notices == 0


def test_what_is_held_back_for_the_morning_is_not_late_at_night(quiet):
    outbox.queue("message_in", dsr=quiet, recipient="dpo", now=NOW, due_at=NOW + timedelta(hours=9))

    assert not obligations.late(now=NOW + timedelta(hours=9)).any


@pytest.mark.parametrize("chained", [False, True], ids=["waiting", "chained, but not signed"])
@pytest.mark.parametrize(("minutes", "late"), [(15, 0), (16, 1)])
def test_an_event_that_is_not_signed_is_late_after_a_quarter_of_an_hour(quiet, chained, minutes, late):
    Event.objects.create(controller=quiet.controller, name=EventName.EXPORTED, at=NOW, actor=Actor.SYSTEM)
    if chained:
        log.sequence()

    assert obligations.late(now=NOW + timedelta(minutes=minutes)).events == late


def test_the_command_fails_when_something_is_late_and_says_how_much(quiet, capsys):
    SubjectRequest.objects.update(wake_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(SystemExit) as ended:
        call_command("check_obligations")

    assert ended.value.code == 1
    assert (
        "late: 0 notices to send, 1 requests, 0 tasks and 0 disputes to look at, 0 events to sign"
        in capsys.readouterr().out
    )
