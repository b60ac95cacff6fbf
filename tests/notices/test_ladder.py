"""The ladder: each step on its working day, in the controller's time, and silent when there is nothing to say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dsr.models import Extension, State, SubjectRequest
from dsr.notices import ladder
from dsr.services import handling, identity
from tests import make
from tests.make import BERLIN, at, stored

pytestmark = pytest.mark.django_db

# Received on Wednesday 25 March 2026: the month ends on Saturday 25 April, so the last day is Monday 27 April.
# Good Friday is 3 April, Easter Monday 6 April.
RECEIVED = at("2026-03-25 16:20")


def minutes_later(moment: datetime) -> datetime:
    return moment + timedelta(minutes=1)


def day_of(step: ladder.Step) -> str:
    return f"{step.at.astimezone(BERLIN):%a %d %b %H:%M}"


def walk(dsr: SubjectRequest, until: datetime) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return every step of a request as a sweep once a minute would meet it."""
    met = []
    dsr.wake_at = ladder.after(dsr, now=RECEIVED)
    while dsr.wake_at is not None and dsr.wake_at <= until:
        now = minutes_later(dsr.wake_at)
        met += [(day_of(step), step.rung.kind, step.recipients) for step in ladder.due_rungs(dsr, now=now)]
        dsr.wake_at = ladder.after(dsr, now=now)
    return met


def test_the_whole_ladder_over_easter(controller, handler):
    (dsr,) = make.requests(controller, now=RECEIVED)
    dsr.handler = handler

    met = walk(dsr, at("2026-05-06 12:00"))

    everybody = ("handler", "dpo", "deputy", "management")
    assert met == [
        ("Fri 27 Mar 09:00", "not_triaged", ("dpo",)),
        ("Tue 07 Apr 09:00", "identity_check", ("handler",)),
        ("Tue 07 Apr 09:00", "due_in_14", ("handler",)),
        ("Mon 13 Apr 09:00", "extension_decision", ("handler", "dpo")),
        ("Thu 16 Apr 09:00", "due_in_7", ("handler", "dpo")),
        ("Wed 22 Apr 09:00", "due_in_3", ("handler", "dpo", "deputy")),
        ("Fri 24 Apr 09:00", "due_in_1", everybody),
        ("Mon 27 Apr 09:00", "due_today", everybody),
        ("Tue 28 Apr 09:00", "overdue", everybody),
        ("Wed 29 Apr 09:00", "overdue", ("dpo",)),
        ("Thu 30 Apr 09:00", "overdue", ("dpo",)),
        ("Mon 04 May 09:00", "overdue", ("dpo",)),  # the 1st is Labour Day, then a weekend
        ("Tue 05 May 09:00", "overdue", ("dpo",)),
        ("Wed 06 May 09:00", "overdue", ("dpo", "management")),
    ]


def test_a_holiday_added_by_the_controller_moves_the_steps_before_it(controller):
    controller.extra_free = ["2026-04-22"]
    (dsr,) = make.requests(controller, now=RECEIVED)
    dsr.controller = controller

    days = {kind: moment for moment, kind, _to in walk(dsr, at("2026-04-27 12:00"))}

    assert days["due_in_3"] == "Tue 21 Apr 09:00"
    assert days["due_in_1"] == "Fri 24 Apr 09:00"


def test_nothing_comes_due_on_a_free_day_or_at_night_but_what_is_due_that_day():
    # In California the 45 days are not moved off a weekend: received on Sunday 1 March, due on Wednesday 15 April.
    for day in range(1, 29):
        received = at(f"2026-03-{day:02d} 11:00")
        office = make.controller(
            f"o{day}", country="US", subdivision="US-CA", regime="us_ca_ccpa", language="en"
        )
        (dsr,) = make.requests(office, now=received)
        dsr.wake_at = ladder.after(dsr, now=received)
        met = {}
        while dsr.wake_at < received + timedelta(days=60):
            now = minutes_later(dsr.wake_at)
            met |= {step.at.astimezone(office.tz): step.rung.kind for step in ladder.due_rungs(dsr, now=now)}
            dsr.wake_at = ladder.after(dsr, now=now)

        free = [kind for moment, kind in met.items() if not office.calendar.is_working_day(moment.date())]
        assert free in ([], ["due_today"])
        assert {moment.hour for moment in met} == {9}
        assert len(met) > 10


