"""The correction of one field: corrected, completed by a statement, or rejected (GDPR Art. 16)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.blocker import Blocker
from dsr.models.guards import Guard, step_from
from dsr.models.measures.base import Measure
from dsr.vault.personal import PersonalText


class CorrectionState(models.TextChoices):
    """Every contested field is decided by itself."""

    CONTESTED = "contested", _("contested")
    CORRECTED = "corrected", _("corrected")
    COMPLETED = "completed", _("completed by a statement")
    REJECTED = "rejected", _("not changed")


def recorded(name: str, text: Any, article: str, mend: str) -> Guard:
    """Return a guard that blocks until a field of the correction is filled in."""

    def check(measure: Any, by: Any) -> Blocker | None:
        if getattr(measure, name).strip():
            return None
        return Blocker(name, text, article, mend, measure.pk)

    check.__name__ = f"recorded_{name}"
    return check


class Correction(Measure):
    """One field that the person contests: old value, new value, and what shows which is right."""

    kind, title = "correction", _("Correction")
    personal: ClassVar = ("field", "old", "new", "statement", "evidence")

    state = FSMField(
        _("state"),
        max_length=24,
        default=CorrectionState.CONTESTED,
        choices=CorrectionState.choices,
        protected=True,
    )
    field = PersonalText()
    old = PersonalText()
    new = PersonalText()
    statement = PersonalText()
    evidence = PersonalText()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")

    @step_from(
        [CorrectionState.CONTESTED], CorrectionState.CORRECTED,
        recorded("old", _("The old value is missing."), "GDPR Art. 5(2), 16", "correction_correct"),
        recorded("new", _("The new value is missing."), "GDPR Art. 16", "correction_correct"),
        recorded("evidence", _("What shows the right value is missing."), "GDPR Art. 5(2)", "correction_correct"),
    )  # fmt: skip
    def correct(self, *, on: date, by: Any) -> None:
        """Record that the wrong value was replaced."""
        self.decided_on, self.decided_by = on, by

    @step_from(
        [CorrectionState.CONTESTED], CorrectionState.COMPLETED,
        recorded("statement", _("The statement that was added is missing."), "GDPR Art. 16 s.2", "correction_complete"),
    )  # fmt: skip
    def complete(self, *, on: date, by: Any) -> None:
        """Record that the person's statement was added to the data."""
        self.decided_on, self.decided_by = on, by

    @step_from(
        [CorrectionState.CONTESTED], CorrectionState.REJECTED,
        recorded("evidence", _("Say how the data were checked and found right."), "GDPR Art. 5(2), 12(4)",
                 "correction_reject"),
    )  # fmt: skip
    def reject(self, *, on: date, by: Any) -> None:
        """Leave the field as it is: it was checked and is right."""
        self.decided_on, self.decided_by = on, by

    def missing(self) -> list[Blocker]:
        """Return what is missing: the decision on this field, or an answer that agrees with it."""
        if self.state == CorrectionState.CONTESTED:
            text = _("Decide on the contested field, with old value, new value and evidence.")
            return [Blocker("contested", text, "GDPR Art. 16", "correction_correct", self.pk)]
        if self.state == CorrectionState.REJECTED and self.dsr.outcome == "granted":
            text = _("A field was not changed: the answer is granted in part, or refused.")
            return [Blocker("rejected", text, "GDPR Art. 12(4)", "draft", self.pk)]
        return []
