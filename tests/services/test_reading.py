"""Every look at content, every sign-in and every refusal stands in the log, as codes and numbers."""

from datetime import timedelta

from dsr.models import Actor, Event, EventName, Role
from dsr.services import conversation, reading, signing_in
from tests import make
from tests.make import at

NOW = at("2026-03-10 11:17")


def logged(name: EventName):
    """Return the events of a name, the oldest first."""
    return list(Event.objects.filter(name=name).order_by("pk"))


def test_reading_is_logged_once_an_hour_for_each_person_and_again_for_a_new_message(dsr, dpo, second_dpo):
    for minutes, by in ((0, dpo), (1, second_dpo), (59, dpo)):
        reading.read(dsr, by=by, now=NOW + timedelta(minutes=minutes))
    within = [event.by for event in logged(EventName.READ)]
    conversation.write_in(dsr.submission, body="Noch etwas.", now=NOW + timedelta(minutes=59))
    reading.read(dsr, by=dpo, now=NOW + timedelta(minutes=59, seconds=30))
    reading.read(dsr, by=dpo, now=NOW + timedelta(minutes=59, seconds=40))
    reading.read(dsr, by=second_dpo, now=NOW + timedelta(minutes=62))

    assert within == [dpo, second_dpo]
    assert [event.by for event in logged(EventName.READ)] == [dpo, second_dpo, dpo, second_dpo]


def test_the_owner_of_a_system_is_logged_once_an_hour_for_each_question(dsr):
    systems = [make.system(dsr.controller, name) for name in ("CRM", "ERP")]
    first, second = (dsr.tasks.create(system=each, asked_at=NOW, due_on=NOW.date()) for each in systems)

    for task, minutes in ((first, 0), (second, 1), (first, 30), (first, 61)):
        reading.task_opened(task, now=NOW + timedelta(minutes=minutes))

    assert [event.data["task"] for event in logged(EventName.TASK_OPENED)] == [first.pk, second.pk, first.pk]
    assert {event.actor for event in logged(EventName.TASK_OPENED)} == {Actor.OWNER}


def test_a_sign_in_is_logged_at_each_controller_of_the_account(controller, dpo):
    other = make.controller("andere")
    make.staff(other, Role.HANDLER)

    signing_in.record(dpo, happened=EventName.SIGNED_IN, now=NOW, how="passkey")

    found = logged(EventName.SIGNED_IN)
    assert [(event.controller, event.by, event.data) for event in found] == [
        (controller, dpo, {"how": "passkey"}), (other, dpo, {"how": "passkey"}),
    ]  # fmt: skip


def test_a_refusal_names_the_account_by_number_and_no_unknown_address(dpo):
    signing_in.record(dpo, happened=EventName.SIGN_IN_REFUSED, now=NOW)
    signing_in.record(None, happened=EventName.SIGN_IN_REFUSED, now=NOW)

    known, unknown = logged(EventName.SIGN_IN_REFUSED)
    assert (known.by, known.data) == (None, {"how": "password", "account": dpo.pk})
    assert (unknown.controller, unknown.by, unknown.data) == (None, None, {"how": "password"})
