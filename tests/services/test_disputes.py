"""Complaint, inquiry, suit and hold: each has a day of its own, and holds back erasure and purge until it is over."""

from datetime import date, timedelta

import pytest

from dsr.models import Blocked, Dispute, Erasure, Event, Notice, Submission
from dsr.services import disputes, handling, identity, obligations, purge, reminders_disputes
from dsr.services.measures import base, erasing
from dsr.services.step import NotTheirDecision
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 09:00")
# Closed in 2026: three years are kept.
AFTER = at("2030-01-02 00:10")
pytestmark = pytest.mark.django_db


def opened(dsr, by, kind="inquiry", **words):
    disputes.open_one(dsr.pk, kind=kind, about="Auskunft fehlt.", by=by, now=NOW, **words)
    return Dispute.objects.latest("pk")


def test_an_inquiry_has_the_day_that_the_authority_set_and_moves_none_of_the_request(dsr, dpo):
    before = stored(dsr.pk).due_on

    inquiry = opened(dsr, dpo, set_on=date(2026, 3, 20), reference="521.1234")

    assert (inquiry.due_on, stored(dsr.pk).due_on) == (date(2026, 3, 20), before)
    assert Event.objects.get(dsr=dsr, name="dispute").data == {"kind": "inquiry", "to": "open"}


@pytest.mark.parametrize(
    ("kind", "day"),
    [("complaint", date(2026, 3, 25)), ("inquiry", date(2026, 3, 25)), ("hold", date(2026, 6, 9))],
)
def test_without_a_day_of_theirs_there_is_a_usual_one(dsr, dpo, kind, day):
    assert opened(dsr, dpo, kind).due_on == day


def test_only_a_data_protection_officer_opens_and_ends_one(dsr, dpo, handler):
    complaint = opened(dsr, dpo, "complaint")

    with pytest.raises(NotTheirDecision):
        opened(dsr, handler)
    with pytest.raises(NotTheirDecision):
        disputes.end(dsr.pk, row=complaint, result="Erledigt.", by=handler, now=NOW)


def test_the_officer_is_reminded_before_the_day_on_it_and_after_it_and_not_once_answered(dsr, dpo):
    inquiry = opened(dsr, dpo, set_on=date(2026, 3, 20))

    for day in range(12, 25):
        reminders_disputes.sweep(now=at(f"2026-03-{day} 09:30"))
    told = Notice.objects.filter(kind="dispute_due", recipient="dpo").order_by("pk")
    days = [notice.occasion.rsplit(":", 1)[1] for notice in told]
    disputes.reply(dsr.pk, row=inquiry, answer="Stellungnahme.", by=dpo, now=at("2026-03-24 10:00"))
    reminders_disputes.sweep(now=at("2026-04-01 09:30"))

    assert days == ["2026-03-17", "2026-03-20", "2026-03-23", "2026-03-24"]
    assert told.count() == 4
    assert Dispute.objects.get().wake_at is None


def test_a_sweep_run_twice_writes_nothing_twice_and_one_after_an_outage_only_the_latest(dsr, dpo):
    opened(dsr, dpo, set_on=date(2026, 3, 20))
    late = obligations.late(now=at("2026-03-25 12:00")).disputes

    reminders_disputes.sweep(now=at("2026-03-25 12:00"))
    reminders_disputes.sweep(now=at("2026-03-25 12:00"))

    assert late == 1
    assert Notice.objects.filter(kind="dispute_due", recipient="dpo").count() == 1


def test_a_new_day_starts_its_clock_anew(dsr, dpo):
    inquiry = opened(dsr, dpo)
    disputes.reply(dsr.pk, row=inquiry, answer="Stellungnahme.", by=dpo, now=NOW)

    disputes.set_day(dsr.pk, row=inquiry, due_on=date(2026, 5, 4), by=dpo, now=NOW)

    again = Dispute.objects.get()
    assert (again.state, again.due_on) == ("open", date(2026, 5, 4))
    assert again.wake_at == at("2026-04-28 09:00")


def test_a_hold_is_released_by_somebody_else_and_with_reasons(dsr, dpo, second_dpo):
    hold = opened(dsr, dpo, "hold")

    with pytest.raises(Blocked, match="four_eyes"):
        disputes.end(dsr.pk, row=hold, result="Vorbei.", by=dpo, now=NOW)
    with pytest.raises(Blocked, match="words"):
        disputes.end(dsr.pk, row=hold, result=" ", by=second_dpo, now=NOW)
    disputes.end(dsr.pk, row=hold, result="Vergleich.", by=second_dpo, now=NOW)

    assert Dispute.objects.get().state == "over"


def test_a_hold_is_looked_at_again_and_never_answered(dsr, dpo):
    hold = opened(dsr, dpo, "hold")

    with pytest.raises(Blocked, match="hold"):
        disputes.reply(dsr.pk, row=hold, answer="Ja.", by=dpo, now=NOW)


@pytest.mark.parametrize("kind", ["complaint", "inquiry", "action", "hold"])
def test_nothing_is_erased_while_any_request_of_the_letter_is_in_dispute(controller, dpo, second_dpo, kind):
    asked, erasure = make.requests(controller, "rectification", "erasure", now=NOW)
    handling.start(erasure.pk, by=dpo, now=NOW)
    identity.prove_identity(erasure.pk, level=2, method="details", by=dpo, now=NOW)
    dispute = opened(asked, dpo, kind)
    row = Erasure.objects.get()
    words = {"on": row.pk, "ground": "art17.ground.unlawful", "scope": "Konto", "run_on": NOW.date()}

    with pytest.raises(Blocked, match="dispute"):
        base.move(Erasure, "schedule", erasure.pk, by=dpo, now=NOW, **words)
    disputes.end(asked.pk, row=dispute, result="Beendet.", by=second_dpo, now=NOW)
    base.move(Erasure, "schedule", erasure.pk, by=dpo, now=NOW, **words)

    assert Erasure.objects.get().state == "scheduled"


def purged():
    return Submission.objects.exclude(purged_at=None).count()


def test_the_purge_waits_for_a_dispute_and_goes_on_in_the_night_after_it(dsr, dpo, second_dpo):
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    dispute = opened(dsr, dpo, "action")

    purge.purge(now=AFTER)
    held = purged()
    disputes.end(dsr.pk, row=dispute, result="Abgewiesen.", by=second_dpo, now=AFTER)
    purge.purge(now=AFTER + timedelta(days=1))

    assert (held, purged()) == (0, 1)
    assert Dispute.objects.get().about == ""


def test_the_purge_waits_for_a_hold_on_an_erasure(controller, dpo):
    (dsr,) = make.requests(controller, "erasure", now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)
    row = Erasure.objects.get()
    erasing.hold(dsr.pk, on=row.pk, hold_reason="Rechtsstreit", by=dpo, now=NOW)
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    purge.purge(now=AFTER)

    assert purged() == 0


def test_the_purge_waits_for_a_restriction_in_force_because_its_end_has_to_be_told(controller, dpo):
    (dsr,) = make.requests(controller, "objection", now=NOW)
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    purge.purge(now=AFTER)

    assert (dsr.restrictions.get().state, purged()) == ("in_force", 0)
