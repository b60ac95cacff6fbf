"""The facts that move the clock of one request: pauses, the extension, and that it was taken up again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.law import deadlines
from dsr.models.base import SealedRow
from dsr.models.states import Outcome
from dsr.vault.personal import PersonalText


class PauseReason(models.TextChoices):
    """Why a clock may rest (GDPR Art. 12(6); recital 63)."""

    IDENTITY = "identity", _("identity in doubt")
    CLARIFICATION = "clarification", _("scope asked")
    FEE = "fee", _("fee announced")


class PauseQuerySet(models.QuerySet["Pause"]):
    """This will find the pauses that rest a clock."""

    def waiting(self) -> "PauseQuerySet":
        """Return the questions without an answer that rest the clock at hand, not one that has ended."""
        open_ones = self.filter(rests=True, answered_on=None)
        return open_ones.exclude(dsr__reopened_on__gt=models.F("asked_on"))


class Pause(SealedRow):
    """One question to the person for whose answer the clock may rest; `asked_on` is the day it was sent."""

    personal: ClassVar = ("why",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=16, choices=PauseReason.choices)
    # A question may be put without stopping the clock: the DPO says so, with the reason.
    rests = models.BooleanField(default=True)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    why = PersonalText()

    objects: ClassVar[models.Manager["Pause"]] = PauseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.reason} from {self.asked_on}"

    def as_fact(self) -> deadlines.Pause:
        """Return this pause as the law reads it."""
        return deadlines.Pause(reason=self.reason, asked_on=self.asked_on, answered_on=self.answered_on)


class ExtensionGround(models.TextChoices):
    """Why a period may be extended by two months (GDPR Art. 12(3), second sentence)."""

    COMPLEXITY = "complexity", _("The request is complex")
    NUMBER = "number", _("The number of requests")
    BOTH = "both", _("The request is complex, and the number of requests")


class Extension(SealedRow):
    """The one extension of a request. The first day stays on record."""

    personal: ClassVar = ("reasons",)

    dsr = models.OneToOneField("dsr.SubjectRequest", models.CASCADE, related_name="extension")
    announced_on = models.DateField()
    ground = models.CharField(max_length=16, choices=ExtensionGround.choices)
    first_due_on = models.DateField()
    reasons = PersonalText()

    def __str__(self) -> str:
        return f"extension announced on {self.announced_on}"

    @property
    def was_told_in_time(self) -> bool:
        """Whether the person was told inside the first period, without which there is no extension."""
        return self.announced_on <= self.first_due_on


class ReopenReason(models.TextChoices):
    """Why a closed request is taken up again."""

    NEW_FACTS = "new_facts", _("new facts")
    COMPLAINT = "complaint", _("a complaint of the person")
    AUTHORITY = "authority", _("a question or order of the authority")
    MISTAKE = "mistake", _("a mistake of ours")


class Reopening(SealedRow):
    """One time that a closed request was taken up again, and how its life before had ended. It never changes."""

    personal: ClassVar = ("why",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="reopenings")
    reopened_on = models.DateField()
    reason = models.CharField(max_length=12, choices=ReopenReason.choices)
    why = PersonalText()
    # How it stood when it had closed: the day that counted, the days on which it was answered and closed.
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"reopened on {self.reopened_on}"


class Changed(models.TextChoices):
    """What was changed about a clock."""

    PAUSE_CORRECTED = "pause_corrected", _("pause corrected")
    PAUSE_REMOVED = "pause_removed", _("pause taken out")
    EXTENSION_CORRECTED = "extension_corrected", _("extension corrected")
    EXTENSION_REMOVED = "extension_removed", _("extension taken out")


class ClockChange(SealedRow):
    """Why a pause or the extension was corrected or taken out. Rows are only ever added."""

    personal: ClassVar = ("why",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="clock_changes")
    what = models.CharField(max_length=20, choices=Changed.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    why = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"change of the clock of request {self.dsr_id}"
