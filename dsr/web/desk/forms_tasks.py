"""The forms of the steps that concern systems: which one, and what is asked, answered or waived."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import SubjectRequest, System, Task, TaskAnswer, TaskState
from dsr.models.task import UNSETTLED
from dsr.web.desk.fields import Words
from dsr.web.desk.step_form import StepForm


class OneTask(forms.ModelChoiceField):
    """This will offer the questions of a request by the name of their system."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Task.objects.none(), widget=forms.RadioSelect, empty_label=None,
            label=_("Which system?"), **options,
        )  # fmt: skip

    def label_from_instance(self, obj: Task) -> str:
        """Return the name of the system, and where its question stands unless it is simply open."""
        return obj.system.name if obj.is_open else f"{obj.system.name} · {obj.get_state_display()}"


class TaskForm(StepForm):
    """This will take one of the questions that a step fits."""

    states: tuple[str, ...] = UNSETTLED
    task = OneTask()

    def prepare(self) -> None:
        """Offer what fits, and choose what the link named, or whose day comes first."""
        fitting = self.dsr.tasks.filter(state__in=self.states).select_related("system")
        self.fields["task"].queryset = fitting  # type: ignore[attr-defined]
        known = [task.pk for task in sorted(fitting, key=lambda task: (task.is_settled, task.due_on))]
        if known:
            self.initial["task"] = self.on if self.on in known else known[0]


class ChaseForm(TaskForm):
    """This will take whose owner is reminded now."""

    states = (TaskState.OPEN,)


class WaiveForm(TaskForm):
    """This will take why the request does without an answer."""

    reason = Words(
        label=_("Why can the answer do without this system?"),
        help_text=_("For the file and the authority: for example, that it was switched off before this person came."),
    )  # fmt: skip


class RecordForm(TaskForm):
    """This will take what an owner said by telephone or mail."""

    states = (TaskState.OPEN, TaskState.HANDED_BACK, TaskState.ANSWERED)
    answer = forms.ChoiceField(
        label=_("What was the answer?"), widget=forms.RadioSelect, choices=TaskAnswer.choices
    )
    comment = Words(
        label=_("What was said, and by whom"), required=False, rows=3,
        help_text=_("And by which way, so that it can be shown later."),
    )  # fmt: skip
    reason = Words(
        label=_("Why does it have to be kept?"), required=False, rows=3,
        help_text=_("Name the law or the contract, and until when. Only for the third answer."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where data are kept."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == TaskAnswer.KEPT_BECAUSE and not data.get("reason", "").strip():
            self.add_error("reason", _now("Say why the data have to be kept."))
        return data


class AskForm(StepForm):
    """This will take which system is asked, for the first time or once more, and what."""

    system = forms.ModelChoiceField(
        queryset=System.objects.none(), widget=forms.RadioSelect, empty_label=None, label=_("Which system?")
    )
    question = Words(
        label=_("What else do you ask?"), required=False, rows=3,
        help_text=_("The owner reads it beside the usual question. Name no more of the person than is needed."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer the systems in use; the second line says who is asked and whether they were asked before."""
        systems = System.objects.filter(controller=self.dsr.controller_id, is_active=True)
        self.fields["system"].queryset = systems  # type: ignore[attr-defined]
        asked = {task.system_id: task for task in self.dsr.tasks.all()}
        self.hints["system"] = {system.pk: _asked(system, asked.get(system.pk)) for system in systems}
        named = [task.system_id for task in asked.values() if task.pk == self.on]
        if named:
            self.initial["system"] = named[0]


def _asked(system: System, task: Task | None) -> str:
    owner = system.owner_name or system.owner_email
    return f"{owner} · {task.get_state_display()}" if task else f"{owner} · {_now('not asked yet')}"


def has_tasks(dsr: SubjectRequest, *states: str) -> bool:
    """Return whether a request has a question in one of these states."""
    return any(task.state in states for task in dsr.tasks.all())
