"""The forms of disputes, and of corrections to the clock."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import Dispute, DisputeKind, DisputeState, ExtensionGround, Pause, SubjectRequest
from dsr.web.dates import shortdate
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.forms_recipients import RowForm
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of


def not_to_come(day: date | None, dsr: SubjectRequest) -> date | None:
    """Return a day. Raises ValidationError for one that has not come yet."""
    if day and day > today_of(dsr):
        raise forms.ValidationError(_now("This day has not come yet."))
    return day


class OpenForm(StepForm):
    """This will take what is in dispute, since when, and by when to act."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=DisputeKind.choices)
    about = Words(label=_("What is it about?"), rows=4)
    reference = forms.CharField(
        label=_("Their file number"), max_length=80, required=False,
        help_text=_("Of the authority or the court, where there is one."),
    )  # fmt: skip
    came_on = Day(label=_("On which day did it come?"))
    set_on = Day(
        label=_("By which day do you have to act?"), required=False,
        help_text=_("What the authority or the court has set. Empty: two weeks, for a hold three months."),
    )  # fmt: skip

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"came_on": today_of(dsr)}

    def clean_came_on(self) -> Any:
        """Refuse a day in the future."""
        return not_to_come(self.cleaned_data["came_on"], self.dsr)


class DisputeChoice(forms.ModelChoiceField):
    """This will offer the disputes of one request."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what it is, and since when."""
        return f"{obj.get_kind_display()}, {shortdate(obj.came_on)}"


class DisputeForm(RowForm):
    """This will take which dispute a step is about."""

    row = DisputeChoice(queryset=Dispute.objects.none(), empty_label=None, label=_("Which one?"))
    states: tuple[str, ...] = (DisputeState.OPEN, DisputeState.ANSWERED)

    def offered(self) -> QuerySet[Any]:
        """Return the disputes in one of the states."""
        return self.dsr.disputes.filter(state__in=self.states)


class ReplyForm(DisputeForm):
    """This will take what was answered, and when."""

    states = (DisputeState.OPEN,)
    answer = Words(label=_("What did you answer?"), help_text=_("The gist, and where the letter is kept."))
    answered_on = Day(label=_("On which day?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"answered_on": today_of(dsr)}

    def offered(self) -> QuerySet[Any]:
        """Return what asks for an answer: a hold does not."""
        return super().offered().exclude(kind=DisputeKind.HOLD)

    def clean_answered_on(self) -> Any:
        """Refuse a day in the future."""
        return not_to_come(self.cleaned_data["answered_on"], self.dsr)


class SetDayForm(DisputeForm):
    """This will take a new day by which to act."""

    due_on = Day(label=_("By which day now?"))

    def clean_due_on(self) -> Any:
        """Refuse a day that is past."""
        day = self.cleaned_data["due_on"]
        if day < today_of(self.dsr):
            raise forms.ValidationError(_now("This day has passed."))
        return day


class EndForm(DisputeForm):
    """This will take how a dispute ended."""

    result = Words(label=_("How did it end, or why is the hold released?"))


class PauseChoice(forms.ModelChoiceField):
    """This will offer the pauses of one request."""

    def label_from_instance(self, obj: Any) -> str:
        """Return why and when it was asked."""
        until = shortdate(obj.answered_on) or _now("today")
        return f"{obj.get_reason_display()}, {shortdate(obj.asked_on)} \N{EN DASH} {until}"


class PauseForm(RowForm):
    """This will take which pause is changed, and why."""

    row = PauseChoice(queryset=Pause.objects.none(), empty_label=None, label=_("Which pause?"))
    why = Words(
        label=_("Why is it changed?"), rows=3, help_text=_("For the file; the person does not see it.")
    )

    def offered(self) -> QuerySet[Any]:
        """Return the pauses that rest the clock."""
        return self.dsr.pauses.filter(rests=True)


class CorrectPauseForm(PauseForm):
    """This will take the right days of a pause."""

    asked_on = Day(label=_("On which day was the question sent?"))
    answered_on = Day(
        label=_("On which day did the answer come?"), required=False,
        help_text=_("Empty while the answer is still open."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Begin with the days as they stand."""
        super().prepare()
        row = self.offered().filter(pk=self.initial.get("row", 0)).first() or self.offered().first()
        if row is not None:
            self.initial |= {"row": row.pk, "asked_on": row.asked_on, "answered_on": row.answered_on}

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be: before receipt, in the future, the answer before the question."""
        data = super().clean() or self.cleaned_data
        row, asked, answered = data.get("row"), data.get("asked_on"), data.get("answered_on")
        if row is None or asked is None:
            return data
        if (row.answered_on is None) != (answered is None):
            words = _now("Whether an answer came is said by another step. Here its day is corrected alone.")
            self.add_error("answered_on", words)
        elif not self.dsr.submission.received_on <= asked <= (answered or today_of(self.dsr)):
            words = _now("The question lies between the day of receipt and the day of the answer.")
            self.add_error("asked_on", words)
        elif answered and answered > today_of(self.dsr):
            self.add_error("answered_on", _now("This day has not come yet."))
        return data


class CorrectExtensionForm(StepForm):
    """This will take the right day and ground of the extension."""

    announced_on = Day(
        label=_("On which day was the person told?"),
        help_text=_("Told after the first last day, it extends nothing."),
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, choices=ExtensionGround.choices)
    why = Words(
        label=_("Why is it changed?"), rows=3, help_text=_("For the file; the person does not see it.")
    )

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with what is on record."""
        if not dsr.is_extended:
            return {}
        return {"announced_on": dsr.extension.announced_on, "ground": dsr.extension.ground}

    def clean_announced_on(self) -> Any:
        """Refuse a day before receipt or in the future."""
        day = self.cleaned_data["announced_on"]
        if day < self.dsr.submission.received_on:
            raise forms.ValidationError(_now("This day lies before the day of receipt."))
        return not_to_come(day, self.dsr)


class RemoveExtensionForm(StepForm):
    """This will take why the extension is taken out."""

    why = Words(
        label=_("Why is it taken out?"), rows=3, help_text=_("For the file; the person does not see it.")
    )
