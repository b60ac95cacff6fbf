"""One form for each step of the desk: its fields are the words that the service takes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law.rights import RefusalGround
from dsr.models import (
    ANSWERS,
    LEVEL_NEEDED,
    WAITING,
    ExtensionGround,
    Level,
    Method,
    Outcome,
    Role,
    SubjectRequest,
    User,
)
from dsr.models.reference import parse
from dsr.web.desk.fields import Day, Words
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of

REFUSING = {Outcome.REFUSED, Outcome.PARTLY_GRANTED}


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


class AnswerCameForm(StepForm):
    """This will take the day on which the person answered."""

    answered_on = Day(
        label=_("On which day did the answer come?"),
        help_text=_("The clock runs again from this day, even if nobody read the answer then."),
    )

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"answered_on": today_of(dsr)}

    def clean_answered_on(self) -> Any:
        """Refuse a day before the question, or in the future."""
        day = self.cleaned_data["answered_on"]
        asked = [pause.asked_on for pause in self.dsr.pauses.all() if pause.answered_on is None]
        if day > today_of(self.dsr):
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
        """Begin with today."""
        return {"answered_on": today_of(dsr)}

    def prepare(self) -> None:
        """Ask for the day only while the clock rests; mark the level that this right needs."""
        if self.dsr.state not in WAITING:
            del self.fields["answered_on"]
        needed = LEVEL_NEEDED[self.dsr.right]
        self.hints["level"] = {int(needed): _now("This right needs at least this.")}

    def clean_answered_on(self) -> Any:
        """Refuse a day in the future."""
        day = self.cleaned_data["answered_on"]
        if day and day > today_of(self.dsr):
            raise forms.ValidationError(_now("This day has not come yet."))
        return day


class DraftForm(StepForm):
    """This will take the answer: what was decided, in which words, and why not all of it."""

    refusing = ("grounds", "reasons")

    outcome = forms.ChoiceField(label=_("What do you answer?"), widget=forms.RadioSelect)
    answer = Words(
        label=_("What was done, in words for the person"), rows=8, required=False,
        help_text=_("Plain words. How to complain and go to court is added by the letter."),
    )  # fmt: skip
    grounds = forms.MultipleChoiceField(
        label=_("Ground for refusing"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Only where you refuse something. These are the grounds that the law gives for this right."),
    )  # fmt: skip
    reasons = Words(
        label=_("Reasons for refusing, in words for the person"), rows=5, required=False,
        help_text=_("Say what happened in this case; the text of the law alone is no reason."),
    )  # fmt: skip

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with what was written before."""
        return {"outcome": dsr.outcome, "answer": dsr.answer, "grounds": dsr.grounds, "reasons": dsr.reasons}

    def prepare(self) -> None:
        """Offer the outcomes and grounds that this right knows in this country."""
        law = self.dsr.law
        outcomes = [o for o in ANSWERS if law.refusable or o not in REFUSING]
        self.fields["outcome"].choices = [(o.value, OUTCOME_WORDS[o]) for o in outcomes]  # type: ignore[attr-defined]
        grounds = law.refusal_grounds(self.dsr.controller.country)
        if not grounds:
            del self.fields["grounds"], self.fields["reasons"]
            return
        self.fields["grounds"].choices = [(ground.id, _now(ground.text)) for ground in grounds]  # type: ignore[attr-defined]
        self.hints["grounds"] = {ground.id: _source(ground) for ground in grounds}

    def clean(self) -> dict[str, Any]:
        """Keep grounds and reasons only with an answer that refuses something."""
        data = super().clean() or self.cleaned_data
        if data.get("outcome") not in REFUSING:
            data.update(grounds=[], reasons="")
        return data


def _source(ground: RefusalGround) -> str:
    """Return where a ground stands, and in which country alone it holds where that is not all of the Union."""
    if ground.jurisdiction is None:
        return ground.ref
    country = COUNTRIES.get(ground.jurisdiction, ground.jurisdiction)
    return _now("%(ref)s · %(country)s only") % {"ref": ground.ref, "country": country}


# The countries whose own law the grounds name.
COUNTRIES = {
    "AT": _("Austria"), "DE": _("Germany"), "ES": _("Spain"), "GB": _("United Kingdom"), "SE": _("Sweden"),
}  # fmt: skip

OUTCOME_WORDS = {
    Outcome.GRANTED: _("All that was asked"),
    Outcome.PARTLY_GRANTED: _("A part of it"),
    Outcome.REFUSED: _("Nothing: we refuse"),
    Outcome.NO_DATA: _("We hold no data about this person"),
}


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
