"""What one system's owner is asked for one request, and what they answered."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from dsr.models.base import SealedRow
from dsr.vault.personal import PersonalText


class TaskState(models.TextChoices):
    """Where the question to one system stands."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    HANDED_BACK = "handed_back", _("handed back")
    WAIVED = "waived", _("waived")


class TaskAnswer(models.TextChoices):
    """The three answers of an owner."""

    FOUND = "found", _("Found")
    NOTHING_FOUND = "nothing_found", _("Nothing found")
    KEPT_BECAUSE = "kept_because", _("Kept, with a reason")


# What still stands between the request and its answer.
UNSETTLED = (TaskState.OPEN, TaskState.HANDED_BACK)


class Task(SealedRow):
    """One question to one system. Only the transitions below change its state.

    The link that the owner is mailed is derived from `key`, so that drawing a new key ends every link before it.
    """

    personal: ClassVar = ("question", "comment", "reason")

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="tasks")
    system = models.ForeignKey("dsr.System", models.PROTECT, related_name="tasks")
    state = FSMField(
        _("state"), max_length=12, default=TaskState.OPEN, choices=TaskState.choices, protected=True
    )
    # How often the system was asked; each time has its own mails.
    round = models.PositiveSmallIntegerField(default=1)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    # Index copy of the next step of the owner's ladder; the sweep looks at it.
    wake_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=16, choices=TaskAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Empty where the owner answered; otherwise whoever of the desk wrote the answer down or waived it.
    answered_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    question = PersonalText()
    comment = PersonalText()
    reason = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dsr", "system"], name="each_system_asked_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="tasks_to_wake"),
            models.Index(fields=["due_on"], condition=models.Q(state="open"), name="tasks_open_by_due"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the owner still has to answer."""
        return self.state == TaskState.OPEN

    @property
    def is_settled(self) -> bool:
        """Whether the answer to the person need not wait for this system."""
        return self.state not in UNSETTLED

    def is_late(self, today: date) -> bool:
        """Return whether the owner has let the day pass."""
        return self.is_open and today > self.due_on

    @transition(
        field="state",
        source=[TaskState.OPEN, TaskState.HANDED_BACK, TaskState.ANSWERED],
        target=TaskState.ANSWERED,
    )
    def settle(self, *, answer: str, comment: str, reason: str, at: datetime, by: Any = None) -> None:
        """Take an answer, or a better one; `by` is whoever of the desk wrote it down for the owner."""
        self.answer, self.comment, self.reason = answer, comment, reason
        self.answered_at, self.answered_by, self.wake_at = at, by, None

    @transition(field="state", source=TaskState.OPEN, target=TaskState.HANDED_BACK)
    def hand_back(self, *, comment: str, at: datetime) -> None:
        """Give the question back: this is not the owner's system, or not theirs any more."""
        self.comment, self.answered_at, self.wake_at = comment, at, None

    @transition(field="state", source=list(UNSETTLED), target=TaskState.WAIVED)
    def waive(self, *, reason: str, at: datetime, by: Any) -> None:
        """Do without an answer, for a reason that stays on file."""
        self.reason, self.answered_at, self.answered_by, self.wake_at = reason, at, by, None

    @transition(field="state", source="*", target=TaskState.OPEN)
    def ask_again(self, *, question: str, due_on: date, at: datetime) -> None:
        """Ask anew, whatever came before; earlier links end here."""
        self.key, self.round = uuid.uuid4(), self.round + 1
        self.question, self.due_on, self.asked_at = question, due_on, at
        self.answer, self.answered_at, self.answered_by = "", None, None
