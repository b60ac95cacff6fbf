"""The owners of systems are asked when work starts, answer once or better, hand back, and are waived with a reason."""

from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Actor, EventName, Notice, Status, Task
from dsr.notices import delivery, mail, task_ladder, task_link
from dsr.notices.task_link import DeadLink
from dsr.services import handling, identity, tasks, upkeep
from dsr.services.step import StalePage
from tests import make
from tests.make import at, stored

STARTED = at("2026-03-11 10:20")
LATER = at("2026-03-13 15:05")


def asked(dsr):
    return list(Task.objects.filter(dsr=dsr).select_related("system").order_by("pk"))


def the_task(dsr):
    (task,) = asked(dsr)
    return task


@pytest.fixture
def crm(controller):
    return make.system(controller, language="sv")


@pytest.fixture
def started(dsr, crm, handler):
    handling.start(dsr.pk, by=handler, now=STARTED)
    return stored(dsr.pk)


def test_starting_the_work_asks_each_system_in_use_that_matters_for_the_right(dsr, controller, dpo):
    make.system(controller, "Everything")
    make.system(controller, "Access", rights=["access", "erasure"])
    make.system(controller, "Newsletter", rights=["objection_marketing"])
    make.system(controller, "Old", is_active=False)
    make.system(make.controller("other"), "Elsewhere")

    handling.start(dsr.pk, by=dpo, now=STARTED)

    assert {task.system.name for task in asked(dsr)} == {"Everything", "Access"}


def test_a_controller_without_systems_asks_nobody_and_nothing_is_blocked(dsr, dpo, second_dpo):
    done = make.answered(dsr, author=dpo, approver=second_dpo, now=STARTED)

    assert (done.state, asked(dsr)) == ("closed", [])


def test_the_owner_is_mailed_one_link_in_their_language_and_nothing_of_the_person(started):
    task = the_task(started)

    notice = Notice.objects.get(dsr=started, kind="task")

    written = mail.build(notice, mail.address_of(notice, now=STARTED), now=STARTED)
    assert (notice.recipient, notice.language, written.to) == ("owner", "sv", ["owner@systems.example.org"])
    assert f"/sv/task/{task_link.token(task)}/" in written.body
    assert "Mira" not in written.body + written.subject
    assert "access" not in (written.body + written.subject).casefold()


@pytest.mark.parametrize(
    ("today", "last_on", "at_once", "due"),
    [
        # Ten working days from Wednesday 11 March; Friday 10 April less five, over Good Friday and Easter Monday.
        (date(2026, 3, 11), date(2026, 4, 10), False, date(2026, 3, 25)),
        (date(2026, 3, 27), date(2026, 4, 10), False, date(2026, 4, 1)),
        (date(2026, 4, 8), date(2026, 4, 10), False, date(2026, 4, 9)),
        # Thursday before Easter: the next working day is Tuesday.
        (date(2026, 4, 2), date(2026, 4, 3), False, date(2026, 4, 7)),
        (date(2026, 3, 13), date(2026, 4, 13), True, date(2026, 3, 16)),
        (date(2026, 3, 13), None, False, date(2026, 3, 27)),
    ],
)
def test_an_owner_has_ten_working_days_and_answers_five_before_the_last_one(
    controller, today, last_on, at_once, due
):
    assert task_ladder.due_on(controller, today=today, last_on=last_on, at_once=at_once) == due


def test_a_controller_may_give_its_owners_another_time(controller):
    controller.ladder = {"owners": {"days": 3, "before": 1}}

    due = task_ladder.due_on(controller, today=date(2026, 3, 11), last_on=date(2026, 4, 10), at_once=False)

    assert due == date(2026, 3, 16)


def test_an_answer_is_kept_logged_as_the_owners_and_leaves_the_page_of_the_desk_fresh(started):
    task = the_task(started)

    tasks.answer(task.pk, answer="found", comment="Two records.", now=LATER)

    task, event = the_task(started), started.events.get(name=EventName.TASK_ANSWERED)
    assert (task.state, task.answer, task.comment, task.answered_at) == (
        "answered", "found", "Two records.", LATER,
    )  # fmt: skip
    assert (event.actor, event.data) == (Actor.OWNER, {"task": task.pk, "answer": "found", "files": 0})
    assert stored(started.pk).version == started.version


