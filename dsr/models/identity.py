"""Proof of identity: a fact of its own, which no state implies."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class Level(models.IntegerChoices):
    """How sure the controller is who is asking."""

    CLAIMED = 0, _("claimed only")
    MAILBOX = 1, _("mailbox confirmed")
    MATCHED = 2, _("matched with what we know")
    PROVEN = 3, _("proven by document or in person")


class Method(models.TextChoices):
    """How identity was checked (EDPB Guidelines 01/2022, paras 65-79)."""

    LINK = "link", _("link or code sent to the mailbox")
    KNOWN_CHANNEL = "known_channel", _("known address or telephone number")
    ACCOUNT = "account", _("sign-in to the person's own account")
    DETAILS = "details", _("details that only the person knows")
    DOCUMENT = "document", _("document, seen and not kept")
    IN_PERSON = "in_person", _("in person")
    MANDATE = "mandate", _("mandate of the representative")


# What each right needs before data is released or anything irreversible is done. The two that take effect on
# receipt need nothing more than the consent or the advertising did (GDPR Art. 7(3), 21(3)); a restriction
# harms nobody if the wrong person asks for it.
LEVEL_NEEDED = {
    "access": Level.MATCHED,
    "rectification": Level.MATCHED,
    "erasure": Level.MATCHED,
    "restriction": Level.MAILBOX,
    "portability": Level.MATCHED,
    "objection": Level.MATCHED,
    "objection_marketing": Level.CLAIMED,
    "objection_research": Level.MATCHED,
    "withdrawal": Level.CLAIMED,
    "automated": Level.MATCHED,
}


class IdentityProof(Declared):
    """One check of identity. Rows are only ever added; the highest level counts."""

    submission = models.ForeignKey("dsr.Submission", models.CASCADE, related_name="proofs")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    method = models.CharField(max_length=16, choices=Method.choices)
    by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"level {self.level} by {self.method}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new proof. Raises TypeError for one that is stored already: a proof never changes."""
        if self.pk is not None:
            raise TypeError("a proof of identity never changes")
        super().save(*args, **kwargs)
