"""The forms of a request in which we are somebody's processor."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import Recipient, RecipientKind, SubjectRequest
from dsr.services.recipients import NewRecipient
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of


class MarkForm(StepForm):
    """This will take for whom we only process these data."""

    for_controller = forms.ModelChoiceField(
        label=_("For which controller?"), queryset=Recipient.objects.none(), required=False,
        empty_label=_("Somebody new"),
    )  # fmt: skip
    new_name = forms.CharField(label=_("Somebody new: name"), max_length=200, required=False)
    new_email = forms.EmailField(label=_("Mail address of the controller"), required=False)

    def prepare(self) -> None:
        """Offer the controllers on record that can be written to."""
        field: Any = self.fields["for_controller"]
        field.queryset = self.dsr.controller.recipients.filter(kind=RecipientKind.CONTROLLER).exclude(
            email=""
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that names nobody who could be written to."""
        data = super().clean() or self.cleaned_data
        if not data.get("for_controller") and not (data.get("new_name") and data.get("new_email")):
            self.add_error("new_name", _now("Choose the controller, or write its name and mail address."))
        taken = self.dsr.controller.recipients.filter(name=data.get("new_name", ""))
        if not data.get("for_controller") and taken.exists():
            self.add_error("new_name", _now("Somebody of this name is on record as a recipient already."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        """What the step takes."""
        data, named = self.cleaned_data, self.cleaned_data.get("for_controller")
        new = NewRecipient(data.get("new_name", ""), RecipientKind.CONTROLLER, data.get("new_email", ""))
        return {"for_controller": named, "new": None if named else new}


class ForwardForm(StepForm):
    """This will take what the controller is told of the request."""

    what_is_asked = Words(
        label=_("What does the person ask for?"), rows=5,
        help_text=_("It goes by mail: no more than the controller needs to find the person and to begin."),
    )  # fmt: skip


class InstructedForm(StepForm):
    """This will take the controller's documented instruction."""

    number = forms.CharField(label=_("Number or date of the instruction"), max_length=60)
    text = Words(label=_("What does the instruction say?"))
    in_writing = forms.BooleanField(
        label=_("It is in writing"), required=False, help_text=_("An instruction to erase has to be.")
    )
    instructed_on = Day(label=_("On which day did it come?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"instructed_on": today_of(dsr)}

    def clean_instructed_on(self) -> Any:
        """Refuse a day in the future."""
        day = self.cleaned_data["instructed_on"]
        if day > today_of(self.dsr):
            raise forms.ValidationError(_now("This day has not come yet."))
        return day


class DoubtForm(StepForm):
    """This will take why an instruction seems unlawful."""

    objection = Words(
        label=_("Why does the instruction seem unlawful?"),
        help_text=_("The controller is told this at once."),
    )


class DoneForm(StepForm):
    """This will take what was done on an instruction."""

    done = Words(label=_("What was done?"), help_text=_("This is your proof towards the controller."))
