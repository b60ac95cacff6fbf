"""The correspondence: what the person wrote and what they were written, on every channel."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import SealedRow
from dsr.models.submission import Channel, Submission
from dsr.vault.personal import PersonalText


class Direction(models.TextChoices):
    """Which way a message went."""

    IN = "in", _("from the person")
    OUT = "out", _("to the person")


class Message(SealedRow):
    """One message between the person and the controller. It never changes once it is there."""

    personal: ClassVar = ("body",)
    impersonal: ClassVar = ("kind", "language")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="messages")
    dsr = models.ForeignKey(
        "dsr.SubjectRequest", models.CASCADE, null=True, blank=True, related_name="messages"
    )
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    author = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    body = PersonalText()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"message {self.pk}"
