"""Which answers wait for the systems."""

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Task
from dsr.services import answering, handling, tasks
from tests import make
from tests.make import at, stored

STARTED = at("2026-03-11 10:20")
LATER = at("2026-03-13 15:05")


def the_task(dsr):
    return Task.objects.select_related("system").get(dsr=dsr)


def asked(dsr):
    return list(Task.objects.filter(dsr=dsr).select_related("system").order_by("pk"))


@pytest.fixture
def crm(controller):
    return make.system(controller, language="sv")


@pytest.mark.parametrize(("right", "article"), [("access", "15"), ("portability", "20"), ("erasure", "17")])
def test_an_answer_waits_for_every_system_and_the_blocker_names_it_with_its_article(
    controller, dpo, right, article
):
    (dsr,) = make.requests(controller, right, now=at("2026-03-10 09:00"))
    make.system(controller, "Mail archive")
    handling.start(dsr.pk, by=dpo, now=STARTED)
    answering.draft(dsr.pk, outcome="no_data", answer="Wir haben nichts.", by=dpo, now=LATER)

    with pytest.raises(Blocked) as blocked:
        answering.submit_for_review(dsr.pk, by=dpo, now=LATER)

    (blocker,) = [b for b in blocked.value.blockers if b.code.startswith("task_")]
    assert "Mail archive" in str(blocker.text)
    assert f"Art. {article}(1)" in blocker.article
    assert (blocker.mend, blocker.on) == ("chase_task", the_task(dsr).pk)


def test_a_refusal_and_the_other_rights_wait_for_no_system(controller, dpo):
    make.system(controller)
    (access,) = make.requests(controller, "access", now=at("2026-03-10 09:00"))
    (objection,) = make.requests(controller, "objection_marketing", now=at("2026-03-10 09:00"))
    for dsr in (access, objection):
        handling.start(dsr.pk, by=dpo, now=STARTED)
    ground = access.law.refusal_grounds("DE")[0].id
    answering.draft(
        access.pk, outcome="refused", answer="Nein.", reasons="Darum.", grounds=[ground], by=dpo, now=LATER
    )

    found = [b.code for dsr in (access, objection) for b in stored(dsr.pk).blockers("submit_for_review")]

    assert [code for code in found if code.startswith("task_")] == []


def test_a_refusal_that_is_returned_to_work_asks_the_systems_at_last(dsr, crm, dpo):
    ground = dsr.law.refusal_grounds("DE")[0].id
    answering.draft(
        dsr.pk, outcome="refused", answer="Nein.", reasons="Darum.", grounds=[ground], by=dpo, now=LATER
    )
    answering.submit_for_review(dsr.pk, by=dpo, now=LATER)
    before = asked(dsr)

    answering.return_to_work(dsr.pk, by=dpo, now=LATER)

    assert (before, [task.system for task in asked(dsr)]) == ([], [crm])


def test_an_answer_that_is_under_review_is_no_longer_corrected_by_the_owner(dsr, crm, dpo):
    handling.start(dsr.pk, by=dpo, now=STARTED)
    tasks.answer(the_task(dsr).pk, answer="nothing_found", now=LATER)
    ground = dsr.law.refusal_grounds("DE")[0].id
    answering.draft(
        dsr.pk, outcome="refused", answer="Nein.", reasons="Darum.", grounds=[ground], by=dpo, now=LATER
    )
    answering.submit_for_review(dsr.pk, by=dpo, now=LATER)

    with pytest.raises(TransitionNotAllowed):
        tasks.answer(the_task(dsr).pk, answer="found", now=LATER)

    assert the_task(dsr).answer == "nothing_found"
