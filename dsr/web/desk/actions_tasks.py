"""The steps of the desk that concern systems and their owners."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from dsr.models import EventName, SubjectRequest, System, Task, TaskState
from dsr.models.task import UNSETTLED
from dsr.notices import task_ladder
from dsr.services import tasks
from dsr.web.desk import forms_tasks as forms
from dsr.web.desk.action import Action
from dsr.web.desk.repeats import Words


def same_row(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last step about a system was about the one that was chosen."""
    last = dsr.events.filter(name__startswith="task_").last()
    chosen = {"task": words.get("task"), "system": words.get("system")}
    return last is not None and all(
        last.data.get(name) == row.pk for name, row in chosen.items() if isinstance(row, Task | System)
    )


def to_chase(dsr: SubjectRequest) -> bool:
    """Return whether an owner is late whom nobody has reminded today, by hand or by the ladder."""
    late = {f"t{task.pk}" for task in dsr.tasks.all() if dsr.today and task.is_late(dsr.today)}
    if dsr.today is None or not late or not dsr.is_open:
        return False
    midnight = datetime.combine(dsr.today, time.min, dsr.controller.tz)
    chased = {
        row.occasion.split(":", 1)[0]
        for row in dsr.submission.notices.all()
        if row.dsr_id == dsr.pk and row.kind == task_ladder.CHASER and row.created_at >= midnight
    }
    return bool(late - chased)


def may_ask(dsr: SubjectRequest) -> bool:
    """Return whether a system can be asked now: the work is under way."""
    return dsr.state in tasks.ASKING


def may_chase(dsr: SubjectRequest) -> bool:
    """Return whether any owner still has to answer."""
    return dsr.is_open and forms.has_tasks(dsr, TaskState.OPEN)


def may_record(dsr: SubjectRequest) -> bool:
    """Return whether an answer can be written down, or a better one."""
    return dsr.state in tasks.WRITING and forms.has_tasks(dsr, *UNSETTLED, TaskState.ANSWERED)


def may_waive(dsr: SubjectRequest) -> bool:
    """Return whether there is an answer left to do without."""
    return dsr.state in tasks.WRITING and forms.has_tasks(dsr, *UNSETTLED)


TASK_ACTIONS: dict[str, Action] = {
    "chase_task": Action(
        event=EventName.TASK_CHASED, run=tasks.chase, form=forms.ChaseForm, fits=may_chase, aside=True,
        same=same_row,
        verb=_("Remind the owner"),
        says=_("The owner gets the link once more, now. The usual reminders go on beside it."),
    ),
    "ask_system": Action(
        event=EventName.TASK_ASKED, run=tasks.ask, form=forms.AskForm, fits=may_ask, aside=True, same=same_row,
        verb=_("Ask a system"),
        says=_("A system that was not asked, or one more question to one that was. The owner gets a new link; "
               "an older one ends."),
    ),
    "record_task": Action(
        event=EventName.TASK_ANSWERED, run=tasks.record_answer, form=forms.RecordForm, fits=may_record, aside=True,
        same=same_row,
        verb=_("Record an answer"),
        says=_("For what an owner told you by another way. Your name stands beside it."),
    ),
    "waive_task": Action(
        event=EventName.TASK_WAIVED, run=tasks.waive, form=forms.WaiveForm, fits=may_waive, aside=True,
        dpo_only=True, same=same_row,
        verb=_("Do without an answer"),
        says=_("The request no longer waits for this system. The reason stays on file; the link of the owner ends."),
    ),
}  # fmt: skip
