"""The link of an owner: one question alone, and its end."""

import pytest

from dsr.models import Notice, Task
from dsr.notices import mail, task_link
from dsr.notices.task_link import DeadLink
from dsr.services import handling, tasks
from tests import make
from tests.make import at, stored
from tests.services.test_step import at_once

STARTED = at("2026-03-11 10:20")
LATER = at("2026-03-13 15:05")


def the_task(dsr):
    return Task.objects.select_related("system").get(dsr=dsr)


@pytest.fixture
def crm(controller):
    return make.system(controller, language="sv")


@pytest.fixture
def started(dsr, crm, handler):
    handling.start(dsr.pk, by=handler, now=STARTED)
    return stored(dsr.pk)


def test_asking_again_ends_the_link_before_it(started, crm, handler):
    old = task_link.token(the_task(started))

    tasks.ask(started.pk, system=crm, question="And the backups?", by=handler, now=LATER)

    with pytest.raises(DeadLink):
        tasks.find(old)
    task = tasks.find(task_link.token(the_task(started)))
    assert (task.round, task.question) == (2, "And the backups?")
    assert Notice.objects.filter(kind="task", dsr=started).count() == 2


def test_the_link_ends_with_another_owner_and_the_next_mail_holds_a_new_one(started, crm):
    old = task_link.token(the_task(started))
    crm.owner_email = "successor@systems.example.org"
    crm.save()

    with pytest.raises(DeadLink):
        tasks.find(old)

    notice = Notice.objects.get(kind="task", dsr=started)
    assert (
        task_link.token(the_task(started))
        in mail.build(notice, mail.address_of(notice, now=LATER), now=LATER).body
    )


def test_the_link_ends_when_the_request_is_closed_and_an_answer_comes_too_late(started, handler):
    task = the_task(started)

    handling.withdraw(started.pk, by=handler, now=LATER)

    with pytest.raises(DeadLink):
        tasks.find(task_link.token(task))
    with pytest.raises(DeadLink):
        tasks.answer(task.pk, answer="found", now=LATER)


@pytest.mark.parametrize("change", [(0, "0"), (31, "0"), (32, "0"), (63, "0")])
def test_a_forged_link_leads_nowhere(started, change):
    token = task_link.token(the_task(started))
    place, figure = change
    forged = token[:place] + ("1" if token[place] == figure else figure) + token[place + 1 :]

    with pytest.raises(DeadLink):
        tasks.find(forged)


@pytest.mark.parametrize("written", ["", "x", "0" * 64, "A" * 64, "0" * 63 + "\n", "9" * 4000])
def test_what_is_no_link_leads_nowhere(db, written):
    with pytest.raises(DeadLink):
        tasks.find(written)


def test_a_new_owner_is_mailed_the_open_questions_and_nothing_that_is_settled(started, crm, dpo, controller):
    other = make.requests(controller, "access", now=at("2026-03-10 09:00"))[0]
    handling.start(other.pk, by=dpo, now=STARTED)
    tasks.answer(the_task(other).pk, answer="found", now=LATER)
    crm.owner_email = "successor@systems.example.org"
    crm.save()

    count = tasks.introduce(crm, now=LATER)

    notice = Notice.objects.filter(kind="task").latest("pk")
    assert (count, notice.dsr, mail.address_of(notice, now=LATER)) == (
        1,
        started,
        "successor@systems.example.org",
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_closing_at_the_same_moment_leave_one_truth(controller, dpo):
    make.system(controller)
    dsr = make.requests(controller, "access", now=at("2026-03-10 09:00"))[0]
    handling.start(dsr.pk, by=dpo, now=STARTED)
    task = the_task(dsr)

    done = at_once(
        lambda: tasks.answer(task.pk, answer="found", now=LATER),
        lambda: handling.withdraw(dsr.pk, by=dpo, now=LATER),
    )

    names = [
        event.name for event in dsr.events.order_by("pk") if event.name in {"task_answered", "withdrawn"}
    ]
    assert [type(error) for error in done if error is not None] in ([], [DeadLink])
    assert names in (["task_answered", "withdrawn"], ["withdrawn"])
    assert the_task(dsr).answer == ("found" if "task_answered" in names else "")
