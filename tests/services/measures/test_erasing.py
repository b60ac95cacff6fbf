"""An erasure waits for what the law puts before it, and proves itself."""

from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import (
    Blocked,
    Erasure,
    Restriction,
)
from dsr.models.guards_measures import measures_of
from dsr.services import handling, identity
from dsr.services.measures import base, erasing
from tests import make
from tests.services.measures.at_work import LATER, NOW, codes, missing

pytestmark = pytest.mark.django_db


def scheduled(dsr, dpo, run_on=None):
    row = Erasure.objects.get(dsr=dsr)
    facts = {"ground": "art17.ground.unlawful", "scope": "Konto"}
    base.note(Erasure, "describe", dsr.pk, on=row.pk, **facts, by=dpo, now=NOW)
    base.move(Erasure, "schedule", dsr.pk, on=row.pk, run_on=run_on or NOW.date(), by=dpo, now=NOW)
    return row


def test_an_erasure_takes_its_ground_from_the_form_and_needs_one(begun, dpo):
    told, untold = (
        begun("erasure", details={"erasure": {"ground": "unlawful", "what": "Alles"}}),
        begun("erasure"),
    )

    grounds = [Erasure.objects.get(dsr=dsr).ground for dsr in (told, untold)]

    assert grounds == ["art17.ground.unlawful", ""]
    assert "erasure_ground" in [blocker.code for blocker in missing(untold)]
    assert "erasure_ground" not in [blocker.code for blocker in missing(told)]


def test_an_erasure_can_be_cancelled_until_it_runs_and_never_after(begun, dpo):
    dsr = begun("erasure")
    row = scheduled(dsr, dpo)
    base.move(Erasure, "cancel", dsr.pk, on=row.pk, by=dpo, now=NOW)
    base.move(Erasure, "schedule", dsr.pk, on=row.pk, run_on=NOW.date(), by=dpo, now=NOW)
    base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=NOW)

    with pytest.raises(TransitionNotAllowed):
        base.move(Erasure, "cancel", dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert Erasure.objects.get(dsr=dsr).state == "running"


def test_nothing_is_erased_before_its_day_under_a_hold_or_for_somebody_unknown(controller, dpo):
    (dsr,) = make.requests(controller, "erasure", now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)
    row = scheduled(dsr, dpo, run_on=date(2026, 5, 9))
    erasing.hold(dsr.pk, on=row.pk, hold_reason="Klage vom April", by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=NOW)
    erasing.release(dsr.pk, on=row.pk, by=dpo, now=LATER)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=LATER)
    base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=LATER)

    assert codes(caught) == ["run_on", "identity", "legal_hold"]
    assert Erasure.objects.get(dsr=dsr).state == "running"


def test_nothing_is_erased_while_the_person_waits_for_the_copy(controller, dpo):
    _access, dsr = make.requests(controller, "access", "erasure", now=NOW)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)
    row = scheduled(dsr, dpo)

    with pytest.raises(Blocked) as caught:
        base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert codes(caught) == ["order"]


def test_a_partial_erasure_lists_what_is_kept_with_provision_and_end(begun, dpo):
    dsr = begun("erasure")
    row = scheduled(dsr, dpo)
    base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=NOW)
    base.move(Erasure, "finish", dsr.pk, on=row.pk, proof="Lauf 4711", by=dpo, now=NOW)
    before = [blocker.code for blocker in missing(dsr, "partly_granted")]

    erasing.keep(
        dsr.pk, on=row.pk, what="Rechnungen", ground="art17.exc.legal_obligation", provision="AO 147",
        until=date(2034, 12, 31), by=dpo, now=NOW,
    )  # fmt: skip

    after = [blocker.code for blocker in missing(dsr, "partly_granted")]
    assert ("kept" in before, "kept" in after) == (True, False)


def test_german_law_restricts_instead_of_erasing_and_tells_the_person(begun, dpo):
    dsr = begun("erasure")
    row = Erasure.objects.get(dsr=dsr)

    erasing.restrict_instead(
        dsr.pk, on=row.pk, instead_ground="art17.exc.de.35_1", instead_reasons="Karteikarten im Keller.",
        marked="Schrank verschlossen", by=dpo, now=NOW,
    )  # fmt: skip

    assert Erasure.objects.get(dsr=dsr).state == "restricted_instead"
    assert Restriction.objects.get(dsr=dsr).ground == "art17.exc.de.35_1"
    assert "Karteikarten im Keller." in dsr.messages.get(kind="restriction_in_force").body


@pytest.mark.parametrize("right", sorted(erasing.OFFERED))
def test_a_restriction_instead_of_an_erasure_stands_on_the_case_of_whatever_right_led_to_it(
    begun, dpo, right
):
    dsr = begun(right)
    erasing.plan(dsr.pk, scope="Werbung", by=dpo, now=NOW)

    erasing.restrict_instead(
        dsr.pk, on=Erasure.objects.get(dsr=dsr).pk, instead_ground="art17.exc.de.35_1",
        instead_reasons="Karteikarten im Keller.", marked="Schrank verschlossen", by=dpo, now=NOW,
    )  # fmt: skip

    shown = [(row.kind, row.state) for row in measures_of(make.stored(dsr.pk))]
    assert ("restriction", "in_force") in shown
    assert ("erasure", "restricted_instead") in shown


def test_swedish_law_does_not(dpo):
    sverige = make.controller("sverige", country="SE", subdivision="", zone="Europe/Stockholm")
    (dsr,) = make.requests(sverige, "erasure", now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)
    row = Erasure.objects.get(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        erasing.restrict_instead(
            dsr.pk,
            on=row.pk,
            instead_ground="art17.exc.de.35_1",
            instead_reasons="Kort.",
            marked="Låst",
            by=dpo,
            now=NOW,
        )

    assert codes(caught) == ["not_german"]


def test_the_certificate_says_what_was_done_and_that_recipients_are_told(begun, dpo):
    dsr = begun("erasure")
    row = scheduled(dsr, dpo)
    base.move(Erasure, "run", dsr.pk, on=row.pk, by=dpo, now=NOW)
    base.move(Erasure, "finish", dsr.pk, on=row.pk, proof="Lauf 4711", by=dpo, now=NOW)

    erasing.certify(dsr.pk, on=row.pk, what_was_done="Ihr Konto ist weg.", by=dpo, now=NOW)

    letter = dsr.messages.get(kind="erasure_certificate").body
    assert "Ihr Konto ist weg." in letter
    assert "weitergegeben" in letter
