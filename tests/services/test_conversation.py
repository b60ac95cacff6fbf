"""What the person writes reaches whoever works on it."""

import pytest

from dsr.models import Event, EventName, Message, Notice
from dsr.services import conversation, handling
from tests import make
from tests.make import at

NOW = at("2026-03-11 10:07")
pytestmark = pytest.mark.django_db


def told():
    """Return the requests about whose message somebody is told."""
    return [notice.dsr_id for notice in Notice.objects.filter(kind="message_in").order_by("dsr")]


def test_a_message_is_told_to_every_handler_of_the_letter_once(controller, dpo, handler):
    access, erasure, third = make.requests(controller, "access", "erasure", "restriction", now=NOW)
    for dsr, to in ((access, dpo), (erasure, handler), (third, handler)):
        handling.assign(dsr.pk, to=to, by=dpo, now=NOW)

    conversation.write_in(access.submission, body="Hier ist meine Kundennummer.", now=NOW)

    assert told() == [access.pk, erasure.pk]
    assert Event.objects.filter(name=EventName.MESSAGE_IN).count() == 3


def test_who_closed_their_part_is_not_told_while_another_is_at_work(controller, dpo, handler):
    access, erasure = make.requests(controller, "access", "erasure", now=NOW)
    handling.assign(erasure.pk, to=handler, by=dpo, now=NOW)
    handling.withdraw(access.pk, by=dpo, now=NOW)

    conversation.write_in(access.submission, body="Und die Löschung?", now=NOW)

    assert told() == [erasure.pk]


def test_a_message_after_everything_is_closed_is_still_told(dsr, dpo):
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    conversation.write_in(dsr.submission, body="Ich beschwere mich.", now=NOW)

    assert told() == [dsr.pk]


def test_a_message_without_words_is_refused(dsr):
    with pytest.raises(conversation.NothingWritten):
        conversation.write_in(dsr.submission, body=" \n ", now=NOW)

    assert not Message.objects.filter(direction="in").exists()


def test_an_answer_for_which_the_clock_rests_wakes_the_officer_beside_the_handler(dsr, dpo, handler):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Kundennummer", by=handler, now=NOW)

    conversation.write_in(dsr.submission, body="4711", now=NOW)

    told = Notice.objects.filter(kind="message_in").values_list("recipient", flat=True)
    assert sorted(told) == ["dpo", "handler"]
