"""What happened, in order: codes, ids and dates, never a person's words."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class EventName(models.TextChoices):
    """Everything that can happen to a request."""

    SUBMITTED = "submitted", _("Request received")
    CONFIRMED = "confirmed", _("Mailbox confirmed")
    MAILBOX_DENIED = "mailbox_denied", _("Mailbox: “this was not me”")
    ADDRESS_CORRECTED = "address_corrected", _("Mail address corrected before it was confirmed")
    MANDATE_CONFIRMED = "mandate_confirmed", _("The person confirmed who acts for them")
    MANDATE_DENIED = "mandate_denied", _("The person says that nobody acts for them")
    NOT_A_REQUEST = "not_a_request", _("Marked as not a request")
    STARTED = "started", _("Work started")
    IDENTITY_ASKED = "identity_asked", _("Doubt about identity sent")
    CLARIFICATION_ASKED = "clarification_asked", _("Question about the scope sent")
    ANSWER_CAME = "answer_came", _("The person answered")
    LAPSED = "lapsed", _("Closed because no answer came")
    SUBMITTED_FOR_REVIEW = "submitted_for_review", _("Answer drafted, to be reviewed")
    APPROVED = "approved", _("Answer approved")
    RETURNED = "returned", _("Returned to work")
    SENT = "sent", _("Answer sent")
    EXTENDED = "extended", _("Period extended")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")
    HANDED_OVER = "handed_over", _("Handed over")
    PASSED_ON = "passed_on", _("Passed on to another controller as well")
    MERGED = "merged", _("Merged with another request")
    REOPENED = "reopened", _("Reopened")
    ASSIGNED = "assigned", _("Assigned")
    IDENTITY_PROVED = "identity_proved", _("Identity recorded")
    DRAFTED = "drafted", _("Answer written")
    MESSAGE_IN = "message_in", _("Message from the person")
    MESSAGE_OUT = "message_out", _("Message to the person")
    COMMENTED = "commented", _("Comment of the desk")
    DATE_MOVED = "date_moved", _("Due date moved")
    LATENESS_EXPLAINED = "lateness_explained", _("Reason for lateness recorded")
    READ = "read", _("Content read")
    EXPORTED = "exported", _("Register exported")
    POSTED = "posted", _("Letter posted")
    BOUNCED = "bounced", _("Mail came back")
    MEASURE = "measure", _("Measure")
    TASK_ASKED = "task_asked", _("System asked")
    TASK_ANSWERED = "task_answered", _("System answered")
    TASK_HANDED_BACK = "task_handed_back", _("Question to a system handed back")
    TASK_WAIVED = "task_waived", _("Answer of a system waived")
    TASK_CHASED = "task_chased", _("Owner of a system reminded")
    RECIPIENTS_CHOSEN = "recipients_chosen", _("Recipients looked up")
    RECIPIENT_TOLD = "recipient_told", _("Recipient told")
    RECIPIENT_EXCUSED = "recipient_excused", _("Reason recorded why a recipient is not told")
    RECIPIENT_REOPENED = "recipient_reopened", _("Recipient to be told again")
    RECIPIENTS_ASKED = "recipients_asked", _("The person asked who was told")
    RECIPIENTS_LISTED = "recipients_listed", _("List of recipients sent")
    INSTRUCTED = "instructed", _("Instruction issued")
    INSTRUCTION_MOVED = "instruction_moved", _("Instruction changed")
    PROCESSOR_MARKED = "processor_marked", _("Marked: we are a processor here")
    PROCESSOR_MOVED = "processor_moved", _("Work as a processor")
    FORWARDED = "forwarded", _("Forwarded to the controller")
    FEE_ANNOUNCED = "fee_announced", _("Fee announced")
    FEE_SETTLED = "fee_settled", _("Fee settled")
    DISPUTE = "dispute", _("Dispute")
    PAUSE_CORRECTED = "pause_corrected", _("Pause corrected")
    EXTENSION_CORRECTED = "extension_corrected", _("Extension corrected")
    STAFF_CHANGED = "staff_changed", _("Account or role changed")
    SETTING_CHANGED = "setting_changed", _("Setting changed")
    CONTACT_CHANGED = "contact_changed", _("Address changed")
    SECRET_RENEWED = "secret_renewed", _("Secret renewed")
    PACKAGE = "package", _("Package")
    DISPOSAL_PROPOSED = "disposal_proposed", _("Destruction or longer keeping proposed")
    DISPOSAL_CONFIRMED = "disposal_confirmed", _("Destruction or longer keeping confirmed")
    DISPOSAL_REJECTED = "disposal_rejected", _("Proposal about the file taken back")
    CONTENT_EMPTIED = "content_emptied", _("Letter and files destroyed early")
    PURGED = "purged", _("Personal data destroyed")
    TASK_OPENED = "task_opened", _("Question to a system opened")
    WORDS_KEPT = "words_kept", _("Text written down")
    FILE_OPENED = "file_opened", _("File opened")
    STATUS_OPENED = "status_opened", _("Status page opened")
    CASE_EXPORTED = "case_exported", _("Case file taken along")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGN_IN_REFUSED = "sign_in_refused", _("Sign-in refused")
    RESTORED = "restored", _("Backup put back: the log goes on from there")


def event_names() -> list[tuple[str, Any]]:
    """Return every name with its words; asked for when needed, so that a further name changes no table."""
    return list(EventName.choices)


class Actor(models.TextChoices):
    """Who made it happen."""

    PERSON = "person", _("the person")
    STAFF = "staff", _("staff")
    OWNER = "owner", _("the owner of a system")
    SYSTEM = "system", _("the system")


SALT_BYTES = 16


def new_salt() -> bytes:
    """Return the random bytes that keep an event from being guessed by its hash."""
    return secrets.token_bytes(SALT_BYTES)


class Event(Declared):
    """One thing that happened. Rows are only ever added: the database refuses anything else (evidence/guards).

    What belongs to no controller, such as a sign-in with an unknown address, has none.
    """

    impersonal: ClassVar = ("data", "salt")

    controller = models.ForeignKey(
        "dsr.Controller", models.PROTECT, null=True, blank=True, related_name="events"
    )
    submission = models.ForeignKey(
        "dsr.Submission", models.PROTECT, null=True, blank=True, related_name="events"
    )
    dsr = models.ForeignKey(
        "dsr.SubjectRequest", models.PROTECT, null=True, blank=True, related_name="events"
    )
    name = models.CharField(max_length=24, choices=event_names)
    at = models.DateTimeField()
    actor = models.CharField(max_length=8, choices=Actor.choices)
    by = models.ForeignKey("dsr.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["dsr"], condition=models.Q(name="lateness_explained"), name="lateness_explained"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.at.isoformat()}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what happened stays. Raises TypeError."""
        raise TypeError("events are only ever added")
