"""The form of passing a letter on to another controller of this installation as well."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dsr.models import Controller, SubjectRequest
from dsr.web.desk.step_form import StepForm


def others(dsr: SubjectRequest) -> QuerySet[Controller]:
    """Return the other controllers of this installation that take requests."""
    return Controller.objects.filter(is_open=True).exclude(pk=dsr.controller_id)


def has_others(dsr: SubjectRequest) -> bool:
    """Return whether there are any; the page of a case has asked that already."""
    asked: bool | None = getattr(dsr, "has_other_controllers", None)
    return others(dsr).exists() if asked is None else asked


class PassOnForm(StepForm):
    """This will take which other controller the letter concerns as well."""

    to = forms.ModelChoiceField(
        label=_("Which controller does the letter concern as well?"), queryset=Controller.objects.none()
    )

    def prepare(self) -> None:
        """Offer the other controllers of this installation."""
        self.fields["to"].queryset = others(self.dsr)  # type: ignore[attr-defined]
