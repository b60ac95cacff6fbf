"""How staff come in and what they may do: links that open an account once, and roles that two people give."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared
from dsr.models.user import Role, User
from dsr.vault import secrets


class AccessLink(Declared):
    """One link by mail that lets somebody set their password, once and for a time.

    The token is derived when it is mailed and never stored, so the outbox holds nothing that opens an account.
    """

    class Purpose(models.TextChoices):
        """What the link is for."""

        INVITATION = "invitation", _("invitation")
        RESET = "reset", _("new password")

    impersonal: ClassVar = ("purpose", "digest")
    user = models.ForeignKey(User, models.CASCADE, related_name="access_links")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def token(self) -> str:
        """The secret part of the link; it cannot be guessed without the pepper."""
        return secrets.digest(f"{self.pk}:{self.user_id}:{self.created_at.isoformat()}", "access-link")[:48]

    def is_open(self, now: datetime) -> bool:
        """Return whether the link still opens the account."""
        return self.used_at is None and now < self.expires_at and self.user.is_active


class ProposedRole(models.TextChoices):
    """What may be proposed for somebody: a role at a controller, or the administration of the house."""

    HANDLER = Role.HANDLER.value, Role.HANDLER.label
    DPO = Role.DPO.value, Role.DPO.label
    AUDITOR = Role.AUDITOR.value, Role.AUDITOR.label
    ADMINISTRATOR = "admin", _("Administrator")


class RoleProposal(Declared):
    """A role that one person proposed for somebody and a second one gives or declines."""

    impersonal: ClassVar = ("role",)
    user = models.ForeignKey(User, models.CASCADE, related_name="proposals")
    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="role_proposals")
    role = models.CharField(max_length=16, choices=ProposedRole.choices)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "controller"], condition=models.Q(decided_at=None), name="one_open_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
