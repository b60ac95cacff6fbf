"""One form for each step of the desk: its fields are the words that the service takes."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import (
    WAITING,
    Direction,
    ExtensionGround,
    Level,
    Method,
    ReopenReason,
    Role,
    SubjectRequest,
    User,
)
from dsr.models.reference import parse
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of


class AskIdentityForm(StepForm):
    """This will take the doubt and what would settle it."""

    why = Words(
        label=_("Why are you in doubt?"),
        help_text=_(
            "The person reads this. A doubt must be reasonable: for example, two people share the name."
        ),
    )
    asks = Words(
        label=_("What would settle it?"),
        help_text=_("Ask for no more than you need: a customer number, a code to a known address. "
                    "A copy of an identity card is the last resort."),
    )  # fmt: skip


class AskScopeForm(StepForm):
    """This will take the question about the scope of a large access request."""

    why = Words(
        label=_("Why do you ask?"),
        help_text=_(
            "The person reads this. Asking is allowed where you hold a large quantity of data about them."
        ),
    )
    asks = Words(
        label=_("What do you ask?"), help_text=_("For example, which contract or which years are meant.")
    )
    rests = forms.BooleanField(
        label=_("The clock rests until the answer comes"),
        required=False,
        help_text=_("Some authorities do not accept this pause. The safe day goes on counting."),
    )

    def prepare(self) -> None:
        """Leave it to the data protection officer whether the clock rests."""
        if not self.decides:
            del self.fields["rests"]

    @property
    def words(self) -> dict[str, Any]:
        """What the step takes; only the data protection officer may stop the clock."""
        return {"rests": False, **super().words}


def came_on(dsr: SubjectRequest) -> date:
    """Return the local day of the first message that came after the open question; today where there is none."""
    asked = [pause.asked_on for pause in dsr.open_pauses()]
    if asked:
        written = dsr.submission.messages.filter(direction=Direction.IN).values_list("at", flat=True)
        days = [at.astimezone(dsr.controller.tz).date() for at in written.order_by("at")]
        since = [day for day in days if day >= min(asked)]
        if since:
            return since[0]
    return today_of(dsr)


class AnswerCameForm(StepForm):
    """This will take the day on which the person answered."""

    answered_on = Day(
        label=_("On which day did the answer come?"),
        help_text=_("The clock runs again from this day, even if nobody read the answer then."),
    )

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with the day on which the person wrote since the question was put, else with today."""
        return {"answered_on": came_on(dsr)}

    def clean_answered_on(self) -> Any:
        """Refuse a day before the question, or in the future."""
        return answer_day(self.cleaned_data["answered_on"], self.dsr)


def answer_day(day: date, dsr: SubjectRequest) -> date:
    """Return the day of an answer. Raises ValidationError before the question was asked, and in the future."""
    asked = [pause.asked_on for pause in dsr.open_pauses()]
    if day > today_of(dsr):
        raise forms.ValidationError(_now("This day has not come yet."))
    if asked and day < min(asked):
        raise forms.ValidationError(_now("This day lies before the day on which you asked."))
    return day


