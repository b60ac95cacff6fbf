"""The figures of the office: each is counted by hand here, over a story of seven requests at two controllers."""

from collections import Counter
from datetime import date

import pytest

from dsr.exports import kpi
from dsr.models import Controller, SubjectRequest, User
from dsr.services import handling
from tests import make
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIRST, LAST, NOW = date(2026, 3, 1), date(2026, 4, 30), at("2026-05-05 09:00")


@pytest.fixture
def story(controller: Controller, dpo: User, second_dpo: User) -> None:
    """March: in time, late, refused, open and late. April: open in time, withdrawn. And one of February."""
    people = {"author": dpo, "approver": second_dpo}
    (in_time,) = make.requests(controller, "access", now=at("2026-03-02 09:00"))
    make.answered(in_time, **people, now=at("2026-03-12 09:00"))
    (late,) = make.requests(controller, "access", now=at("2026-03-03 09:00"))
    handling.explain_lateness(late.pk, late_reason="Krankheit.", by=dpo, now=at("2026-04-08 08:00"))
    make.answered(late, **people, now=at("2026-04-08 09:00"))
    (refused,) = make.requests(controller, "erasure", now=at("2026-03-04 09:00"))
    make.answered(
        refused, outcome="refused", reasons="Rechnungen.", grounds=["art17.exc.legal_obligation"], **people,
        now=at("2026-03-09 09:00"),
    )  # fmt: skip
    other = make.controller("other", prefix="OTH", name="Andere GmbH")
    make.staff(other)
    # In Berlin it is April already, in UTC it is not.
    make.requests(other, "objection", now=at("2026-04-01 00:30"))
    make.requests(controller, "access", now=at("2026-04-20 09:00"))
    (gone,) = make.requests(controller, "access", now=at("2026-04-21 09:00"))
    handling.withdraw(gone.pk, by=dpo, now=at("2026-04-22 09:00"))
    # Before the period, closed within it.
    (before,) = make.requests(controller, "access", now=at("2026-02-10 09:00"))
    make.answered(before, **people, now=at("2026-03-05 09:00"))


def made() -> kpi.Report:
    return kpi.report(SubjectRequest.objects.all(), first=FIRST, last=LAST, now=NOW)


def test_the_sum_counts_every_request_of_the_period_once(story):
    total = made().total

    assert (total.received, total.in_time, total.late, total.open_in_time, total.open_late) == (6, 2, 1, 1, 1)
    assert (total.unanswered, total.counted + total.unanswered) == (1, total.received)
    assert (total.on_time, total.reachable) == (40.0, 60.0)
    assert (total.refused, total.explained, total.closed, total.open_at_end) == (1, 1, 5, 2)


def test_a_request_belongs_to_the_month_of_its_controllers_clock(story):
    march, april = made().lines["month"]

    assert (march.key, march.received, march.closed, march.open_at_end) == (date(2026, 3, 1), 3, 3, 1)
    assert (april.key, april.received, april.closed, april.open_at_end) == (date(2026, 4, 1), 3, 2, 2)


def test_days_are_counted_from_receipt_to_answer(story):
    (access, erasure, _objection) = made().lines["right"]

    assert access.days == Counter({10: 1, 36: 1})
    assert (access.median, access.ninetieth, erasure.median) == (10, 36, 5)


def test_controllers_and_channels_have_lines_of_their_own(story):
    found = made().lines

    assert {line.key: line.received for line in found["controller"]} == {
        "Andere GmbH": 1,
        "Muster Versand GmbH": 5,
    }
    assert [(kpi.name("channel", line.key), line.received) for line in found["channel"]] == [("Post", 6)]


def test_refusals_are_counted_by_their_article(story):
    assert made().grounds == [("GDPR 17(3)(b)", 1)]


def test_nothing_in_the_period_divides_by_nothing(controller):
    found = made()

    assert (found.total.on_time, found.total.median, found.lines["month"]) == (None, None, [])


@pytest.mark.parametrize(
    ("days", "half", "tenth"),
    [({5: 1}, 5, 5), ({1: 1, 2: 1}, 1, 2), ({1: 9, 40: 1}, 1, 1), ({1: 8, 40: 2}, 1, 40), ({}, None, None)],
)
def test_a_percentile_is_the_day_by_which_so_many_were_answered(days, half, tenth):
    counted = Counter(days)

    assert (kpi.percentile(counted, 0.5), kpi.percentile(counted, kpi.TENTH)) == (half, tenth)