def test_a_closed_request_wakes_nobody(dsr, dpo):
    handling.mark_not_a_request(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    closed = stored(dsr.pk)

    assert (closed.wake_at, ladder.next_wake(closed, now=at("2026-03-12 09:00"))) == (None, None)


def test_a_resting_clock_stops_the_ladder_and_the_answer_starts_it_anew(dsr, dpo):
    handling.ask_identity(dsr.pk, why="Zwei Namen", asks="Kundennummer", by=dpo, now=at("2026-03-12 10:00"))
    resting = stored(dsr.pk)

    handling.receive_answer(dsr.pk, by=dpo, now=at("2026-03-31 10:00"))

    running = stored(dsr.pk)
    assert (resting.due_on, resting.wake_at) == (None, None)
    # 19 days of pause: the 10th of April becomes the 29th.
    assert running.due_on == date(2026, 4, 29)
    assert running.wake_at == at("2026-04-09 09:00")


def test_a_question_that_does_not_stop_the_clock_does_not_stop_the_reminders(dsr, dpo):
    handling.ask_clarification(
        dsr.pk, why="Viel", asks="Was?", rests=False, by=dpo, now=at("2026-03-12 10:00")
    )

    assert stored(dsr.pk).wake_at is not None


def test_a_step_of_the_desk_between_the_moment_and_the_sweep_loses_no_reminder(dsr, dpo):
    moment = stored(dsr.pk).wake_at

    handling.explain_lateness(dsr.pk, late_reason="-", by=dpo, now=moment + timedelta(seconds=30))

    later = stored(dsr.pk)
    assert later.wake_at == moment
    assert [step.rung.kind for step in ladder.due_rungs(later, now=moment + timedelta(minutes=1))] == [
        "not_triaged"
    ]


def test_what_was_triaged_in_time_is_not_reminded_of(dsr, dpo):
    moment = stored(dsr.pk).wake_at
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))

    assert ladder.due_rungs(stored(dsr.pk), now=moment) == []


def test_identity_that_is_settled_is_not_asked_about(dsr, dpo):
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=at("2026-03-11 09:00"))

    kinds = {kind for _moment, kind, _to in walk(stored(dsr.pk), at("2026-04-10 12:00"))}

    assert "identity_check" not in kinds
    assert "due_in_7" in kinds


def test_an_extended_request_and_a_right_without_a_period_are_not_asked_to_decide_on_an_extension(
    dsr, controller
):
    Extension.objects.create(
        dsr=dsr,
        announced_on=date(2026, 3, 20),
        ground="complexity",
        first_due_on=date(2026, 4, 10),
        reasons="-",
    )
    extended = stored(dsr.pk)
    extended.copy_dates()
    (marketing,) = make.requests(controller, "objection_marketing", now=RECEIVED)

    kinds = {kind for _moment, kind, _to in walk(extended, at("2026-06-10 12:00"))}
    kinds_at_once = {kind for _moment, kind, _to in walk(marketing, at("2026-04-27 12:00"))}

    assert extended.due_on == date(2026, 6, 10)
    assert "extension_decision" not in kinds | kinds_at_once


def test_the_occasion_of_a_step_names_the_day_it_counts_to_so_a_moved_deadline_begins_anew(dsr):
    dsr.wake_at = at("2026-03-10 09:00")
    before = {step.occasion for step in ladder.due_rungs(dsr, now=at("2026-04-13 12:00"))}

    dsr.due_on = date(2026, 4, 13)

    after = {step.occasion for step in ladder.due_rungs(dsr, now=at("2026-04-13 12:00"))}
    assert before == {"2026-03-10", "2026-04-10", "2026-04-10+2026-04-13"}
    assert after == {"2026-03-10", "2026-04-13"}


