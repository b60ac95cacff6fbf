"""Asking the owners of systems, and taking what they answer.

An owner's answer changes nothing that the desk is typing, so it leaves the version of the request alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django_fsm import TransitionNotAllowed, can_proceed

from dsr.models import (
    Actor,
    EventName,
    Notice,
    State,
    SubjectRequest,
    System,
    Task,
    TaskAnswer,
    TaskState,
    User,
)
from dsr.models.task import UNSETTLED
from dsr.notices import outbox, task_ladder, task_link
from dsr.notices.task_link import DeadLink
from dsr.services.following import to_owner, was_ended
from dsr.services.step import local_day, lock, record, step

# The states in which a new question to a system makes sense, and in which an owner may still mend an answer.
ASKING = (State.IN_PROGRESS, State.AWAITING_IDENTITY, State.AWAITING_CLARIFICATION)
# The states in which the desk may still write an answer down or do without one.
WRITING = (*ASKING, State.IN_REVIEW)


class ReasonMissing(ValueError):
    """Data that are kept, or an answer that is waived, need a reason."""


class ForeignSystem(LookupError):
    """The system belongs to another controller, or is no longer in use."""


def take_up(dsr: SubjectRequest, *, now: datetime) -> None:
    """Ask the systems when work on a request begins; call it inside the step that leads to work.

    Where they were asked before, as when a request is reopened, the open questions wake again.
    """
    if dsr.tasks.exists():
        _resume(dsr, now=now)
    else:
        open_for(dsr, now=now)


def open_for(dsr: SubjectRequest, *, now: datetime) -> None:
    """Ask every system in use that matters for the right and was not asked yet."""
    asked = dsr.tasks.values("system")
    systems = System.objects.filter(controller=dsr.controller_id, is_active=True).exclude(pk__in=asked)
    _ask(dsr, [system for system in systems if system.matters_for(dsr.right)], question="", now=now)


def ask(
    dsr_id: int, *, system: System, question: str = "", by: User, now: datetime, seen: int | None = None
) -> None:
    """Ask a system that was not asked, or once more; earlier links to it end. Raises ForeignSystem."""
    with step(dsr_id, EventName.TASK_ASKED, by=by, now=now, seen=seen, system=system.pk) as dsr:
        if dsr.state not in ASKING:
            raise TransitionNotAllowed("nothing is asked in this state", object=dsr, method=None)
        if system.controller_id != dsr.controller_id or not system.is_active:
            raise ForeignSystem
        task = dsr.tasks.filter(system=system).first()
        if task is None:
            _ask(dsr, [system], question=question, now=now)
            return
        task.ask_again(question=question, due_on=_due_on(dsr, now=now), at=now)
        task.wake_at = task_ladder.after(task, dsr.controller, now=now)
        task.save()
        outbox.insert([to_owner(task_ladder.ASK, dsr, task, "asked", now=now)])


def chase(dsr_id: int, *, task: Task, by: User, now: datetime, seen: int | None = None) -> None:
    """Remind an owner now, whatever the ladder says."""
    with step(dsr_id, EventName.TASK_CHASED, by=by, now=now, seen=seen, task=task.pk) as dsr:
        held = _held(dsr, task.pk)
        if not held.is_open or not dsr.is_open:
            raise TransitionNotAllowed("this question is answered", object=dsr, method=None)
        outbox.insert([to_owner(task_ladder.CHASER, dsr, held, f"v{dsr.version}", now=now)])


def record_answer(
    dsr_id: int, *, task: Task, answer: str, comment: str = "", reason: str = "",
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Write down what an owner said by another way. Raises ReasonMissing where data are kept without one."""
    with step(dsr_id, EventName.TASK_ANSWERED, by=by, now=now, seen=seen, task=task.pk, answer=answer) as dsr:
        held = _fitting(dsr, task.pk, "settle")
        _settle(held, answer=answer, comment=comment, reason=reason, now=now, by=by)


