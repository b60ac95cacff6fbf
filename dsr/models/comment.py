"""What the desk says to itself about a request, and who wants to hear of it."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared, SealedRow
from dsr.vault.personal import PersonalText


class Comment(SealedRow):
    """One internal comment; the person never reads it, and the purge empties it like all else."""

    personal: ClassVar = ("body",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="comments")
    author = models.ForeignKey("dsr.User", models.SET_NULL, null=True, related_name="+")
    mentioned = models.ManyToManyField("dsr.User", related_name="+", blank=True)
    at = models.DateTimeField()
    body = PersonalText()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Watch(Declared):
    """One member of staff who is told of each comment and each letter of the person."""

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="watches")
    user = models.ForeignKey("dsr.User", models.CASCADE, related_name="watches")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dsr", "user"], name="each_watches_once")]

    def __str__(self) -> str:
        return f"watch {self.pk}"
