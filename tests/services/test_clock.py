"""A pause or an extension that was recorded wrongly is corrected with its reason, and the dates follow."""

from datetime import date

import pytest

from dsr.models import ClockChange, Event
from dsr.services import clock, handling
from dsr.services.clock import NotPossible
from dsr.services.step import NotTheirDecision
from tests.make import at, stored

# The request of the fixture came on Tuesday 10 March 2026: due on Friday 10 April.
pytestmark = pytest.mark.django_db
ASK = {"why": "Zwei heißen so.", "asks": "Kundennummer"}


@pytest.fixture
def paused(dsr, dpo):
    """A request whose clock rested from 12 to 22 March."""
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=at("2026-03-12 09:00"))
    handling.receive_answer(dsr.pk, by=dpo, now=at("2026-03-22 09:00"))
    assert stored(dsr.pk).due_on == date(2026, 4, 20)
    return stored(dsr.pk)


@pytest.fixture
def extended(dsr, dpo):
    """A request that was extended on 12 March."""
    words = {"ground": "number", "reasons": "Viele."}
    handling.extend(dsr.pk, **words, by=dpo, now=at("2026-03-12 09:00"))
    assert stored(dsr.pk).due_on == date(2026, 6, 10)
    return stored(dsr.pk)


def moved(dsr):
    """Return the last move of the last day that the log tells."""
    return Event.objects.filter(dsr=dsr, name="date_moved").latest("pk").data


def test_the_day_of_an_answer_is_corrected_and_the_last_day_with_it(paused, dpo):
    days = {"asked_on": date(2026, 3, 12), "answered_on": date(2026, 3, 19)}

    clock.correct_pause(
        paused.pk,
        row=paused.pauses.get(),
        **days,
        why="Lag im Briefkasten.",
        by=dpo,
        now=at("2026-03-23 09:00"),
    )

    assert stored(paused.pk).due_on == date(2026, 4, 17)
    assert moved(paused) == {"from": "2026-04-20", "to": "2026-04-17"}
    change = ClockChange.objects.get()
    assert (change.what, change.why, change.by) == ("pause_corrected", "Lag im Briefkasten.", dpo)


def test_a_pause_that_should_not_have_been_is_taken_out_and_the_question_stays_on_record(paused, dpo):
    clock.remove_pause(
        paused.pk, row=paused.pauses.get(), why="Kein Zweifel.", by=dpo, now=at("2026-03-23 09:00")
    )

    assert stored(paused.pk).due_on == date(2026, 4, 10)
    assert (paused.pauses.get().rests, paused.pauses.get().asked_on) == (False, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("asked_on", "answered_on"),
    [
        (date(2026, 3, 9), date(2026, 3, 20)),
        (date(2026, 3, 21), date(2026, 3, 20)),
        (date(2026, 3, 12), date(2026, 3, 24)),
        (date(2026, 3, 12), None),
    ],
)
def test_days_that_cannot_be_change_nothing(paused, dpo, asked_on, answered_on):
    days = {"asked_on": asked_on, "answered_on": answered_on}

    with pytest.raises(NotPossible):
        clock.correct_pause(
            paused.pk, row=paused.pauses.get(), **days, why="Weil.", by=dpo, now=at("2026-03-23 09:00")
        )

    assert stored(paused.pk).due_on == date(2026, 4, 20)


def test_an_extension_told_too_late_extends_nothing(extended, dpo):
    clock.correct_extension(
        extended.pk,
        announced_on=date(2026, 4, 13),
        ground="number",
        why="Rücklauf.",
        by=dpo,
        now=at("2026-04-14 09:00"),
    )

    assert stored(extended.pk).due_on == date(2026, 4, 10)
    assert stored(extended.pk).extension.first_due_on == date(2026, 4, 10)


def test_an_extension_that_nobody_was_told_of_is_taken_out_and_may_be_made_once_more(extended, dpo):
    clock.remove_extension(extended.pk, why="Brief ging nie hinaus.", by=dpo, now=at("2026-03-13 09:00"))
    first = stored(extended.pk).due_on
    handling.extend(extended.pk, ground="number", reasons="Viele.", by=dpo, now=at("2026-03-16 09:00"))

    assert (first, stored(extended.pk).due_on) == (date(2026, 4, 10), date(2026, 6, 10))
    assert Event.objects.filter(dsr=extended, name="extension_corrected").count() == 1


def test_a_change_has_a_reason_and_is_the_officers(paused, dpo, handler):
    with pytest.raises(NotPossible, match="reason"):
        clock.remove_pause(paused.pk, row=paused.pauses.get(), why=" ", by=dpo, now=at("2026-03-23 09:00"))
    with pytest.raises(NotTheirDecision):
        clock.remove_pause(
            paused.pk, row=paused.pauses.get(), why="So.", by=handler, now=at("2026-03-23 09:00")
        )

    assert stored(paused.pk).due_on == date(2026, 4, 20)
