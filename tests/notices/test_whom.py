"""Who of the staff is written to: the deputy while the officer is away, and the officer when everybody is left out."""

from datetime import date

import pytest

from dsr.models import Controller, Notice
from dsr.notices import delivery, ladder, mail, outbox
from dsr.services import reminders
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db
AWAY = {"dpo_absent_from": date(2026, 3, 11), "dpo_absent_until": date(2026, 3, 20)}


@pytest.mark.parametrize(
    ("on", "to"),
    [
        (date(2026, 3, 10), "dpo@controller.example.org"),
        (date(2026, 3, 11), "deputy@controller.example.org"),
        (date(2026, 3, 20), "deputy@controller.example.org"),
        (date(2026, 3, 21), "dpo@controller.example.org"),
    ],
)
def test_the_deputy_gets_the_officers_mail_from_the_first_to_the_last_day_of_absence(on, to):
    controller = make.controller(**AWAY)

    assert controller.officer_address(on) == to


def test_an_absence_without_end_lasts_and_one_without_beginning_or_deputy_changes_nothing():
    lasting = make.controller("a", dpo_absent_from=date(2026, 3, 11))
    unset = make.controller("b", dpo_absent_until=date(2026, 3, 20))
    alone = make.controller("c", deputy_email="", **AWAY)

    later = date(2026, 3, 15)
    assert lasting.officer_address(date(2030, 1, 1)) == "deputy@controller.example.org"
    assert {unset.officer_address(later), alone.officer_address(later)} == {"dpo@controller.example.org"}


def test_the_absence_ends_at_midnight_of_the_controller_not_of_the_server():
    controller = make.controller(**AWAY)
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    row = outbox.row("not_triaged", dsr=dsr, recipient="dpo", now=at("2026-03-10 09:00"))

    # Berlin is an hour ahead of the server's clock: half past midnight there is the day before here.
    before, after = (
        mail.address_of(row, now=at(words)) for words in ("2026-03-20 23:30", "2026-03-21 00:30")
    )

    assert (before, after) == ("deputy@controller.example.org", "dpo@controller.example.org")


def test_a_reminder_written_while_the_officer_was_there_reaches_the_deputy_when_it_goes_out_later(smtp):
    controller = make.controller()
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    Notice.objects.all().delete()
    reminders.sweep(now=at("2026-03-12 09:01"))
    Controller.objects.update(**AWAY)

    delivery.sweep(clock=lambda: at("2026-03-12 09:02"))

    assert [received.to for received in smtp.inbox] == ["deputy@controller.example.org"]
    assert dsr.pk


def test_a_deputy_who_stands_in_is_told_once_where_both_would_be(controller):
    Controller.objects.update(**AWAY)
    (dsr,) = make.requests(controller, now=at("2026-02-20 09:00"))
    rung = next(rung for rung in ladder.LADDER if rung.kind == "due_in_3")

    there = ladder.recipients(stored(dsr.pk), rung, at("2026-03-12 09:00"))

    assert there == ("dpo",)


def test_what_is_due_that_day_reaches_the_officer_even_where_it_was_switched_off(controller):
    controller.ladder = {"rungs": {"due_today": {"off": True}, "due_in_7": {"off": True}}}
    controller.save()
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))

    kinds = {step.rung.kind: step.recipients for step in ladder.coming(dsr, now=at("2026-03-10 09:00"))}

    assert kinds["due_today"] == ("dpo",)
    assert "due_in_7" not in kinds


def test_a_reminder_for_people_who_do_not_exist_stays_with_the_officer(controller):
    controller.ladder = {"rungs": {"due_in_3": {"to": ["management"]}}}
    controller.management_email = ""
    controller.save()
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    dsr.controller = controller

    kinds = {step.rung.kind: step.recipients for step in ladder.coming(dsr, now=at("2026-03-10 09:00"))}

    assert kinds["due_in_3"] == ("dpo",)
