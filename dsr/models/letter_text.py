"""The words of a controller's letters where it does not use those of the house; every version is kept."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class LetterText(Declared):
    """One version of the middle of one kind of letter in one language; an empty one goes back to the house's words."""

    impersonal: ClassVar = ("kind", "language", "body")

    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="letter_texts")
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("dsr.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["controller", "kind", "language", "version"], name="each_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}) {self.version}"
