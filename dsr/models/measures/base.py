"""What every measure has: its request, the day on which it began, its state, and what it still lacks."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from dsr.models.base import SealedRow
from dsr.models.blocker import Blocker
from dsr.models.machine import Machine

# The outcomes before which a measure must be complete; "" is an answer that is not written yet.
DOES_SOMETHING = frozenset({"", "granted", "partly_granted"})


class Measure(Machine, SealedRow):
    """One right at work: what the right itself needs, with its own small machine.

    `kind` is its code in events and addresses. `needed_for` are the outcomes that it must be complete for.
    """

    kind: ClassVar[str]
    title: ClassVar[Any]
    # Each measure has its own states; the field is declared where they are.
    state: Any
    needed_for: ClassVar[frozenset[str]] = DOES_SOMETHING

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="%(class)ss")
    opened_on = models.DateField()
    # The local day of the step at hand, set by whoever knows the time; guards that compare days read it.
    today: date | None = None

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def missing(self) -> list[Blocker]:
        """Return what must be recorded before an answer, each with its article and the step that mends it."""
        return []
