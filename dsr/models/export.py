"""An export that is made in the background: who asked for which requests in which form, and how far it is."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared
from dsr.vault import keys


class ExportForm(models.TextChoices):
    """The form of an export."""

    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")
    JSON = "json", _("JSON")
    PDF = "pdf", _("PDF, the main columns")


class ExportState(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")
    EXPIRED = "expired", _("destroyed")


class ExportReason(models.TextChoices):
    """Why a register with names is needed; codes, so that the log holds no words."""

    AUTHORITY = "authority", _("The supervisory authority asks for it")
    COURT = "court", _("A court or lawsuit asks for it")
    AUDIT = "audit", _("An audit checks the files against the persons")
    HANDOVER = "handover", _("The work passes to somebody else")
    BREACH = "breach", _("A breach is being looked into")


class Export(Declared):
    """One export. `chosen` holds the keys of the requests as they were found when it was asked for."""

    impersonal: ClassVar = ("form", "language", "reason", "chosen", "token", "error", "folder")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    # An export holds words of many persons: it is sealed with a key of its own, destroyed with it.
    seal_key = models.UUIDField(default=keys.draw, editable=False)
    by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, related_name="exports")
    form = models.CharField(max_length=4, choices=ExportForm.choices)
    named = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, choices=ExportReason.choices, blank=True)
    language = models.CharField(max_length=8)
    chosen = models.BinaryField(default=bytes)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The pieces that are finished: a run that was cut short goes on behind the last of them.
    pieces = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="exports_to_make",
            )
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def percent(self) -> int:
        """How much of it is made, in percent."""
        return 100 * self.done // self.total if self.total else 100