def waive(dsr_id: int, *, task: Task, reason: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Do without the answer of a system; why stays on file. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    with step(dsr_id, EventName.TASK_WAIVED, by=by, now=now, seen=seen, task=task.pk) as dsr:
        held = _fitting(dsr, task.pk, "waive")
        was_open = held.is_open
        held.waive(reason=reason, at=now, by=by)
        held.save()
        if was_open:
            outbox.insert([to_owner(task_ladder.ENDED, dsr, held, "over", now=now)])


def answer(task_id: int, *, answer: str, comment: str = "", reason: str = "", now: datetime) -> None:
    """Take an owner's answer; the same again changes nothing. Raises ReasonMissing, TransitionNotAllowed."""
    with _by_owner(task_id, now=now) as (dsr, task):
        if task.is_open or task.answer:
            same = (task.answer, task.comment, task.reason) == (answer, comment, reason)
            if task.state == TaskState.ANSWERED and same:
                return
        if not may_answer(task, dsr):
            raise TransitionNotAllowed("this question is closed", object=dsr, method=None)
        _settle(task, answer=answer, comment=comment, reason=reason, now=now)
        data = {"task": task.pk, "answer": answer, "files": task.attachments.count()}
        record(dsr, EventName.TASK_ANSWERED, now=now, by=None, actor=Actor.OWNER, data=data)
        if not waits(dsr):
            outbox.insert([_to_staff(task_ladder.DONE, dsr, task, "done", now=now)])


def hand_back(task_id: int, *, comment: str = "", now: datetime) -> None:
    """Take a question back that reached the wrong desk; whoever handles the request is told."""
    with _by_owner(task_id, now=now) as (dsr, task):
        if task.state == TaskState.HANDED_BACK:
            return
        if not can_proceed(task.hand_back):
            raise TransitionNotAllowed("this question is answered", object=dsr, method=None)
        task.hand_back(comment=comment, at=now)
        task.save()
        record(dsr, EventName.TASK_HANDED_BACK, now=now, by=None, actor=Actor.OWNER, data={"task": task.pk})
        outbox.insert([_to_staff(task_ladder.BACK, dsr, task, "back", now=now)])


def introduce(system: System, *, now: datetime) -> int:
    """Mail the open questions of a system to its new owner; return how many. The links of the one before end."""
    tasks = Task.objects.filter(system=system, state=TaskState.OPEN).exclude(dsr__state=State.CLOSED)
    rows = [
        to_owner(task_ladder.ASK, task.dsr, task, f"o{now:%Y%m%d%H%M}", now=now)
        for task in tasks.select_related("system", "dsr__controller", "dsr__submission")
    ]
    outbox.insert(rows)
    return len(rows)


def find(token: str) -> Task:
    """Return the question behind an owner's link. Raises DeadLink."""
    return task_link.find(token)


def may_answer(task: Task, dsr: SubjectRequest) -> bool:
    """Return whether the owner may answer by their link: an open question, or an answer not in use yet."""
    return task.is_open or (task.state == TaskState.ANSWERED and dsr.state in ASKING)


def waits(dsr: SubjectRequest) -> bool:
    """Return whether any system of a request has not answered yet."""
    return dsr.tasks.filter(state__in=UNSETTLED).exists()


def _resume(dsr: SubjectRequest, *, now: datetime) -> None:
    rows = []
    for task in dsr.tasks.filter(state=TaskState.OPEN).select_related("system"):
        if was_ended(dsr, task):
            # Its owner was told to stop: the question is put anew, under a link of its own.
            task.ask_again(question=task.question, due_on=_due_on(dsr, now=now), at=now)
            rows.append(to_owner(task_ladder.ASK, dsr, task, "asked", now=now))
        task.wake_at = task_ladder.after(task, dsr.controller, now=now)
        task.save()
    outbox.insert(rows)


def _ask(dsr: SubjectRequest, systems: Sequence[System], *, question: str, now: datetime) -> None:
    day, rows = _due_on(dsr, now=now), []
    for system in systems:
        task = Task(dsr=dsr, system=system, asked_at=now, due_on=day, question=question)
        task.wake_at = task_ladder.after(task, dsr.controller, now=now)
        task.save()
        rows.append(to_owner(task_ladder.ASK, dsr, task, "asked", now=now))
    outbox.insert(rows)


def _due_on(dsr: SubjectRequest, *, now: datetime) -> date:
    last_on = dsr.due_on or dsr.safe_on
    return task_ladder.due_on(
        dsr.controller, today=local_day(dsr, now), last_on=last_on, at_once=dsr.law.immediate
    )


def _settle(
    task: Task, *, answer: str, comment: str, reason: str, now: datetime, by: User | None = None
) -> None:
    """Write an answer into a task. Raises ReasonMissing, ValueError for what is none of the three answers."""
    if TaskAnswer(answer) == TaskAnswer.KEPT_BECAUSE and not reason.strip():
        raise ReasonMissing
    kept = reason if answer == TaskAnswer.KEPT_BECAUSE else ""
    task.settle(answer=answer, comment=comment, reason=kept, at=now, by=by)
    task.save()


def _held(dsr: SubjectRequest, task_id: int) -> Task:
    """Return a task of this request; the lock on the request holds it too."""
    return dsr.tasks.select_related("system").get(pk=task_id)


def _fitting(dsr: SubjectRequest, task_id: int, name: str) -> Task:
    task = _held(dsr, task_id)
    if dsr.state not in WRITING or not can_proceed(getattr(task, name)):
        raise TransitionNotAllowed(f"{name} does not fit", object=dsr, method=None)
    return task


@contextmanager
def _by_owner(task_id: int, *, now: datetime) -> Iterator[tuple[SubjectRequest, Task]]:
    """Hold a task and its request for what an owner does by their link. Raises DeadLink once it is closed."""
    with transaction.atomic():
        dsr_id = Task.objects.values_list("dsr", flat=True).get(pk=task_id)
        dsr = lock(dsr_id, now=now)
        if not dsr.is_open:
            raise DeadLink
        yield dsr, _held(dsr, task_id)


def _to_staff(kind: str, dsr: SubjectRequest, task: Task, what: str, *, now: datetime) -> Notice:
    occasion: Any = task_ladder.occasion(task, what)
    return outbox.row(kind, now=now, recipient="handler", dsr=dsr, occasion=occasion)
