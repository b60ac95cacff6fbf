"""The forms of instructions to processors."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import Instruction, InstructionState, Recipient, RecipientKind, SubjectRequest
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.forms_recipients import RowChoice, RowForm
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of


class InstructForm(StepForm):
    """This will take an instruction to a processor."""

    processor = forms.ModelChoiceField(
        label=_("Which processor?"), queryset=Recipient.objects.none(), empty_label=None
    )
    what_is_asked = Words(
        label=_("What is the processor to do?"), rows=5,
        help_text=_("So that it can be done without a question: which data, where, and what proof you want."),
    )  # fmt: skip
    who = Words(
        label=_("By what does the processor find the person?"), rows=2,
        help_text=_("No more than is needed, for example a customer number. It goes by mail."),
    )  # fmt: skip
    due_on = Day(label=_("By which day?"))

    def prepare(self) -> None:
        """Offer the processors that can be written to."""
        field: Any = self.fields["processor"]
        field.queryset = processors(self.dsr)

    def clean_due_on(self) -> Any:
        """Refuse a day that is past."""
        day = self.cleaned_data["due_on"]
        if day < today_of(self.dsr):
            raise forms.ValidationError(_now("This day has passed."))
        return day


def processors(dsr: SubjectRequest) -> QuerySet[Recipient]:
    """Return the processors of a controller that can be instructed by mail."""
    found = Recipient.objects.filter(
        controller=dsr.controller_id, kind=RecipientKind.PROCESSOR, is_active=True
    )
    return found.exclude(email="")


class InstructionForm(RowForm):
    """This will take which instruction a step is about; one that stands issued."""

    row = RowChoice(queryset=Instruction.objects.none(), empty_label=None, label=_("Which instruction?"))
    states: tuple[str, ...] = (InstructionState.ISSUED,)

    def offered(self) -> QuerySet[Any]:
        """Return the instructions in one of the states."""
        return self.dsr.instructions.filter(state__in=self.states).select_related("recipient")


class ProofForm(InstructionForm):
    """This will take the processor's proof."""

    proof = Words(
        label=_("What did the processor prove?"),
        help_text=_("What was done, when and by whom, also at whoever works under the processor."),
    )


class ObjectionForm(InstructionForm):
    """This will take why the processor thinks an instruction unlawful."""

    objection = Words(label=_("Why does the processor think that it breaks the law?"))


class UpholdForm(InstructionForm):
    """This will take which suspended instruction stands after all."""

    states = (InstructionState.SUSPENDED,)


class WithdrawForm(InstructionForm):
    """This will take which instruction is taken back."""

    states = (InstructionState.ISSUED, InstructionState.SUSPENDED)
