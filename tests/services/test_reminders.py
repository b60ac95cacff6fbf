"""The reminder sweep: every step once, whoever sweeps, however long nobody did."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dsr.models import Controller, Notice, Status, SubjectRequest
from dsr.notices import delivery, ladder
from dsr.services import handling, obligations, reminders, upkeep
from tests import make
from tests.make import at, stored
from tests.services.test_step import at_once

# Received on Tuesday 10 March 2026; the last day is Friday 10 April, Easter Monday is the 6th.
MINUTE = timedelta(minutes=1)


def written(dsr, **where):
    rows = Notice.objects.filter(dsr=dsr, kind__in=ladder.KINDS, **where).order_by("pk")
    return [(row.kind, row.recipient, row.status) for row in rows]


def test_nothing_is_written_before_its_time(dsr):
    wake = dsr.wake_at

    count = reminders.sweep(now=wake - MINUTE)

    assert (count, stored(dsr.pk).wake_at) == (0, wake)


def test_a_step_is_written_once_however_often_the_sweep_runs(dsr):
    now = dsr.wake_at + MINUTE

    counts = [reminders.sweep(now=now) for _again in range(3)]

    (notice,) = Notice.objects.filter(kind="not_triaged")
    assert counts == [1, 0, 0]
    assert (notice.due_at, notice.created_at) == (dsr.wake_at, now)
    assert stored(dsr.pk).wake_at == at("2026-03-19 09:00")


def test_a_sweep_that_forgot_what_it_wrote_writes_nothing_twice(dsr):
    now = dsr.wake_at + MINUTE
    reminders.sweep(now=now)
    SubjectRequest.objects.update(wake_at=dsr.wake_at)

    reminders.sweep(now=now + MINUTE)

    assert written(dsr) == [("not_triaged", "dpo", "waiting")]


def test_after_three_days_of_outage_the_latest_step_is_sent_and_the_older_ones_are_skipped(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    SubjectRequest.objects.update(wake_at=at("2026-04-07 09:00"))

    reminders.sweep(now=at("2026-04-10 09:05"))

    # Tuesday 7 April is three working days before the last day, Thursday the last before it.
    assert written(dsr, recipient="dpo") == [
        ("due_in_3", "dpo", "skipped"), ("due_in_1", "dpo", "skipped"), ("due_today", "dpo", "waiting"),
    ]  # fmt: skip


def test_a_reminder_that_could_not_be_sent_is_overtaken_by_the_next(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    SubjectRequest.objects.update(wake_at=at("2026-04-07 09:00"))
    reminders.sweep(now=at("2026-04-07 09:01"))

    reminders.sweep(now=at("2026-04-09 09:01"))

    statuses = dict(
        Notice.objects.filter(recipient="dpo", kind__in=ladder.KINDS).values_list("kind", "status")
    )
    assert statuses == {"due_in_3": Status.SKIPPED, "due_in_1": Status.WAITING}


def test_what_is_caught_up_at_night_waits_for_the_morning(dsr):
    reminders.sweep(now=at("2026-03-14 02:30"))  # a Saturday

    notice = Notice.objects.get(kind="not_triaged")
    assert notice.due_at == notice.next_try_at == at("2026-03-16 07:00")
    assert delivery.claim_batch(now=at("2026-03-14 02:31"), most=50) != [notice]


def test_the_last_day_itself_is_never_held_back(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    SubjectRequest.objects.update(wake_at=at("2026-04-09 09:00"))

    reminders.sweep(now=at("2026-04-10 22:40"))

    assert {n.next_try_at for n in Notice.objects.filter(kind="due_today")} == {at("2026-04-10 09:00")}


def test_a_request_whose_clock_rests_or_that_is_closed_is_not_woken(dsr, dpo, controller):
    handling.ask_identity(dsr.pk, why="-", asks="-", by=dpo, now=at("2026-03-11 09:00"))
    (other,) = make.requests(controller, now=at("2026-03-10 09:00"))
    handling.mark_not_a_request(other.pk, by=dpo, now=at("2026-03-11 09:00"))

    reminders.sweep(now=at("2026-06-01 12:00"))

    assert (written(dsr), written(other)) == ([], [])


def test_an_overdue_request_is_told_every_working_day_each_once(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    SubjectRequest.objects.update(wake_at=at("2026-04-13 09:00"))

    for day in range(13, 27):
        reminders.sweep(now=at(f"2026-04-{day} 12:00"))

    rows = Notice.objects.filter(kind="overdue").order_by("pk").values_list("recipient", "occasion")
    # The work was begun by the officer, who is the handler: one mailbox, one mail.
    assert [occasion[11:] for who, occasion in rows if who == "dpo"] == [
        f"2026-04-{day}" for day in (13, 14, 15, 16, 17, 20, 21, 22, 23, 24)
    ]
    assert [occasion[11:] for who, occasion in rows if who == "management"] == ["2026-04-13", "2026-04-20"]
    assert [occasion[11:] for who, occasion in rows if who == "deputy"] == ["2026-04-13"]


def test_a_moved_deadline_starts_the_ladder_anew(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    SubjectRequest.objects.update(wake_at=at("2026-03-30 09:00"))
    reminders.sweep(now=at("2026-03-30 09:01"))

    handling.extend(dsr.pk, ground="number", reasons="Viele.", by=dpo, now=at("2026-03-30 10:00"))
    for days in range(60):
        reminders.sweep(now=at("2026-04-07 12:00") + timedelta(days=days))

    weeks = (
        Notice.objects.filter(kind="due_in_7", recipient="dpo")
        .order_by("pk")
        .values_list("occasion", flat=True)
    )
    assert stored(dsr.pk).due_on == date(2026, 6, 10)
    assert list(weeks) == ["2026-04-10", "2026-06-10"]


@pytest.mark.django_db(transaction=True)
def test_three_sweepers_at_once_write_each_row_once():
    controller = make.controller()
    for _letter in range(30):
        make.requests(controller, "access", "erasure", now=at("2026-03-10 09:00"))
    now = at("2026-03-12 09:01")

    ends = at_once(*[lambda: reminders.sweep(now=now)] * 3)

    rows = Notice.objects.filter(kind="not_triaged")
    assert ends == [None] * 3
    assert rows.count() == 60
    assert rows.filter(status=Status.WAITING).count() == 60
    assert obligations.late(now=now + timedelta(minutes=14)).requests == 0


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(controller):
    costs = []
    for size in (2, 12):
        SubjectRequest.objects.update(wake_at=None)
        for _letter in range(size):
            make.requests(controller, now=at("2026-03-10 09:00"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            reminders.sweep(now=at("2026-03-12 09:01"))
        costs.append(len(seen))

    assert costs[0] == costs[1] < 16


def test_most_bounds_the_work_of_one_sweep(controller):
    for _letter in range(5):
        make.requests(controller, now=at("2026-03-10 09:00"))

    first = reminders.sweep(now=at("2026-03-12 09:01"), most=3)
    rest = reminders.sweep(now=at("2026-03-12 09:01"))

    assert (first, rest) == (3, 2)


def test_a_public_holiday_that_was_added_moves_the_reminder_with_the_deadline(dsr, dpo, controller):
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    Controller.objects.update(extra_free=["2026-04-10"])

    upkeep.recompute(Controller.objects.get(), now=at("2026-03-12 09:00"))

    assert stored(dsr.pk).due_on == date(2026, 4, 13)
