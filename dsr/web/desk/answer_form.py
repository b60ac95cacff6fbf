"""The form of the answer: what was decided, in which words, on which grounds."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law.rights import RefusalGround
from dsr.models import ANSWERS, Outcome, SubjectRequest
from dsr.notices.words import cited
from dsr.web.desk.fields import Words
from dsr.web.desk.step_form import StepForm

REFUSING = {Outcome.REFUSED, Outcome.PARTLY_GRANTED}


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


OUTCOME_WORDS = {
    Outcome.GRANTED: _("All that was asked"),
    Outcome.PARTLY_GRANTED: _("A part of it"),
    Outcome.REFUSED: _("Nothing: we refuse"),
    Outcome.NO_DATA: _("We hold no data about this person"),
}


# The countries whose own law the grounds name.
COUNTRIES = {
    "AT": _("Austria"), "DE": _("Germany"), "ES": _("Spain"), "GB": _("United Kingdom"), "SE": _("Sweden"),
}  # fmt: skip


def _source(ground: RefusalGround) -> str:
    """Return where a ground stands, and in which country alone it holds where that is not all of the Union."""
    if ground.jurisdiction is None:
        return cited(ground.ref)
    country = COUNTRIES.get(ground.jurisdiction, ground.jurisdiction)
    return _now("%(ref)s · %(country)s only") % {"ref": cited(ground.ref), "country": country}
