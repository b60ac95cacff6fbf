"""After a system was restored from a backup: what has to be erased in it once more."""

import csv
import io
from datetime import date

import pytest

from dsr.exports import erased
from dsr.models import Controller, Erasure, SubjectRequest, System, Task, User
from dsr.services import answering, handling, identity, purge, tasks
from tests import make
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ANSWERED = at("2026-03-12 09:00")


@pytest.fixture
def crm(controller: Controller) -> System:
    return make.system(controller, "CRM")


@pytest.fixture
def shop(controller: Controller) -> System:
    return make.system(controller, "Shop")


def erased_one(
    controller: Controller, dpo: User, second: User, *, nothing_in: System | None = None, **asked: object
) -> SubjectRequest:
    """Lead an erasure to its end on 12 March 2026; one system may answer that it holds nothing."""
    (dsr,) = make.requests(controller, "erasure", now=at("2026-03-10 09:00"), **asked)
    handling.start(dsr.pk, by=dpo, now=ANSWERED)
    for task in Task.objects.filter(dsr=dsr):
        said = "nothing_found" if task.system == nothing_in else "found"
        tasks.record_answer(dsr.pk, task=task, answer=said, comment="", reason="", by=dpo, now=ANSWERED)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=ANSWERED)
    answering.draft(dsr.pk, outcome="granted", answer="Gelöscht.", by=dpo, now=ANSWERED)
    return make.finished(dsr, author=dpo, approver=second, now=ANSWERED)


def listed(system: System, since: date) -> list[dict[str, str]]:
    text = b"".join(erased.stream(system, since=since, language="en")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_system_that_held_data_gets_the_number_and_what_finds_the_person(
    controller, crm, shop, dpo, second_dpo
):
    dsr = erased_one(controller, dpo, second_dpo, nothing_in=shop, identifiers={"order": "40-1"})

    (row,) = listed(crm, date(2026, 3, 1))

    assert (row["Number"], row["Erased on"], row["Name"]) == (dsr.reference, "2026-03-12", "Mira Erfunden")
    assert row["Identifiers"] == "order: 40-1"
    assert listed(shop, date(2026, 3, 1)) == []


def test_the_day_of_the_backup_counts_and_what_was_erased_before_stays_out(controller, crm, dpo, second_dpo):
    erased_one(controller, dpo, second_dpo)

    assert len(listed(crm, date(2026, 3, 12))) == 1
    assert listed(crm, date(2026, 3, 13)) == []


def test_an_erasure_that_has_not_run_is_not_listed(controller, crm, dpo):
    make.requests(controller, "erasure", now=at("2026-03-10 09:00"))

    assert listed(crm, date(2026, 1, 1)) == []


def test_a_forgotten_person_is_listed_by_number_alone(controller, crm, dpo, second_dpo):
    dsr = erased_one(controller, dpo, second_dpo)
    purge.purge(now=at("2030-01-02 09:00"))

    (row,) = listed(crm, date(2026, 3, 1))

    assert (row["Number"], row["Name"], row["E-mail address"]) == (dsr.reference, "", "")
    assert "forgotten" in row["Note"]


def test_another_controllers_system_lists_nothing(controller, crm, dpo, second_dpo):
    other = make.system(make.controller("other", prefix="OTH"), "CRM")
    erased_one(controller, dpo, second_dpo)

    assert Erasure.objects.filter(state="erased").count() == 1
    assert listed(other, date(2026, 1, 1)) == []
