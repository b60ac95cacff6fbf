"""The withdrawal of a consent: in effect when it arrives (GDPR Art. 7(3))."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.blocker import Blocker
from dsr.models.guards import step_from
from dsr.models.measures.base import Measure
from dsr.vault.personal import PersonalText


class WithdrawalState(models.TextChoices):
    """There is nothing to assess: it is stopped, then somebody confirms where."""

    STOPPED = "stopped", _("stopped on receipt")
    CONFIRMED = "confirmed", _("stop confirmed")


def place_of_stop(measure: Any, by: Any) -> Blocker | None:
    """Block until it is recorded where the processing was stopped, and on which day."""
    if measure.where_stopped.strip() and measure.stopped_on:
        return None
    article, mend = measure.stop_article, measure.stop_step
    text = _("Record where the processing was stopped, and on which day.")
    return Blocker("where_stopped", text, article, mend, measure.pk)


class Withdrawal(Measure):
    """One withdrawal of consent. It has no state in which it could be weighed, and none in which it is refused."""

    kind, title = "withdrawal", _("Withdrawal of consent")
    stop_article, stop_step = "GDPR Art. 7(3)", "withdrawal_confirm"
    personal: ClassVar = ("what", "where_stopped")

    state = FSMField(
        _("state"),
        max_length=24,
        default=WithdrawalState.STOPPED,
        choices=WithdrawalState.choices,
        protected=True,
    )
    what = PersonalText()
    where_stopped = PersonalText()
    stopped_on = models.DateField(null=True, blank=True)

    @step_from([WithdrawalState.STOPPED], WithdrawalState.CONFIRMED, place_of_stop)
    def confirm(self, *, on: date, by: Any) -> None:
        """Confirm that whatever rested on the consent has stopped."""

    def missing(self) -> list[Blocker]:
        """Return what is missing: where and when it was stopped."""
        if self.state == WithdrawalState.CONFIRMED:
            return []
        text = _("Record where the processing was stopped, and on which day.")
        return [Blocker("where_stopped", text, self.stop_article, self.stop_step, self.pk)]
