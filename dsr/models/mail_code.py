"""Codes that are mailed: for a new address, and for a new secret; each is good once and for a short while."""

from typing import ClassVar

from django.db import models

from dsr.models.base import SealedRow
from dsr.vault.personal import PersonalText

CODE_TRIES = 5


class Purpose(models.TextChoices):
    """What a code is for."""

    CONTACT = "contact"
    SECRET = "secret"  # noqa: S105  (what it is for, not one)


class MailCode(SealedRow):
    """One code on its way to one mailbox, or wished for; the code itself is derived and stored nowhere.

    A wish for a reference that does not exist is a row as well, so that nobody can tell the two apart.
    """

    personal: ClassVar = ("old_address", "new_address")

    submission = models.ForeignKey(
        "dsr.Submission", models.CASCADE, null=True, blank=True, related_name="mail_codes"
    )
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    wished_at = models.DateTimeField()
    # The mail that carries it; without one there is nothing to type yet.
    notice = models.ForeignKey("dsr.Notice", models.SET_NULL, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    old_address = PersonalText()
    new_address = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["wished_at"], condition=models.Q(looked_at__isnull=True), name="codes_to_mail"
            )
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
