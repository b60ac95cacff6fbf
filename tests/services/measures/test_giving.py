"""Correcting, disclosing, handing over, looking again."""

from datetime import date

import pytest

from dsr.demo import serve
from dsr.models import (
    Blocked,
    Correction,
    Disclosure,
    Erasure,
    HumanReview,
    Role,
    Transfer,
)
from dsr.services import answering
from dsr.services.measures import base, opening, others
from tests import make
from tests.make import at
from tests.services.measures.at_work import LATER, NOW, codes, missing

pytestmark = pytest.mark.django_db


def test_each_contested_field_is_decided_with_old_value_new_value_and_evidence(begun, dpo):
    dsr = begun("rectification", details={"rectification": {"wrong": "Straße", "right": "Neue Gasse 4"}})
    others.contest(dsr.pk, field="Geburtstag", new="", by=dpo, now=NOW)
    street, birthday = Correction.objects.filter(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        base.move(Correction, "correct", dsr.pk, on=street.pk, by=dpo, now=NOW)
    base.move(
        Correction, "correct", dsr.pk, on=street.pk, old="Alte Gasse 3", evidence="Meldung", by=dpo, now=NOW
    )
    base.move(Correction, "reject", dsr.pk, on=birthday.pk, evidence="Ausweis gesehen", by=dpo, now=NOW)

    assert codes(caught) == ["old", "evidence"]
    assert [row.state for row in Correction.objects.filter(dsr=dsr)] == ["corrected", "rejected"]
    assert [blocker.code for blocker in missing(dsr, "granted")] == ["rejected"]
    assert [blocker.code for blocker in missing(dsr, "partly_granted")] == ["ground"]


def test_each_missing_content_of_article_15_is_named_with_its_letter(begun, dpo):
    dsr = begun("access")

    named = [blocker.article for blocker in missing(dsr)]

    assert [n for n in named if n.startswith("GDPR 15(1)(")] == [
        "GDPR 15(1)(a)", "GDPR 15(1)(b)", "GDPR 15(1)(c); CJEU C-154/21", "GDPR 15(1)(d)",
        "GDPR 15(1)(e)", "GDPR 15(1)(f)",
    ]  # fmt: skip
    assert named[-1] == "GDPR Art. 15(4)"


def test_what_is_true_of_the_case_asks_for_more(begun, dpo):
    dsr = begun("access")
    row = Disclosure.objects.get(dsr=dsr)
    every = ["not_collected_from_person", "automated_decision_making", "third_country_transfer"]

    base.note(Disclosure, "collect", dsr.pk, on=row.pk, conditions=every, by=dpo, now=NOW)

    articles = {blocker.article for blocker in missing(dsr)}
    assert {"GDPR 15(1)(g)", "GDPR 15(1)(h); CJEU C-203/22", "GDPR 15(2), 46"} <= articles


def test_who_wants_only_a_confirmation_is_owed_only_that(begun, dpo):
    dsr = begun("access", details={"access": {"wish": "confirmation"}})

    assert [blocker.article for blocker in missing(dsr)] == ["GDPR 15(1)"]


def test_a_package_is_approved_by_a_second_person_and_released_with_the_answer(begun, dpo, second_dpo):
    dsr = begun("access")
    answering.draft(dsr.pk, outcome="granted", answer="Alles liegt bei.", by=second_dpo, now=NOW)
    serve.serve(dsr.pk, by=dpo, now=NOW)
    answering.submit_for_review(dsr.pk, by=second_dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.approve(dsr.pk, by=dpo, now=NOW)
    third = make.staff(dsr.controller, Role.DPO, "third@controller.example.org")
    answering.approve(dsr.pk, by=third, now=NOW)
    answering.send(dsr.pk, by=third, now=NOW)

    row = Disclosure.objects.get(dsr=dsr)
    assert codes(caught) == ["four_eyes"]
    assert (row.state, row.compiled_by, row.approved_by) == ("released", dpo, third)
    assert row.expires_on == date(2026, 6, 5)


def test_a_package_expires_after_its_window_and_is_destroyed(begun, dpo, second_dpo, controller):
    (dsr,) = make.requests(controller, "access", now=NOW)
    make.answered(dsr, author=dpo, approver=second_dpo, now=NOW)
    row = Disclosure.objects.get(dsr=dsr)

    with pytest.raises(Blocked):
        base.move(Disclosure, "expire", dsr.pk, on=row.pk, by=dpo, now=at("2026-06-05 12:00"))
    base.move(Disclosure, "expire", dsr.pk, on=row.pk, by=dpo, now=at("2026-06-06 00:30"))
    base.move(Disclosure, "destroy", dsr.pk, on=row.pk, by=dpo, now=at("2026-06-06 00:30"))

    assert (Disclosure.objects.get().state, Disclosure.objects.get().destroyed_on) == (
        "destroyed",
        date(2026, 6, 6),
    )


def test_a_package_opens_again_with_an_answer_that_is_returned_to_work(begun, dpo, second_dpo):
    dsr = begun("access")
    answering.draft(dsr.pk, outcome="granted", answer="Alles liegt bei.", by=dpo, now=NOW)
    serve.serve(dsr.pk, by=dpo, now=NOW)
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)
    answering.approve(dsr.pk, by=second_dpo, now=NOW)

    answering.return_to_work(dsr.pk, by=second_dpo, now=NOW)

    row = Disclosure.objects.get(dsr=dsr)
    assert (row.state, row.approved_by, len(row.items)) == ("collecting", None, 8)


FILE = {
    "contents": "Bestellungen", "basis": "contract", "automated": True, "provided": True, "others_checked": True,
    "format": "json",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "article"),
    [
        ("basis", "20(1)(a)"),
        ("automated", "20(1)(b)"),
        ("provided", "20(1)"),
        ("format", "20(1)"),
        ("others_checked", "20(4)"),
    ],
)
def test_a_file_that_nobody_has_a_right_to_is_not_built(begun, dpo, fact, article):
    dsr = begun("portability")

    with pytest.raises(Blocked) as caught:
        others.build_file(
            dsr.pk, **{**FILE, fact: "" if isinstance(FILE[fact], str) else False}, by=dpo, now=NOW
        )

    assert [blocker.article for blocker in caught.value.blockers] == [f"GDPR Art. {article}"]
    assert Transfer.objects.count() == 0


