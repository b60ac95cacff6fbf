"""Disputes about a request: complaint, inquiry of the authority, suit, legal hold; each with its own clock."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.base import SealedRow
from dsr.models.blocker import Blocked, Blocker
from dsr.models.guards import step_from
from dsr.models.machine import Machine
from dsr.vault.personal import PersonalText


class DisputeKind(models.TextChoices):
    """What is in dispute, and before whom."""

    COMPLAINT = "complaint", _("Complaint to us")
    INQUIRY = "inquiry", _("Inquiry of the supervisory authority")
    ACTION = "action", _("Action before a court")
    HOLD = "hold", _("Legal hold")


class DisputeState(models.TextChoices):
    """While it is not over, nothing that belongs to the case is destroyed."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered, not over yet")
    OVER = "over", _("over")


ARTICLES = {
    DisputeKind.COMPLAINT: "GDPR Art. 12(2)",
    DisputeKind.INQUIRY: "GDPR Art. 31, 58(1)(a)",
    DisputeKind.ACTION: "GDPR Art. 79",
    DisputeKind.HOLD: "GDPR Art. 17(3)(e)",
}
GOING_ON = (DisputeState.OPEN, DisputeState.ANSWERED)


def answerable(dispute: "Dispute", by: Any) -> Blocker | None:
    """Block answering a hold: nobody asks anything there, it is looked at again or released."""
    if dispute.kind != DisputeKind.HOLD:
        return None
    return Blocker(
        "hold", _("A legal hold is not answered: look at it again, or release it."), dispute.article
    )


def second_for_a_hold(dispute: "Dispute", by: Any) -> Blocker | None:
    """Block whoever placed a hold from releasing it alone, where the controller asks for four eyes."""
    if by is None or dispute.kind != DisputeKind.HOLD or not dispute.dsr.controller.four_eyes:
        return None
    if dispute.opened_by_id != by.pk:
        return None
    return Blocker("four_eyes", _("You placed this hold: a second person must release it."), "GDPR Art. 32")


class Dispute(Machine, SealedRow):
    """One dispute about a request. Its days are its own: they move no day of the request, and none of it moves them."""

    personal: ClassVar = ("reference", "about", "answer", "result")

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="disputes")
    kind = models.CharField(max_length=12, choices=DisputeKind.choices)
    state = FSMField(
        _("state"), max_length=12, default=DisputeState.OPEN, choices=DisputeState.choices, protected=True
    )
    came_on = models.DateField()
    due_on = models.DateField()
    # Index copy of the next step of its ladder; the sweep looks at it.
    wake_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)
    reference = PersonalText()
    about = PersonalText()
    answer = PersonalText()
    result = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="disputes_to_wake"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def article(self) -> str:
        """Where the law speaks of it."""
        return ARTICLES[DisputeKind(self.kind)]

    @property
    def waits(self) -> bool:
        """Whether something of ours is due."""
        return self.state == DisputeState.OPEN

    @step_from([DisputeState.OPEN], DisputeState.ANSWERED, answerable)
    def reply(self, *, answer: str, on: date) -> None:
        """Record what was answered. Raises Blocked without words."""
        _require(answer, "dispute_answer", self.article)
        self.answer, self.answered_on = answer, on

    @step_from(list(GOING_ON), DisputeState.OPEN)
    def set_day(self, *, due_on: date) -> None:
        """Wait for a new day: they wrote again, gave more time, or the hold is to be looked at again."""
        self.due_on = due_on

    @step_from(list(GOING_ON), DisputeState.OVER, second_for_a_hold)
    def end(self, *, result: str, on: date, by: Any) -> None:
        """Record how it ended, or why a hold is released. Raises Blocked without words."""
        if blocker := second_for_a_hold(self, by):
            raise Blocked([blocker])
        _require(result, "dispute_end", self.article)
        self.result, self.over_on = result, on


def _require(words: str, mend: str, article: str) -> None:
    if not words.strip():
        raise Blocked([Blocker("words", _("Say in words what is to be put on record."), article, mend)])
