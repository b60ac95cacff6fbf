"""The forms of restriction and correction."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Correction, Restriction, SubjectRequest
from dsr.notices.words import cited
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.forms_measures import MeasureForm, rows_of
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of

MARKED = {
    "label": _("How are the data marked, and their use blocked?"),
    "help_text": _(
        "For example: flag set in the customer file, moved to a system that only two people open."
    ),
}
# On which grounds of Art. 18(1) each right may lead to a restriction.
GROUNDS_OF = {
    "restriction": ("accuracy_contested", "unlawful_but_keep", "claims", "objection_pending"),
    "rectification": ("accuracy_contested",),
    "erasure": ("unlawful_but_keep", "claims"),
}


def worded(items: Any) -> list[tuple[str, str]]:
    """Return statements of the law as choices, in the language of the page."""
    return [(item.id, _now(item.text)) for item in items]


class RestrictForm(StepForm):
    """This will take the ground, the extent and the marking of a restriction."""

    ground = forms.ChoiceField(label=_("On which ground?"), widget=forms.RadioSelect)
    scope = Words(label=_("Which data are restricted?"), rows=3)
    marked = Words(rows=3, **MARKED)

    def prepare(self) -> None:
        """Offer the grounds that this right may lead to."""
        codes = GROUNDS_OF[self.dsr.right]
        grounds = [item for item in rights.get("restriction").grounds if item.code in codes]
        self.fields["ground"].choices = worded(grounds)
        self.hints["ground"] = {item.id: cited(item.ref) for item in grounds}
        asked = self.dsr.submission.details.get("restriction", {}).get("ground")
        self.initial.setdefault("ground", f"art18.ground.{asked}" if asked else grounds[0].id)

    @staticmethod
    def suits(dsr: SubjectRequest) -> bool:
        """Return whether a restriction may be put in force: none holds, and the work has begun."""
        at_work = dsr.state in {"in_progress", "in_review", "ready"} and dsr.right in GROUNDS_OF
        return at_work and not any(row.holds for row in rows_of(dsr, Restriction))


class MarkForm(MeasureForm):
    """This will take how restricted data are marked."""

    model: ClassVar = Restriction
    states = ("in_force",)
    scope = Words(label=_("Which data are restricted?"), rows=3)
    marked = Words(rows=3, **MARKED)


class TellForm(MeasureForm):
    """This will take what the person is told of the restriction."""

    model: ClassVar = Restriction
    states = ("in_force",)
    what_was_done = Words(
        label=_("What is restricted, in words for the person"),
        help_text=_("Which data, since when, and on which ground."),
    )


class UseForm(MeasureForm):
    """This will take a use of restricted data."""

    model: ClassVar = Restriction
    states = ("in_force", "lift_announced")
    ground = forms.ChoiceField(label=_("Why was it allowed?"), widget=forms.RadioSelect)
    what = Words(label=_("What was used, by whom and what for?"), rows=3)
    used_on = Day(label=_("On which day?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today, and with no ground: the first is no guess."""
        return {"used_on": today_of(dsr), "ground": ""}

    def fit(self, row: Any) -> None:
        """Offer the uses that Art. 18(2) allows."""
        uses = rights.get("restriction").permitted_while_restricted
        self.fields["ground"].choices = worded(uses)
        self.hints["ground"] = {item.id: cited(item.ref) for item in uses}


class AnnounceForm(MeasureForm):
    """This will take why and when a restriction ends."""

    model, move = Restriction, "announce"
    lift_reason = Words(label=_("Why does it end?"), help_text=_("The person reads this."))
    lift_on = Day(
        label=_("From which day does it no longer hold?"),
        help_text=_("Leave the person time to react. It can be lifted only once the notice was sent."),
    )

    def clean_lift_on(self) -> Any:
        """Refuse a day that does not come after today: the person is told before."""
        day = self.cleaned_data["lift_on"]
        if day <= today_of(self.dsr):
            raise forms.ValidationError(
                _("The person is told before the restriction ends: choose a later day.")
            )
        return day


class StayForm(MeasureForm):
    """This will take what the person is told who heard that the restriction ends, and now that it does not."""

    model, move = Restriction, "stay"
    what_was_done = Words(
        label=_("What does the person read?"),
        help_text=_("That the restriction stays in force after all, for which data, and why."),
    )


class ContestForm(StepForm):
    """This will take one more contested field."""

    field = forms.CharField(label=_("Which field is contested?"), max_length=200)
    new = Words(label=_("What would be right, says the person?"), rows=2, required=False)

    @staticmethod
    def suits(dsr: SubjectRequest) -> bool:
        """Return whether fields are being decided."""
        return dsr.right == "rectification" and dsr.state in {"in_progress", "in_review"}


EVIDENCE = {
    "label": _("What shows it?"),
    "help_text": _("For example: register extract of 3 March, seen by Ms B."),
}


class CorrectForm(MeasureForm):
    """This will take old value, new value and evidence."""

    model, move = Correction, "correct"
    old = Words(label=_("Old value"), rows=2)
    new = Words(label=_("New value"), rows=2)
    evidence = Words(rows=2, **EVIDENCE)


class CompleteForm(MeasureForm):
    """This will take the statement that was added."""

    model, move = Correction, "complete"
    statement = Words(label=_("The statement that was added to the data"))
    evidence = Words(rows=2, required=False, **EVIDENCE)


class RejectForm(MeasureForm):
    """This will take how the data were checked."""

    model, move = Correction, "reject"
    evidence = Words(label=_("How were the data checked, and what shows that they are right?"))