def test_the_same_answer_twice_is_one_and_a_better_one_replaces_it(started):
    task = the_task(started)
    for _twice in range(2):
        tasks.answer(task.pk, answer="nothing_found", now=LATER)

    tasks.answer(task.pk, answer="found", comment="In the archive.", now=LATER)

    assert (the_task(started).answer, started.events.filter(name="task_answered").count()) == ("found", 2)


def test_data_that_are_kept_need_a_reason(started):
    task = the_task(started)

    with pytest.raises(tasks.ReasonMissing):
        tasks.answer(task.pk, answer="kept_because", comment="Invoices.", reason=" ", now=LATER)

    assert the_task(started).state == "open"


def test_when_the_last_system_has_answered_the_handler_is_told_once(started, controller, handler):
    tasks.ask(started.pk, system=make.system(controller, "Archive"), by=handler, now=STARTED)
    first, second = asked(started)
    tasks.answer(first.pk, answer="found", now=LATER)
    before = Notice.objects.filter(kind="tasks_done").count()

    tasks.answer(second.pk, answer="nothing_found", now=LATER)

    told = Notice.objects.filter(kind="tasks_done").values_list("recipient", flat=True)
    assert (before, list(told)) == (0, ["handler"])


def test_a_question_handed_back_tells_the_handler_and_still_blocks(started, handler):
    task = the_task(started)

    tasks.hand_back(task.pk, comment="Ask the warehouse.", now=LATER)

    assert (the_task(started).state, the_task(started).wake_at) == ("handed_back", None)
    assert Notice.objects.get(kind="task_back").recipient == "handler"
    found = stored(started.pk).blockers("submit_for_review")
    assert [b.mend for b in found if b.code.startswith("task_")] == ["ask_system"]


def test_the_desk_writes_down_what_an_owner_said_and_who_wrote_it(started, handler):
    task = the_task(started)

    tasks.record_answer(
        started.pk, task=task, answer="nothing_found", comment="By phone.", by=handler, now=LATER
    )

    assert (the_task(started).answer, the_task(started).answered_by) == ("nothing_found", handler)


def test_to_do_without_a_system_needs_a_reason(started, dpo):
    with pytest.raises(tasks.ReasonMissing):
        tasks.waive(started.pk, task=the_task(started), reason="", by=dpo, now=LATER)

    tasks.waive(started.pk, task=the_task(started), reason="Switched off in 2019.", by=dpo, now=LATER)

    task = the_task(started)
    assert (task.state, task.reason) == ("waived", "Switched off in 2019.")
    with pytest.raises(DeadLink):
        tasks.find(task_link.token(task))


def test_a_system_of_another_controller_is_not_asked(started, dpo):
    foreign = make.system(make.controller("other"), "Elsewhere")

    with pytest.raises(tasks.ForeignSystem):
        tasks.ask(started.pk, system=foreign, by=dpo, now=LATER)

    assert len(asked(started)) == 1


def test_a_request_that_is_reopened_chases_its_open_systems_again(started, dpo):
    handling.withdraw(started.pk, by=dpo, now=LATER)
    Task.objects.update(wake_at=None)

    handling.reopen(started.pk, by=dpo, now=LATER)

    assert the_task(started).wake_at is not None


def test_a_mail_about_a_question_that_was_answered_meanwhile_is_not_sent(started):
    tasks.answer(the_task(started).pk, answer="found", now=STARTED)

    delivery.sweep(clock=lambda: STARTED)

    assert Notice.objects.get(kind="task", dsr=started).status == Status.SKIPPED


def test_a_stale_page_asks_nobody(started, crm, handler, dpo):
    identity.prove_identity(started.pk, level=2, method="details", by=dpo, now=LATER)

    with pytest.raises(StalePage):
        tasks.ask(started.pk, system=crm, by=handler, now=LATER, seen=started.version)

    assert the_task(started).round == 1


def test_a_chaser_of_the_desk_goes_once_for_each_click_and_never_after_an_answer(started, handler):
    task = the_task(started)
    tasks.chase(started.pk, task=task, by=handler, now=LATER)
    tasks.answer(task.pk, answer="found", now=LATER)

    with pytest.raises(TransitionNotAllowed):
        tasks.chase(started.pk, task=task, by=handler, now=LATER)

    assert Notice.objects.filter(kind="task_chaser", recipient="owner").count() == 1


def test_the_dates_stay_proven_with_tasks_about(started):
    assert upkeep.check_dates(now=STARTED) == []
