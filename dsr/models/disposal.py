"""What is to become of a file whose time is over: destroy or keep longer, proposed by one and confirmed by another."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class Fate(models.TextChoices):
    """What was decided about a file. A hold is no decision here: it is placed on the request and stops both."""

    DESTROY = "destroy", _("destroy")
    RETAIN = "retain", _("keep longer")


class RetainGround(models.TextChoices):
    """Why a file is kept beyond its time; codes, so that nothing personal is written down."""

    CLAIMS = "claims", _("Claims may still be raised or defended, GDPR Art. 17(3)(e)")
    LEGAL_DUTY = "legal_duty", _("A law asks for it to be kept, GDPR Art. 17(3)(b)")
    AUTHORITY = "authority", _("The supervisory authority asked for it, GDPR Art. 58(1)")
    AUDIT = "audit", _("An audit is under way, GDPR Art. 5(2)")


class Disposal(Declared):
    """The decision about one submission, and the certificate of its destruction once that is done."""

    impersonal: ClassVar = ()

    submission = models.OneToOneField("dsr.Submission", models.CASCADE, related_name="disposal")
    fate = models.CharField(max_length=8, choices=Fate.choices)
    ground = models.CharField(max_length=12, choices=RetainGround.choices, blank=True)
    until = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The certificate: when, how many fields were emptied, how many files removed.
    destroyed_at = models.DateTimeField(null=True, blank=True)
    fields = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["destroyed_at"], condition=models.Q(destroyed_at__isnull=False), name="destroyed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fate} submission {self.submission_id}"

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person has agreed."""
        return self.confirmed_at is not None
