"""The objection: advertising stops at once, any other use is weighed (GDPR Art. 21)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.blocker import Blocker
from dsr.models.guards import step_from
from dsr.models.measures.base import DOES_SOMETHING, Measure
from dsr.models.measures.withdrawal import place_of_stop
from dsr.vault.personal import PersonalText


class BalancingState(models.TextChoices):
    """An objection to advertising is stopped and stays so; any other is suspended until it is decided."""

    STOPPED = "stopped", _("stopped on receipt")
    SUSPENDED = "suspended", _("use suspended, to be weighed")
    UPHELD = "upheld", _("objection upheld")
    OVERRIDDEN = "overridden", _("overriding grounds demonstrated")


def weighed(measure: "Balancing", by: Any) -> Blocker | None:
    """Block overriding an objection until the record of the weighing is written."""
    if measure.balancing.strip():
        return None
    text = _("Write down your compelling grounds and how they were weighed.")
    return Blocker("balancing", text, "GDPR Art. 21(1)", "balancing_override", measure.pk)


def not_advertising(measure: "Balancing", by: Any) -> Blocker | None:
    """Block weighing an objection to advertising: nothing overrides it."""
    if measure.dsr.right != "objection_marketing":
        return None
    return Blocker("marketing", _("An objection to advertising is not weighed."), "GDPR Art. 21(3)")


class Balancing(Measure):
    """One objection, and what became of it: `decided_by` signs the record of the weighing."""

    kind, title = "balancing", _("Objection")
    stop_article, stop_step = "GDPR Art. 21(1)", "balancing_uphold"
    needed_for = DOES_SOMETHING | {"refused"}
    personal: ClassVar = ("what", "where_stopped", "balancing")

    state = FSMField(
        _("state"),
        max_length=24,
        default=BalancingState.SUSPENDED,
        choices=BalancingState.choices,
        protected=True,
    )
    what = PersonalText()
    where_stopped = PersonalText()
    stopped_on = models.DateField(null=True, blank=True)
    # Whether the minimal entry was made that keeps an objection to advertising effective.
    suppressed = models.BooleanField(default=False)
    balancing = PersonalText()
    decided_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    @step_from([BalancingState.SUSPENDED], BalancingState.UPHELD, place_of_stop)
    def uphold(self, *, on: date, by: Any) -> None:
        """Uphold the objection: the use has stopped for good."""
        self.decided_on, self.decided_by = on, by

    @step_from([BalancingState.SUSPENDED], BalancingState.OVERRIDDEN, not_advertising, weighed)
    def override(self, *, on: date, by: Any) -> None:
        """Go on with the use for compelling grounds, which are on record and signed."""
        self.decided_on, self.decided_by = on, by

    def missing(self) -> list[Blocker]:
        """Return what is missing: the place of the stop, the decision, or an answer that agrees with it."""
        outcome = self.dsr.outcome
        if self.state == BalancingState.STOPPED and not (self.where_stopped.strip() and self.stopped_on):
            text = _("Record where advertising was stopped, and on which day.")
            return [Blocker("where_stopped", text, "GDPR Art. 21(3)", "balancing_stop", self.pk)]
        if self.state == BalancingState.SUSPENDED:
            text, mend = _("Decide whether the objection is upheld."), "balancing_uphold"
            if outcome == "refused":
                text, mend = (
                    _("Write down your compelling grounds and how they were weighed."),
                    "balancing_override",
                )
            return [Blocker("objection_open", text, "GDPR Art. 21(1)", mend, self.pk)]
        if (self.state, outcome) in {
            (BalancingState.UPHELD, "refused"),
            (BalancingState.OVERRIDDEN, "granted"),
        }:
            text = _("The answer says something else than the decision on the objection.")
            return [Blocker("objection_answer", text, "GDPR Art. 21(1)", "draft", self.pk)]
        return []
