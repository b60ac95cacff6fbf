"""One controller whose settings make no sense, set past the administration, harms nobody else."""

from datetime import timedelta

import pytest

from dsr.models import Controller, Notice, SubjectRequest
from dsr.services import handling, intake, obligations, purge, reminders, upkeep
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")
LATER = at("2030-01-02 10:07")
UNREADABLE = [{"zone": "Mars/Base"}, {"country": "XX"}, {"extra_free": ["2026-13-01"]}, {"regime": "none"}]
pytestmark = pytest.mark.django_db


@pytest.fixture
def broken():
    """A controller whose name comes first, and whose requests are the oldest."""
    return make.controller("broken", name="Aa")


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_reminders_of_the_others_are_written_and_what_broke_stays_due(broken, controller, wrong):
    (stuck,), (sound,) = make.requests(broken, now=NOW), make.requests(controller, now=NOW)
    Controller.objects.filter(pk=broken.pk).update(**wrong)
    now = sound.wake_at + timedelta(hours=1)

    reminders.sweep(now=now)

    assert Notice.objects.filter(dsr=sound, kind="not_triaged").count() == 1
    assert stored(sound.pk).wake_at > now
    by_law = wrong != {"regime": "none"}  # the ladder asks the law only for some of its steps
    assert (stored(stuck.pk).wake_at < now) is by_law
    assert obligations.late(now=now).requests == by_law


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_the_dates_of_the_others_are_kept_current(broken, controller, wrong):
    make.requests(broken, now=NOW)
    Controller.objects.filter(pk=broken.pk).update(**wrong)

    upkeep.keep_current(now=LATER)

    checked = dict(Controller.objects.values_list("slug", "dates_checked_on"))
    assert checked == {"broken": None, controller.slug: LATER.date()}


def test_the_others_are_forgotten_in_time(broken, controller):
    for place in (broken, controller):
        (dsr,) = make.requests(place, now=NOW)
        handling.withdraw(dsr.pk, now=NOW)
    Controller.objects.filter(pk=broken.pk).update(zone="Mars/Base")

    purge.purge(now=LATER)

    kept = SubjectRequest.objects.filter(submission__purged_at=None)
    assert [dsr.controller_id for dsr in kept] == [broken.pk]


@pytest.mark.parametrize(
    "ladder",
    [
        [], "off", {"rungs": []}, {"rungs": {"due_in_7": 3}}, {"rungs": {"due_in_7": {"days": "seven"}}}, {"at": 9},
        {"rungs": {"due_in_7": {"days": 10**9}}}, {"rungs": {"due_in_7": {"to": "dpo"}}}, {"opens": {}},
    ],
)  # fmt: skip
def test_reminder_settings_that_make_no_sense_leave_the_ladder_as_it_is(ladder):
    controller = make.controller(ladder=ladder)

    receipt = intake.submit(controller, intake.Asked(rights=("access",), language="en"), now=NOW)
    written = reminders.sweep(now=NOW + timedelta(days=5))

    assert receipt.requests[0].wake_at == at("2026-03-13 09:00")
    assert written == 1
