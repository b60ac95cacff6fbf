"""Every sweep leaves a heartbeat, and one that falls silent is named."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from config.celery import app
from dsr import sweeps
from dsr.models import Heartbeat, Notice, Status
from dsr.notices import outbox
from dsr.services import heartbeats, obligations
from dsr.services.timetable import RHYTHMS
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-17 14:45")


def test_a_sweep_that_ends_well_leaves_its_heartbeat_with_what_it_did():
    for minutes in (0, 1):
        with heartbeats.beating("reminders", now=NOW + timedelta(minutes=minutes)) as beat:
            beat.did = 7

    stored = Heartbeat.objects.get()
    assert (stored.first_at, stored.last_at, stored.did) == (NOW, NOW + timedelta(minutes=1), 7)


def test_a_sweep_that_fails_leaves_none():
    with pytest.raises(ZeroDivisionError), heartbeats.beating("reminders", now=NOW):
        _ = 1 / 0

    assert not Heartbeat.objects.exists()


def test_a_sweep_that_fell_silent_is_named_and_makes_the_switch_fail():
    for sweep in RHYTHMS:
        with heartbeats.beating(sweep, now=NOW):
            pass
    with heartbeats.beating("outbox", now=NOW + timedelta(minutes=20)):
        pass

    in_time = heartbeats.silent(now=NOW + timedelta(minutes=15))
    late = heartbeats.silent(now=NOW + timedelta(minutes=20))

    assert in_time == []
    assert late == ["reminders", "owners", "log"]
    assert obligations.late(now=NOW + timedelta(minutes=20)).any


def test_where_nothing_ever_ran_nothing_is_silent_but_what_never_ran_beside_others_is():
    fresh = heartbeats.silent(now=NOW)
    with heartbeats.beating("reminders", now=NOW):
        pass
    with heartbeats.beating("reminders", now=NOW + timedelta(minutes=16)):
        pass

    assert fresh == []
    assert "outbox" in heartbeats.silent(now=NOW + timedelta(minutes=16))


def test_every_sweep_of_the_timetable_beats_and_is_watched():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        app.tasks[entry["task"]].run()

    assert set(Heartbeat.objects.values_list("sweep", flat=True)) == set(RHYTHMS)
    assert set(RHYTHMS) == set(app.conf.beat_schedule) == set(sweeps.WORK)


def test_the_sweep_without_a_broker_beats_for_each_of_them_too():
    call_command("sweep")

    assert set(Heartbeat.objects.values_list("sweep", flat=True)) == set(RHYTHMS)


def test_a_letter_that_nobody_posts_and_a_mail_put_off_for_ever_are_late(dsr):
    Notice.objects.all().delete()
    outbox.insert([
        outbox.row("note", dsr=dsr, recipient="person", occasion="m1", now=NOW, status=Status.TO_POST),
        outbox.row("message_in", dsr=dsr, recipient="dpo", occasion="m2", now=NOW),
    ])  # fmt: skip
    Notice.objects.filter(occasion="m2").update(error="451", next_try_at=NOW + timedelta(days=9))
    soon, later = obligations.late(now=NOW + timedelta(days=3)), obligations.late(now=NOW + timedelta(days=5))

    assert (soon.letters, soon.notices, soon.put_off) == (0, 1, 1)
    assert later.letters == 1


@pytest.mark.parametrize("name", ["outbox", "reminders"])
def test_the_command_names_silent_sweeps(capsys, name):
    Heartbeat.objects.create(sweep=name, first_at=NOW, last_at=NOW)

    with pytest.raises(SystemExit):
        call_command("check_obligations")

    assert name in capsys.readouterr().out
