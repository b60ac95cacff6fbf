"""The stored dates are what the law says, and stay so when holidays change."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from dsr.models import Controller, Event, EventName, SubjectRequest
from dsr.services import handling, upkeep
from tests import make
from tests.make import at, stored

NOW = at("2026-03-12 09:00")
# Received on Tuesday 10 March 2026: due on Friday 10 April.


def close_for(day):
    Controller.objects.update(extra_free=[day])
    return Controller.objects.get()


def test_a_new_holiday_moves_the_dates_of_the_requests_it_touches_and_logs_each(dsr, controller):
    (untouched,) = make.requests(controller, now=at("2026-03-11 09:00"))
    changed = close_for("2026-04-10")

    moved = upkeep.recompute(changed, now=NOW)

    event = Event.objects.get(name=EventName.DATE_MOVED)
    assert stored(dsr.pk).due_on == date(2026, 4, 13)
    assert (event.dsr_id, event.data) == (dsr.pk, {"from": "2026-04-10", "to": "2026-04-13"})
    # The other one is due on Monday 13 April as before; only its reminders moved.
    assert (moved, stored(untouched.pk).due_on) == (2, date(2026, 4, 13))


def test_a_holiday_that_was_taken_away_moves_the_date_back(dsr):
    upkeep.recompute(close_for("2026-04-10"), now=NOW)
    Controller.objects.update(extra_free=[])

    upkeep.recompute(Controller.objects.get(), now=NOW + timedelta(hours=1))

    assert stored(dsr.pk).due_on == date(2026, 4, 10)
    assert Event.objects.filter(name=EventName.DATE_MOVED).count() == 2


def test_a_closed_request_keeps_the_day_that_counted(dsr, dpo):
    handling.mark_not_a_request(dsr.pk, by=dpo, now=NOW)

    upkeep.recompute(close_for("2026-04-10"), now=NOW)

    assert stored(dsr.pk).due_on == date(2026, 4, 10)


def test_a_page_that_shows_the_old_date_is_known_to_be_stale(dsr):
    upkeep.recompute(close_for("2026-04-10"), now=NOW)

    assert stored(dsr.pk).version == dsr.version + 1


def test_nothing_moves_when_nothing_changed(dsr, controller):
    assert upkeep.recompute(controller, now=NOW) == 0
    assert stored(dsr.pk).version == dsr.version


def test_each_controller_is_looked_at_once_in_its_day(dsr):
    first = upkeep.keep_current(now=NOW)
    close_for("2026-04-10")

    same_day = upkeep.keep_current(now=NOW + timedelta(hours=5))
    next_day = upkeep.keep_current(now=NOW + timedelta(hours=20))

    assert (first, same_day, next_day) == (0, 0, 1)


def test_the_check_finds_every_copy_that_is_not_what_the_law_says(dsr):
    clean = upkeep.check_dates(now=NOW)
    SubjectRequest.objects.update(due_on=date(2026, 4, 17), safe_on=date(2026, 4, 1), wake_at=None)

    found = upkeep.check_dates(now=NOW)

    assert clean == []
    assert [(each.reference, each.field) for each in found] == [
        (dsr.reference, "due_on"), (dsr.reference, "safe_on"), (dsr.reference, "wake_at"),
    ]  # fmt: skip
    assert (found[0].stored, found[0].computed) == (date(2026, 4, 17), date(2026, 4, 10))


def test_the_command_lists_the_differences_and_fails(dsr, capsys):
    SubjectRequest.objects.update(due_on=date(2026, 4, 17))

    with pytest.raises(SystemExit) as ended:
        call_command("check_dates")

    assert ended.value.code == 1
    assert f"{dsr.reference} due_on: stored 2026-04-17, computed 2026-04-10" in capsys.readouterr().out


def test_after_every_kind_of_step_the_copies_are_right(dsr, dpo, controller):
    (paused, extended, closed) = (make.requests(controller, now=at("2026-03-10 10:00"))[0] for _ in range(3))
    handling.ask_identity(paused.pk, why="-", asks="-", by=dpo, now=NOW)
    handling.extend(extended.pk, ground="number", reasons="Viele.", by=dpo, now=NOW)
    handling.mark_not_a_request(closed.pk, by=dpo, now=NOW)

    assert upkeep.check_dates(now=NOW) == []
