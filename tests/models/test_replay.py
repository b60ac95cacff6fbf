"""The log of a request, read again, leads to where the request and its measures stand."""

import pytest

from dsr.models import Event, EventName, Restriction, replay
from dsr.models.guards_measures import measures_of
from dsr.services import handling
from dsr.services.measures import restricting
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")
pytestmark = pytest.mark.django_db


def log(dsr):
    return list(dsr.events.order_by("pk"))


def test_a_closed_and_reopened_request_is_found_where_it_stands(controller, dpo, second_dpo):
    (asked,) = make.requests(controller, "objection", now=NOW)
    handling.ask_identity(asked.pk, why="Zwei heißen so.", asks="Nummer", by=dpo, now=NOW)
    handling.withdraw(asked.pk, by=dpo, now=NOW)
    handling.reopen(asked.pk, by=dpo, now=NOW)
    restriction = Restriction.objects.get()
    restricting.mark(asked.pk, on=restriction.pk, scope="Score", marked="Kennzeichen", by=dpo, now=NOW)

    events = log(asked)

    assert replay.state_of(events) == stored(asked.pk).state == "in_progress"
    assert replay.measures_of(events) == sorted(
        (row.kind, row.state) for row in measures_of(stored(asked.pk))
    )


def test_a_question_leads_back_to_where_it_was_put(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=NOW)
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Nummer", by=dpo, now=NOW)
    handling.receive_answer(dsr.pk, by=dpo, now=NOW)

    assert replay.state_of(log(dsr)) == "in_progress"


@pytest.mark.parametrize("name", [EventName.SENT, EventName.APPROVED, EventName.REOPENED])
def test_an_event_that_the_state_before_does_not_allow_is_found(dsr, name):
    with pytest.raises(replay.DoesNotFollow):
        replay.state_of([*log(dsr), Event(name=name, data={})])


def test_a_step_of_a_measure_that_was_never_opened_is_found(dsr):
    forged = Event(name=EventName.MEASURE, data={"measure": "erasure", "id": 7, "step": "finish"})

    with pytest.raises(replay.DoesNotFollow):
        replay.measures_of([*log(dsr), forged])


def test_a_step_that_a_machine_does_not_know_in_this_state_is_found():
    events = [
        Event(pk=1, name=EventName.MEASURE, data={"measure": "erasure", "step": "open"}),
        Event(pk=2, name=EventName.MEASURE, data={"measure": "erasure", "id": 7, "step": "finish"}),
    ]

    with pytest.raises(replay.DoesNotFollow):
        replay.measures_of(events)
