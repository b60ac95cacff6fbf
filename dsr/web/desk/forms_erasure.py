"""The forms of an erasure."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Erasure, SubjectRequest
from dsr.models.guards_measures import measures_of
from dsr.models.measures.erasure import EXCEPTIONS, INSTEAD
from dsr.notices.words import cited
from dsr.services.measures.erasing import OFFERED
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.forms_measures import MeasureForm, rows_of
from dsr.web.desk.forms_restriction import MARKED, worded
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of

# How long an erasure can be cancelled, unless the desk says otherwise.
WINDOW = timedelta(days=3)
SETTLED = {"upheld", "stopped", "confirmed"}


class PlanForm(StepForm):
    """This will take which data are erased as the effect of another right."""

    scope = Words(label=_("Which data are erased?"), rows=3)

    @staticmethod
    def suits(dsr: SubjectRequest) -> bool:
        """Return whether the law offers erasure now: after a withdrawal, or an objection that holds."""
        if dsr.right not in OFFERED or dsr.state in {"unconfirmed", "received", "closed"}:
            return False
        settled = any(
            row.state in SETTLED for row in measures_of(dsr) if row.kind in {"balancing", "withdrawal"}
        )
        return settled and not rows_of(dsr, Erasure)


class DescribeForm(MeasureForm):
    """This will take ground and extent of an erasure."""

    model: ClassVar = Erasure
    states = ("planned",)
    ground = forms.ChoiceField(label=_("On which ground?"), widget=forms.RadioSelect)
    scope = Words(
        label=_("Which data are erased?"), rows=3, help_text=_("Data sets and systems, not their content.")
    )
    made_public = forms.BooleanField(label=_("We made the data public"), required=False)
    public_steps = Words(
        label=_("How are other controllers told?"), rows=3, required=False,
        help_text=_("Only if the data were made public: which steps are taken about links, copies and replications."),
    )  # fmt: skip

    def fit(self, row: Any) -> None:
        """Offer the grounds of Art. 17(1)."""
        grounds = rights.get("erasure").grounds
        self.fields["ground"].choices = worded(grounds)
        self.hints["ground"] = {item.id: cited(item.ref) for item in grounds}


class KeepForm(MeasureForm):
    """This will take one data set that is kept."""

    model: ClassVar = Erasure
    states = ("planned", "scheduled", "running", "erased")
    what = Words(label=_("Which data are kept?"), rows=2)
    ground = forms.ChoiceField(label=_("Which exception applies?"), widget=forms.RadioSelect)
    provision = forms.CharField(
        label=_("The exact provision"), max_length=200, help_text=_("For example: AO 147(1) no. 4.")
    )
    until = Day(label=_("Until which day are they kept?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with no exception: the ground of the erasure is none."""
        return {"ground": ""}

    def fit(self, row: Any) -> None:
        """Offer the exceptions of Art. 17(3) and of the country."""
        found = [item for item in EXCEPTIONS if item.applies_in(self.dsr.controller.country)]
        self.fields["ground"].choices = worded(found)
        self.hints["ground"] = {item.id: cited(item.ref) for item in found}


class HoldForm(MeasureForm):
    """This will take why data must be kept for a dispute."""

    model: ClassVar = Erasure
    states = ("planned", "scheduled")
    hold_reason = Words(
        label=_("Why must the data be kept?"), rows=3, help_text=_("The dispute, and since when.")
    )

    @classmethod
    def fits_row(cls, row: Any) -> bool:
        """Return whether no hold lies on it yet."""
        return super().fits_row(row) and row.held_on is None


class ReleaseForm(MeasureForm):
    """This will release a hold."""

    model: ClassVar = Erasure
    states = ("planned", "scheduled")

    @classmethod
    def fits_row(cls, row: Any) -> bool:
        """Return whether a hold lies on it."""
        return super().fits_row(row) and row.held_on is not None


class ScheduleForm(MeasureForm):
    """This will take the day of an erasure."""

    model, move = Erasure, "schedule"
    run_on = Day(
        label=_("On which day are the data erased?"),
        help_text=_(
            "Until then the erasure can be cancelled. Today is possible, but leaves no time to think again."
        ),
    )

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with a day that leaves time to cancel."""
        return {"run_on": today_of(dsr) + WINDOW}

    def clean_run_on(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["run_on"]
        if day < today_of(self.dsr):
            raise forms.ValidationError(_("This day is over."))
        return day


class FinishForm(MeasureForm):
    """This will take the proof of an erasure."""

    model, move = Erasure, "finish"
    proof = Words(
        label=_("What shows that the data are gone?"),
        help_text=_(
            "The least that proves it: system, job number, day, what happens to backups. Not what was erased."
        ),
    )


class InsteadForm(MeasureForm):
    """This will take the case of BDSG 35 in which data are restricted instead."""

    model, move = Erasure, "restrict_instead"
    instead_ground = forms.ChoiceField(label=_("Which case of the law applies?"), widget=forms.RadioSelect)
    instead_reasons = Words(
        label=_("Which data are restricted, since when, and why"), help_text=_("The person reads this.")
    )
    marked = Words(rows=3, **MARKED)

    @classmethod
    def fits_row(cls, row: Any) -> bool:
        """Return whether the law of the country knows this."""
        return super().fits_row(row) and row.dsr.controller.country == "DE"

    def fit(self, row: Any) -> None:
        """Offer the three cases of the law."""
        self.fields["instead_ground"].choices = worded(INSTEAD)
        self.hints["instead_ground"] = {item.id: cited(item.ref) for item in INSTEAD}


class CertificateForm(MeasureForm):
    """This will take what the certificate says."""

    model: ClassVar = Erasure
    states = ("erased",)
    what_was_done = Words(
        label=_("What was erased and when, and what was kept, why and until when"), rows=6,
    )  # fmt: skip
