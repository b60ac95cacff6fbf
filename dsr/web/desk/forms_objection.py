"""The forms of withdrawal, objection and human review."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.models import Balancing, HumanReview, SubjectRequest, Withdrawal
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.forms_measures import MeasureForm
from dsr.web.present import today_of

WHERE = {
    "label": _("Where was it stopped?"),
    "help_text": _(
        "The systems and lists in which the use has ended, for example the newsletter and the shop."
    ),
}


class StopForm(MeasureForm):
    """This will take where and on which day the processing was stopped."""

    where_stopped = Words(**WHERE)
    stopped_on = Day(label=_("Since which day?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"stopped_on": today_of(dsr)}

    def clean_stopped_on(self) -> Any:
        """Refuse a day in the future."""
        day = self.cleaned_data["stopped_on"]
        if day > today_of(self.dsr):
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ConfirmStopForm(StopForm):
    """This will take the end of what rested on a consent."""

    model, move = Withdrawal, "confirm"


class StopAdvertisingForm(StopForm):
    """This will take the end of advertising."""

    model: ClassVar = Balancing
    states = ("stopped",)
    suppressed = forms.BooleanField(
        label=_("The person is on the list of those who get no advertising"), required=False,
        help_text=_("A minimal entry that keeps the objection effective, for example when addresses are bought."),
    )  # fmt: skip


class UpholdForm(StopForm):
    """This will take the end of the use that the person objected to."""

    model, move = Balancing, "uphold"


class OverrideForm(MeasureForm):
    """This will take the record of the weighing, signed by whoever sends it."""

    model, move = Balancing, "override"
    balancing = Words(
        label=_("Your compelling grounds, and how you weighed them"), rows=8,
        help_text=_("Name the grounds, the person's situation, and why the grounds weigh more. "
                    "You sign this record with your name and the day."),
    )  # fmt: skip


class ReviewForm(MeasureForm):
    """This will take who looked at a decision, and what it led to."""

    model, move = HumanReview, "confirm"
    reviewer = forms.CharField(
        label=_("Who looked at the decision?"), max_length=200,
        help_text=_("Name and post. The person must have the power to change the decision."),
    )  # fmt: skip
    view = Words(
        label=_("The person's point of view"), required=False,
        help_text=_("What the person said about the decision, and how it was considered."),
    )  # fmt: skip
    reasons = Words(label=_("What did the review lead to, and why?"))


class ChangeForm(ReviewForm):
    """This will take the decision of a person in place of a computer's."""

    move = "change"
