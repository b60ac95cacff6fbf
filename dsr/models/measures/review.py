"""The human review of a decision that a computer made alone (GDPR Art. 22(3))."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.blocker import Blocker
from dsr.models.guards import step_from
from dsr.models.measures.base import Measure
from dsr.models.measures.correction import recorded
from dsr.vault.personal import PersonalText


class ReviewState(models.TextChoices):
    """A named person looks, and confirms or changes."""

    PENDING = "pending", _("to be looked at by a person")
    CONFIRMED = "confirmed", _("decision confirmed by a person")
    CHANGED = "changed", _("decision changed by a person")


def named(measure: "HumanReview", by: Any) -> Blocker | None:
    """Block until it is said which person looked at the decision."""
    if measure.reviewer.strip():
        return None
    text = _("Say who looked at the decision.")
    return Blocker("reviewer", text, "GDPR Art. 22(3)", "review_confirm", measure.pk)


explained = recorded(
    "reasons", _("Say what the review led to, and why."), "GDPR Art. 22(3)", "review_confirm"
)


class HumanReview(Measure):
    """One decision that a person with the power to change it has looked at; `recorded_by` wrote that down."""

    kind, title = "review", _("Human review")
    personal: ClassVar = ("decision", "view", "reasons", "reviewer")

    state = FSMField(
        _("state"), max_length=24, default=ReviewState.PENDING, choices=ReviewState.choices, protected=True
    )
    decision = PersonalText()
    view = PersonalText()
    reasons = PersonalText()
    reviewer = PersonalText()
    recorded_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    @step_from([ReviewState.PENDING], ReviewState.CONFIRMED, named, explained)
    def confirm(self, *, on: date, by: Any) -> None:
        """Leave the decision as it is, for reasons that a person gives."""
        self.decided_on, self.recorded_by = on, by

    @step_from([ReviewState.PENDING], ReviewState.CHANGED, named, explained)
    def change(self, *, on: date, by: Any) -> None:
        """Replace the decision by that of a person."""
        self.decided_on, self.recorded_by = on, by

    def missing(self) -> list[Blocker]:
        """Return what is missing: the look of a named person."""
        if self.state != ReviewState.PENDING:
            return []
        text = _("A person with the power to change the decision has to look at it.")
        return [Blocker("review", text, "GDPR Art. 22(3)", "review_confirm", self.pk)]