class ProveIdentityForm(StepForm):
    """This will take how identity was checked and how sure the check makes us."""

    level = forms.TypedChoiceField(
        label=_("How sure are you now?"), coerce=int, widget=forms.RadioSelect,
        choices=[(level.value, level.label) for level in Level if level > Level.CLAIMED],
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("How was it checked?"), widget=forms.RadioSelect, choices=Method.choices,
        help_text=_("Only the way is recorded. Destroy copies of documents once you have looked at them."),
    )  # fmt: skip
    answered_on = Day(
        label=_("On which day did the proof come?"), required=False,
        help_text=_("The clock runs again from this day."),
    )  # fmt: skip

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with the day on which the person wrote since the question was put, else with today."""
        return {"answered_on": came_on(dsr)}

    def prepare(self) -> None:
        """Ask for the day only while the clock rests; mark the level that this right needs."""
        if self.dsr.state not in WAITING:
            del self.fields["answered_on"]
        for name in ("level", "method"):
            field = self.fields[name]
            field.choices = [(code, capfirst(label)) for code, label in field.choices]  # type: ignore[attr-defined]
        needed = self.dsr.controller.level_needed(self.dsr.right)
        self.hints["level"] = {int(needed): _now("This right needs at least this.")}

    def clean_answered_on(self) -> Any:
        """Refuse a day before the question, or in the future."""
        day = self.cleaned_data["answered_on"]
        return answer_day(day, self.dsr) if day else day

    def clean(self) -> dict[str, Any]:
        """Refuse to take a mailbox for a person: who reads it may be somebody else."""
        data = super().clean() or self.cleaned_data
        if data.get("method") == Method.LINK and data.get("level", 0) > Level.MAILBOX:
            self.add_error(
                "method", _now("A link or code proves the mailbox alone. Choose how the person was known.")
            )
        return data


class ExtendForm(StepForm):
    """This will take why the period is extended."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, choices=ExtensionGround.choices)
    reasons = Words(
        label=_("Reasons, in words for the person"), rows=5,
        help_text=_("What makes this case complex, or how many requests there are. Effort alone is no reason."),
    )  # fmt: skip


class HandOverForm(StepForm):
    """This will take who answers instead."""

    to = forms.CharField(
        label=_("Which controller answers instead?"), max_length=200,
        help_text=_("Name and how to reach it. The person is told."),
    )  # fmt: skip


class MergeForm(StepForm):
    """This will take the earlier request in whose favour this one closes."""

    into = forms.CharField(
        label=_("Reference of the earlier request"), max_length=32,
        help_text=_("It must be of the same person, for the same right, at the same controller."),
    )  # fmt: skip

    def clean_into(self) -> SubjectRequest:
        """Return the earlier request. Refuses any that is not one."""
        reference = parse(self.cleaned_data["into"]) or self.cleaned_data["into"].strip()
        same = SubjectRequest.objects.filter(controller=self.dsr.controller_id, right=self.dsr.right)
        found = same.filter(reference=reference, pk__lt=self.dsr.pk).first()
        if found is None:
            raise forms.ValidationError(
                _now("There is no earlier request of this number for the same right.")
            )
        return found


class LapseForm(StepForm):
    """This will take why the request closes without an answer of the person."""

    reasons = Words(
        label=_("Reasons, in words for the person"), rows=5,
        help_text=_("When you asked, how often you reminded, and that the request can be made again at any time."),
    )  # fmt: skip


class ReopenForm(StepForm):
    """This will take why a closed request is taken up again."""

    reason = forms.ChoiceField(
        label=_("Why is it taken up again?"), widget=forms.RadioSelect, choices=ReopenReason.choices
    )
    why = Words(
        label=_("What has come up?"), rows=3, help_text=_("For the file; the person does not see it."),
    )  # fmt: skip


class AssignForm(StepForm):
    """This will take who handles the request."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Who handles it?"), empty_label=None)

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with whoever handles it now."""
        return {"to": dsr.handler_id}

    def prepare(self) -> None:
        """Offer the case handlers and data protection officers of the controller."""
        self.fields["to"].queryset = team(self.dsr.controller_id)  # type: ignore[attr-defined]


def team(controller_id: int) -> QuerySet[User]:
    """Return who handles requests of a controller."""
    roles = [Role.HANDLER, Role.DPO]
    people = User.objects.filter(
        memberships__controller=controller_id, memberships__role__in=roles, is_active=True
    )
    return people.order_by("first_name", "last_name", "email")


class LatenessForm(StepForm):
    """This will take why the last day passed."""

    late_reason = Words(
        label=_("Why did the last day pass?"),
        help_text=_("For the file and the authority; the person does not see it."),
    )

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with what was written before."""
        return {"late_reason": dsr.late_reason}


class WriteForm(StepForm):
    """This will take a message to the person."""

    body = Words(
        label=_("Your message"), rows=6,
        help_text=_("The person reads it on the status page; the mail says only that something is there."),
    )  # fmt: skip
