"""A restriction is marked, its uses are logged, and the person is told before it ends."""

from datetime import date

import pytest

from dsr.models import (
    Blocked,
    Notice,
    Restriction,
)
from dsr.services import posting
from dsr.services.measures import base, restricting
from tests.make import at, stored
from tests.services.measures.at_work import LATER, NOW, codes, missing

pytestmark = pytest.mark.django_db


def restricted(begun, dpo, **asked):
    dsr = begun("restriction", **asked)
    restricting.put_in_force(
        dsr.pk, ground="art18.ground.claims", scope="Verträge", marked="Kennzeichen", by=dpo, now=NOW
    )
    return dsr, Restriction.objects.get(dsr=dsr)


def test_a_restriction_is_lifted_only_after_its_notice_is_recorded_as_sent(begun, dpo):
    dsr, row = restricted(begun, dpo, medium="post")
    facts = {"lift_reason": "Der Streit ist vorbei.", "lift_on": date(2026, 5, 13)}
    restricting.announce(dsr.pk, on=row.pk, **facts, by=dpo, now=NOW)

    with pytest.raises(Blocked) as unsent:
        base.move(Restriction, "lift", dsr.pk, on=row.pk, by=dpo, now=LATER)
    posting.mark_posted(dsr.pk, by=dpo, now=at("2026-05-08 10:00"))
    with pytest.raises(Blocked) as too_soon:
        base.move(Restriction, "lift", dsr.pk, on=row.pk, by=dpo, now=at("2026-05-12 23:00"))
    base.move(Restriction, "lift", dsr.pk, on=row.pk, by=dpo, now=LATER)

    assert (codes(unsent), codes(too_soon)) == (["notice"], ["lift_on"])
    assert unsent.value.blockers[0].article == "GDPR Art. 18(3)"
    assert (Restriction.objects.get().state, Restriction.objects.get().lifted_on) == (
        "lifted",
        date(2026, 5, 19),
    )
    letter = dsr.messages.get(kind="restriction_lifting").body
    assert "Der Streit ist vorbei." in letter
    assert "Mittwoch, 13. Mai 2026" in letter


def test_a_notice_that_came_back_is_no_notice(begun, dpo):
    dsr, row = restricted(begun, dpo)
    facts = {"lift_reason": "Der Streit ist vorbei.", "lift_on": date(2026, 5, 13)}
    restricting.announce(dsr.pk, on=row.pk, **facts, by=dpo, now=NOW)
    Notice.objects.filter(kind="restriction_lifting").update(status="failed", sent_at=None)

    with pytest.raises(Blocked) as caught:
        base.move(Restriction, "lift", dsr.pk, on=row.pk, by=dpo, now=LATER)

    assert codes(caught) == ["notice"]


def test_a_restriction_for_an_objection_holds_until_the_objection_is_decided(begun, dpo):
    dsr = begun("objection")
    row = Restriction.objects.get(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        restricting.announce(
            dsr.pk, on=row.pk, lift_reason="Weil.", lift_on=date(2026, 5, 13), by=dpo, now=NOW
        )

    assert codes(caught) == ["objection_open"]


def test_every_permitted_use_is_logged_with_its_ground(begun, dpo):
    dsr, row = restricted(begun, dpo)

    restricting.log_use(
        dsr.pk,
        on=row.pk,
        ground="art18.use.claims",
        what="Anwalt sah den Vertrag ein",
        used_on=NOW.date(),
        by=dpo,
        now=NOW,
    )

    use = row.uses.get()
    assert (use.ground, use.by, use.used_on) == ("art18.use.claims", dpo, date(2026, 5, 6))


def test_a_restriction_without_mark_blocks_the_answer(begun, dpo):
    dsr = begun("restriction")

    absent = missing(dsr)
    restricting.put_in_force(
        dsr.pk, ground="art18.ground.claims", scope="Verträge", marked="", by=dpo, now=NOW
    )

    assert [(b.code, b.mend) for b in absent] == [("measure", "restriction_open")]
    assert [(b.code, b.mend) for b in missing(dsr)] == [("marked", "restriction_mark")]


def test_contested_accuracy_restricts_the_field_while_it_is_checked(begun, dpo):
    dsr = begun("rectification")

    restricting.put_in_force(
        dsr.pk,
        ground="art18.ground.accuracy_contested",
        scope="Geburtstag",
        marked="Kennzeichen",
        by=dpo,
        now=NOW,
    )

    assert stored(dsr.pk).restrictions.get().holds


def test_an_announced_lifting_is_taken_back_and_the_person_is_told_and_told_anew_before_the_end(begun, dpo):
    dsr, row = restricted(begun, dpo, medium="post")
    facts = {"lift_reason": "Der Streit ist vorbei.", "lift_on": date(2026, 5, 13)}
    restricting.announce(dsr.pk, on=row.pk, **facts, by=dpo, now=NOW)
    posting.mark_posted(dsr.pk, by=dpo, now=at("2026-05-08 10:00"))

    restricting.stay(dsr.pk, on=row.pk, what_was_done="Sie bleibt.", by=dpo, now=at("2026-05-11 09:00"))
    restricting.announce(dsr.pk, on=row.pk, **facts, by=dpo, now=at("2026-05-12 09:00"))
    with pytest.raises(Blocked) as unsent:
        base.move(Restriction, "lift", dsr.pk, on=row.pk, by=dpo, now=LATER)

    assert codes(unsent) == ["notice"]
    assert "Sie bleibt." in dsr.messages.get(kind="restriction_in_force").body