def test_a_file_goes_out_with_the_answer_may_fail_and_is_built_anew(begun, dpo, second_dpo, controller):
    (dsr,) = make.requests(controller, "portability", now=NOW)
    make.answered(dsr, author=dpo, approver=second_dpo, now=NOW)
    row = Transfer.objects.get(dsr=dsr)
    assert (row.state, row.sent_on) == ("handed_over", date(2026, 5, 6))

    base.move(Transfer, "fail", dsr.pk, on=row.pk, failure="Leer.", by=dpo, now=NOW)
    others.rebuild_file(dsr.pk, on=row.pk, **{**FILE, "format": "csv"}, by=dpo, now=NOW)
    base.move(Transfer, "transmit", dsr.pk, on=row.pk, recipient="Anderer Dienst", by=dpo, now=LATER)
    base.move(Transfer, "accept", dsr.pk, on=row.pk, by=dpo, now=LATER)

    assert (Transfer.objects.get().state, Transfer.objects.get().format) == ("accepted", "csv")


def test_an_automated_decision_is_looked_at_by_a_named_person(begun, dpo):
    dsr = begun(
        "automated", details={"automated": {"decision": "Kredit abgelehnt", "view": "Falsche Zahlen"}}
    )
    row = HumanReview.objects.get(dsr=dsr)

    with pytest.raises(Blocked) as caught:
        base.move(HumanReview, "change", dsr.pk, on=row.pk, by=dpo, now=NOW)
    base.move(
        HumanReview, "change", dsr.pk, on=row.pk, reviewer="R. Beispiel", reasons="Zahlen.", by=dpo, now=NOW
    )

    assert codes(caught) == ["reviewer", "reasons"]
    assert (HumanReview.objects.get().state, HumanReview.objects.get().view) == ("changed", "Falsche Zahlen")


def test_a_request_that_was_at_work_before_there_were_measures_gets_its_own(begun, dpo):
    dsr = begun("erasure")
    Erasure.objects.all().delete()
    assert [(b.code, b.mend) for b in missing(dsr)] == [("measure", "measure_open")]

    opening.open_missing(dsr.pk, by=dpo, now=NOW)
    opening.open_missing(dsr.pk, by=dpo, now=NOW)

    assert Erasure.objects.get(dsr=dsr).state == "planned"


def test_the_measure_of_another_request_cannot_be_moved(begun, dpo):
    mine, other = begun("erasure"), begun("erasure")

    with pytest.raises(Erasure.DoesNotExist):
        base.move(Erasure, "cancel", mine.pk, on=Erasure.objects.get(dsr=other).pk, by=dpo, now=NOW)


def test_nothing_is_written_down_about_somebody_who_is_forgotten(begun, dpo):
    dsr = begun("rectification")
    type(dsr.submission).objects.filter(pk=dsr.submission_id).update(purged_at=NOW)

    with pytest.raises(Blocked):
        others.contest(dsr.pk, field="Straße", new="Neue Gasse 4", by=dpo, now=LATER)

    assert Correction.objects.filter(dsr=dsr).count() == 1
