"""The outbox: every letter, notice and reminder that must go out, or went, as one row."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class Status(models.TextChoices):
    """Where a notice stands."""

    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("skipped: a later one went instead")
    FAILED = "failed", _("could not be delivered")
    TO_POST = "to_post", _("to be printed and posted")
    POSTED = "posted", _("posted")


class Notice(Declared):
    """One thing to tell one recipient on one occasion; the unique key makes it happen once.

    `about` names what it concerns (`r:12` a request, `s:5` a submission, `c:3` a controller), `occasion` which
    time of its kind it is. The address is looked up when it is sent, so no address is stored here.
    """

    impersonal: ClassVar = (
        "about",
        "kind",
        "occasion",
        "recipient",
        "language",
        "message_id",
        "error",
        "token",
    )

    about = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    occasion = models.CharField(max_length=48, blank=True)
    recipient = models.CharField(max_length=16)
    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="notices")
    submission = models.ForeignKey(
        "dsr.Submission", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    dsr = models.ForeignKey(
        "dsr.SubjectRequest", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    letter = models.ForeignKey("dsr.Message", models.SET_NULL, null=True, blank=True, related_name="notices")
    language = models.CharField(max_length=8, default="en")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    message_id = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # Drawn anew at each claim: only the holder of the lease may say how the sending ended.
    token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about", "kind", "occasion", "recipient"], name="each_notice_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status__in=["waiting", "sending"]),
                name="notices_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class MailReport(Declared):
    """What a mail provider reported about one mail, once, however often it says so."""

    impersonal: ClassVar = ("provider", "event_id", "kind")

    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="reports")
    provider = models.CharField(max_length=24)
    event_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="each_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.provider}"