def test_a_controller_may_set_days_time_and_recipients_and_leave_a_step_out(controller):
    controller.ladder = {
        "at": "08:15",
        "rungs": {"due_in_14": {"off": True}, "due_in_7": {"days": -5, "to": ["management"], "at": "11:30"}},
    }
    controller.save()
    (dsr,) = make.requests(controller, now=RECEIVED)

    met = {kind: (moment, to) for moment, kind, to in walk(dsr, at("2026-04-27 12:00"))}

    assert met["due_in_7"] == ("Mon 20 Apr 11:30", ("management",))
    assert met["due_in_3"][0] == "Wed 22 Apr 08:15"
    assert "due_in_14" not in met


@pytest.mark.parametrize("nonsense", ["noon", "25:00", 9, None, ["09:00"]])
def test_a_time_that_is_none_is_passed_over(controller, nonsense):
    controller.ladder = {"at": nonsense}
    controller.save()
    (dsr,) = make.requests(controller, now=RECEIVED)

    assert dsr.wake_at == at("2026-03-27 09:00")


def test_each_mailbox_is_written_to_once_and_the_officer_stands_in_for_a_missing_handler(controller, dpo):
    controller.deputy_email = controller.dpo_email.upper()
    (dsr,) = make.requests(controller, now=RECEIVED)
    dsr.controller = controller

    nobody = {kind: to for _moment, kind, to in walk(dsr, at("2026-04-27 12:00"))}
    dsr.handler = dpo

    same_person = {kind: to for _moment, kind, to in walk(dsr, at("2026-04-27 12:00"))}
    assert nobody["due_in_14"] == ("dpo",)
    assert nobody["due_in_1"] == ("dpo", "management")
    assert same_person["due_in_7"] == ("dpo",)


def test_nine_in_the_morning_is_nine_in_the_morning_on_both_sides_of_the_change_of_clocks(controller):
    # The clocks go forward on 29 March 2026.
    (dsr,) = make.requests(controller, now=RECEIVED)

    before, behind = ladder.after(dsr, now=RECEIVED), ladder.after(dsr, now=at("2026-04-08 12:00"))

    assert [moment.astimezone(UTC).hour for moment in (before, behind)] == [8, 7]
    assert [moment.astimezone(BERLIN).hour for moment in (before, behind)] == [9, 9]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-27 10:00", "2026-03-27 10:00"),  # a Friday, by day
        ("2026-03-27 06:59", "2026-03-27 07:00"),
        ("2026-03-27 20:00", "2026-03-30 07:00"),  # in the evening, then a weekend
        ("2026-04-03 11:00", "2026-04-07 07:00"),  # Good Friday
    ],
)
def test_what_is_caught_up_at_night_or_on_a_free_day_waits_for_the_office_to_open(dsr, now, expected):
    assert ladder.send_at(dsr, now=at(now)) == at(expected)


def test_what_is_due_that_very_day_is_never_held_back(dsr):
    dsr.due_on = date(2026, 4, 4)  # a Saturday

    assert ladder.send_at(dsr, now=at("2026-04-04 23:10")) == at("2026-04-04 23:10")


def test_hours_may_be_wider_or_never_end(dsr):
    dsr.controller.ladder = {"opens": "00:00", "closes": "00:00", "every_day": True}

    assert ladder.send_at(dsr, now=at("2026-04-05 03:10")) == at("2026-04-05 03:10")


def test_a_reminder_that_was_written_is_dropped_when_its_reason_is_gone(dsr):
    ok = ladder.still_holds(dsr, "not_triaged", "2026-03-10")
    moved = ladder.still_holds(dsr, "due_in_7", "2026-04-09")
    rest = stored(dsr.pk)
    rest.due_on = None

    assert (ok, moved) == (True, False)
    assert not ladder.still_holds(rest, "not_triaged", "2026-03-10")
    assert dsr.state == State.RECEIVED
