"""The fee that may be asked for a request that is manifestly unfounded or excessive (Art. 12(5)(a))."""

from datetime import date
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.base import SealedRow
from dsr.models.guards import step_from
from dsr.models.machine import Machine
from dsr.vault.personal import PersonalText


class FeeGround(models.TextChoices):
    """On which ground a fee may be asked."""

    UNFOUNDED = "unfounded", _("The request is manifestly unfounded (Art. 12(5))")
    EXCESSIVE = "excessive", _("The request is excessive, in particular because it is repeated (Art. 12(5))")
    FURTHER_COPY = "further_copy", _("A further copy of the same data is wanted (Art. 15(3))")


class FeeState(models.TextChoices):
    """How a fee stands."""

    ANNOUNCED = "announced", _("announced")
    ACCEPTED = "accepted", _("paid or accepted")
    WAIVED = "waived", _("let go, nothing is charged")


class Fee(Machine, SealedRow):
    """One fee, announced before it is due, so that the person can take the request back (EDPB 01/2022 para 194)."""

    personal: ClassVar = ("reasons", "calculation")
    impersonal: ClassVar = ("currency",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="fees")
    state = FSMField(max_length=12, default=FeeState.ANNOUNCED, choices=FeeState.choices, protected=True)
    ground = models.CharField(max_length=16, choices=FeeGround.choices)
    amount = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3)
    announced_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    reasons = PersonalText()
    calculation = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @step_from([FeeState.ANNOUNCED], FeeState.ACCEPTED)
    def accept(self, *, on: date) -> None:
        """Take the fee as paid, or the person as willing to pay it."""
        self.settled_on = on

    @step_from([FeeState.ANNOUNCED, FeeState.ACCEPTED], FeeState.WAIVED)
    def waive(self, *, on: date) -> None:
        """Let the fee go; the request is handled free of charge."""
        self.settled_on = on
