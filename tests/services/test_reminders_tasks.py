"""The ladder of owners: each step once, over holidays, whether the clock runs or rests."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dsr.models import Notice, Status, Task
from dsr.notices import delivery, task_ladder
from dsr.services import handling, obligations, reminders_tasks, tasks, upkeep
from tests import make
from tests.make import at, stored

MINUTE = timedelta(minutes=1)
# Received on Tuesday 10 March, work started on Wednesday 18 March 2026: ten working days are Wednesday 1 April,
# the last day less five is Wednesday 1 April as well. Good Friday is 3 April, Easter Monday the 6th.
STARTED = at("2026-03-18 10:20")
HALF, DUE = "2026-03-25 09:00", date(2026, 4, 1)
FIRST, SECOND, ESCALATED = "2026-04-02 09:00", "2026-04-09 09:00", "2026-04-15 09:00"


@pytest.fixture
def task(dsr, controller, handler):
    make.system(controller)
    handling.start(dsr.pk, by=handler, now=STARTED)
    return Task.objects.get(dsr=dsr)


def written(**where):
    kinds = {task_ladder.CHASER, task_ladder.ESCALATION}
    rows = Notice.objects.filter(kind__in=kinds, **where).order_by("pk")
    return [(row.kind, row.recipient, row.occasion.rsplit(":", 1)[1], row.status) for row in rows]


def test_an_owner_is_chased_at_half_of_the_time_then_after_the_day_and_at_last_the_officer_is_told(task):
    seen = []
    for _step in range(5):
        wake = Task.objects.get().wake_at
        if wake is None:
            break
        reminders_tasks.sweep(now=wake + MINUTE)
        seen.append(wake)

    assert task.due_on == DUE
    assert seen == [at(HALF), at(FIRST), at(SECOND), at(ESCALATED)]
    assert [(kind, who, what) for kind, who, what, _status in written()] == [
        ("task_chaser", "owner", "half"), ("task_chaser", "owner", "+1"), ("task_chaser", "owner", "+4"),
        ("task_escalation", "dpo", "+8"),
    ]  # fmt: skip


def test_a_step_is_written_once_however_often_and_forgetfully_the_sweep_runs(task):
    counts = [reminders_tasks.sweep(now=at(HALF) + MINUTE) for _again in range(2)]
    Task.objects.update(wake_at=at(HALF))
    reminders_tasks.sweep(now=at(HALF) + 2 * MINUTE)

    assert counts == [1, 0]
    assert written() == [("task_chaser", "owner", "half", "waiting")]


def test_after_an_outage_each_recipient_hears_the_latest_step_and_the_older_ones_are_skipped(task):
    reminders_tasks.sweep(now=at("2026-04-16 11:00"))

    assert [(who, what, status) for _kind, who, what, status in written()] == [
        ("owner", "half", "skipped"), ("owner", "+1", "skipped"), ("owner", "+4", "waiting"),
        ("dpo", "+8", "waiting"),
    ]  # fmt: skip


def test_a_chaser_that_could_not_be_sent_is_overtaken_by_the_next(task):
    reminders_tasks.sweep(now=at(HALF))

    reminders_tasks.sweep(now=at(FIRST))

    assert [(what, status) for _kind, _who, what, status in written()] == [
        ("half", "skipped"), ("+1", "waiting"),
    ]  # fmt: skip


def test_the_chaser_of_one_system_does_not_overtake_that_of_another(task, controller, dsr, handler):
    other = make.system(controller, "Archive")
    tasks.ask(dsr.pk, system=other, by=handler, now=at("2026-03-23 09:30"))
    reminders_tasks.sweep(now=at(HALF))

    reminders_tasks.sweep(now=at("2026-03-26 09:00"))

    assert {status for *_rest, status in written()} == {"waiting"}


def test_owners_are_chased_while_the_clock_of_the_request_rests(task, dsr, handler):
    handling.ask_identity(dsr.pk, why="Two share the name.", asks="A number.", by=handler, now=STARTED)

    reminders_tasks.sweep(now=at(HALF))

    assert stored(dsr.pk).due_on is None
    assert written() == [("task_chaser", "owner", "half", "waiting")]


def test_nobody_is_chased_once_the_owner_has_answered(task):
    tasks.answer(task.pk, answer="nothing_found", now=at("2026-03-20 16:00"))

    assert reminders_tasks.sweep(now=at("2026-05-04 09:00")) == 0


def test_a_chaser_written_before_the_answer_came_is_not_sent_after_it(task):
    reminders_tasks.sweep(now=at(HALF))
    tasks.answer(task.pk, answer="nothing_found", now=at(HALF) + MINUTE)

    delivery.sweep(clock=lambda: at(HALF) + 2 * MINUTE)

    assert written() == [("task_chaser", "owner", "half", Status.SKIPPED)]


def test_a_closed_request_chases_nobody_and_wakes_no_more(task, dsr, handler):
    handling.withdraw(dsr.pk, by=handler, now=at("2026-03-19 09:00"))

    count = reminders_tasks.sweep(now=at(HALF))

    assert (count, Task.objects.get().wake_at) == (0, None)


def test_what_is_caught_up_at_night_waits_for_the_morning_of_a_working_day(task):
    reminders_tasks.sweep(now=at("2026-04-03 23:40"))  # Good Friday

    assert Notice.objects.get(kind="task_chaser", status="waiting").due_at == at("2026-04-07 07:00")


def test_asking_again_begins_the_ladder_anew(task, dsr, handler):
    reminders_tasks.sweep(now=at(HALF))

    tasks.ask(dsr.pk, system=task.system, by=handler, now=at("2026-03-26 09:30"))

    again = Task.objects.get()
    # From Thursday four working days are left, and half of them end on Monday, after the clocks were changed.
    assert (again.due_on, again.wake_at) == (DUE, at("2026-03-30 09:00"))


def test_a_new_free_day_moves_the_next_chaser(task, controller):
    controller.extra_free = ["2026-03-25"]
    controller.save()

    upkeep.recompute(controller, now=STARTED)

    # The half of nine working days is the fourth, Tuesday 24 March.
    assert Task.objects.get().wake_at == at("2026-03-24 09:00")


def test_an_unswept_chaser_trips_the_dead_mans_switch(task):
    Notice.objects.all().delete()

    found = obligations.late(now=at(HALF) + 16 * MINUTE)

    assert (found.tasks, found.any) == (1, True)


def test_a_sweep_costs_the_same_number_of_queries_for_one_task_and_for_twenty(task, controller, dsr, handler):
    for number in range(19):
        tasks.ask(dsr.pk, system=make.system(controller, f"S{number}"), by=handler, now=STARTED)

    with CaptureQueriesContext(
        connection,
    ) as many:
        assert reminders_tasks.sweep(now=at(HALF)) == 20
    Notice.objects.filter(kind="task_chaser").delete()
    Task.objects.exclude(pk=task.pk).delete()
    Task.objects.update(wake_at=at(HALF))
    with CaptureQueriesContext(connection) as one:
        assert reminders_tasks.sweep(now=at(HALF)) == 1

    assert len(many) == len(one)
