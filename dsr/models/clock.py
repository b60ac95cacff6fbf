"""The facts that move the clock of one request: pauses and the extension."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.law import deadlines
from dsr.models.base import SealedRow
from dsr.vault.personal import PersonalText


class PauseReason(models.TextChoices):
    """Why a clock may rest (GDPR Art. 12(6); recital 63)."""

    IDENTITY = "identity", _("identity in doubt")
    CLARIFICATION = "clarification", _("scope asked")
    FEE = "fee", _("fee announced")


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
