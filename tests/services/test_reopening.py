"""A closed request that is taken up again has a short new term; nothing of its first clock is touched."""

from datetime import date

import pytest

from dsr.models import Blocked, State
from dsr.services import handling
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")
WORDS = {"why": "Zwei Konten tragen diesen Namen.", "asks": "Ihre Kundennummer genügt."}
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A controller in Berlin, its data protection officer and one request for access of Wednesday 11 March."""
    controller = make.controller()
    (dsr,) = make.requests(controller, now=NOW)
    return controller, make.staff(controller), dsr


def test_a_reopened_request_has_a_short_new_term_and_keeps_its_old_end_on_record(desk):
    _, dpo, dsr = desk
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    before = stored(dsr.pk)

    handling.reopen(dsr.pk, reason="complaint", why="Es fehlt etwas.", by=dpo, now=at("2026-05-04 09:00"))

    again, old = stored(dsr.pk), stored(dsr.pk).reopenings.get()
    assert (again.state, again.outcome, again.purge_on) == (State.IN_PROGRESS, "", None)
    # Two weeks from Monday 4 May; the month from receipt had ended on 13 April.
    assert (again.due_on, again.safe_on) == (date(2026, 5, 18), date(2026, 5, 18))
    assert (old.due_on, old.closed_on, old.outcome) == (date(2026, 4, 13), before.closed_on, "withdrawn")
    assert again.timetable().due_on == date(2026, 4, 13)


def test_the_new_term_is_not_extended(desk):
    _, dpo, dsr = desk
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    handling.reopen(dsr.pk, by=dpo, now=at("2026-03-16 09:00"))

    with pytest.raises(Blocked) as blocked:
        handling.extend(dsr.pk, ground="number", reasons="Viele.", by=dpo, now=at("2026-03-17 09:00"))

    assert "reopened" in [blocker.code for blocker in blocked.value.blockers]


def test_a_request_that_lapsed_and_is_reopened_gets_a_new_term_and_its_old_pause_stays_open(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=at("2026-03-13 09:00"))
    handling.lapse(dsr.pk, reasons="Keine Antwort.", by=dpo, now=at("2026-06-15 09:00"))

    handling.reopen(dsr.pk, by=dpo, now=at("2026-06-22 09:00"))

    again = stored(dsr.pk)
    assert (again.state, again.due_on) == (State.IN_PROGRESS, date(2026, 7, 6))
    # The first clock stands as it stood: nobody ever answered.
    assert (again.pauses.get().answered_on, again.timetable().due_on) == (None, None)


def test_a_question_put_after_reopening_rests_the_new_term_alone(desk):
    _, dpo, dsr = desk
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    handling.reopen(dsr.pk, by=dpo, now=at("2026-05-04 09:00"))
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=at("2026-05-06 09:00"))
    resting = stored(dsr.pk).due_on

    handling.receive_answer(dsr.pk, by=dpo, now=at("2026-05-12 09:00"))

    # Six days rest: 18 May and six days is Sunday 24 May, and Monday is Whit Monday.
    assert (resting, stored(dsr.pk).due_on) == (None, date(2026, 5, 26))
