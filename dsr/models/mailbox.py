"""What is known of a mailbox that a stranger named, and of a person for whom somebody says to act."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared


class MailboxCheck(Declared):
    """How the confirmation of one submission's mailbox goes: tries of a code, corrections, a "this was not me"."""

    submission = models.OneToOneField("dsr.Submission", models.CASCADE, related_name="mailbox_check")
    # The notice whose code was tried, and how often: another mail brings another code and five more tries.
    tried_of = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    corrections = models.PositiveSmallIntegerField(default=0)
    denied_at = models.DateTimeField(null=True, blank=True)
    # Over the limit of its network: no mail goes to the address before somebody looked or asked for it.
    held = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"mailbox of submission {self.submission_id}"


class Mandate(Declared):
    """What the data subject says of somebody who asked in their name. The law wants both to be told."""

    impersonal: ClassVar = ("token_digest",)

    submission = models.OneToOneField("dsr.Submission", models.CASCADE, related_name="mandate")
    # Without a document the person's own word is needed; with one it is welcome.
    required = models.BooleanField(default=False)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    denied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"mandate of submission {self.submission_id}"
