"""Recipients of data: who they are, and what each was told of a rectification, erasure or restriction (Art. 19)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.base import Declared, SealedRow
from dsr.models.blocker import Blocked, Blocker
from dsr.models.guards import step_from
from dsr.models.machine import Machine
from dsr.vault.personal import PersonalText


class RecipientKind(models.TextChoices):
    """What a recipient is to the controller (GDPR Art. 4(7)-(9))."""

    PROCESSOR = "processor", _("processor")
    CONTROLLER = "controller", _("another controller")
    OTHER = "other", _("another recipient")


class Recipient(Declared):
    """Somebody to whom a controller discloses data. It is a business contact, no data subject's data."""

    impersonal: ClassVar = ("name", "email", "note")

    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="recipients")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=12, choices=RecipientKind.choices, default=RecipientKind.OTHER
    )
    under = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="sub_processors",
        verbose_name=_("sub-processor of"),
    )  # fmt: skip
    email = models.EmailField(_("mail address"), blank=True)
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("still receives data"), default=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "name"], name="each_recipient_once")
        ]

    def __str__(self) -> str:
        return self.name


class RecipientCheck(Declared):
    """What one case knows of its recipients: on which day they were looked up, asked for and listed."""

    dsr = models.OneToOneField("dsr.SubjectRequest", models.CASCADE, related_name="recipient_check")
    checked_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    listed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["dsr"],
                condition=models.Q(asked_on__isnull=False, listed_on__isnull=True),
                name="lists_wanted",
            )
        ]

    def __str__(self) -> str:
        return f"recipients of request {self.dsr_id}"


class Told(models.TextChoices):
    """How the duty towards one recipient stands (GDPR Art. 19)."""

    OPEN = "open", _("to be told")
    NOTIFIED = "notified", _("told")
    IMPOSSIBLE = "impossible", _("not told: impossible")
    DISPROPORTIONATE = "disproportionate", _("not told: disproportionate effort")


class ToldBy(models.TextChoices):
    """The way in which a recipient was told."""

    MAIL = "mail", _("by mail from here")
    INSTRUCTION = "instruction", _("by an instruction")
    POST = "post", _("by post")
    PHONE = "phone", _("by telephone")
    SYSTEM = "system", _("through a shared system")


class RecipientNotice(Machine, SealedRow):
    """The duty to tell one recipient in one case; only the transitions below change its state."""

    personal: ClassVar = ("reason",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="recipient_notices")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="notices")
    state = FSMField(max_length=20, default=Told.OPEN, choices=Told.choices, protected=True)
    opened_on = models.DateField()
    notified_on = models.DateField(null=True, blank=True)
    medium = models.CharField(max_length=12, choices=ToldBy.choices, blank=True)
    reason = PersonalText()

    class Meta:
        ordering: ClassVar = ["recipient__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dsr", "recipient"], name="each_recipient_told_once")
        ]

    def __str__(self) -> str:
        return f"recipient {self.recipient_id} of request {self.dsr_id}"

    @step_from([Told.OPEN, Told.IMPOSSIBLE, Told.DISPROPORTIONATE], Told.NOTIFIED)
    def notify(self, *, on: date, medium: str) -> None:
        """Take the recipient as told; what was recorded as a reason why not is over."""
        self.notified_on, self.medium, self.reason = on, medium, ""

    @step_from([Told.OPEN], Told.IMPOSSIBLE)
    def call_impossible(self, *, reason: str) -> None:
        """Record why the recipient cannot be told (GDPR Art. 19). Raises Blocked without a reason."""
        self._explain(reason)

    @step_from([Told.OPEN], Told.DISPROPORTIONATE)
    def call_disproportionate(self, *, reason: str) -> None:
        """Record why telling the recipient would take a disproportionate effort. Raises Blocked without a reason."""
        self._explain(reason)

    @step_from([Told.NOTIFIED, Told.IMPOSSIBLE, Told.DISPROPORTIONATE], Told.OPEN)
    def take_back(self) -> None:
        """Open the duty again: a mail came back, or a reason did not hold."""
        self.notified_on, self.medium, self.reason = None, "", ""

    def _explain(self, reason: str) -> None:
        if not reason.strip():
            missing = Blocker("reason", _("The reason is missing."), "GDPR Art. 19", "recipient_excuse")
            raise Blocked([missing])
        self.reason = reason


class OutsideLetter(SealedRow):
    """What was written in a case to somebody who is neither the person nor staff; it never changes."""

    personal: ClassVar = ("body",)
    impersonal: ClassVar = ("kind", "language")

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="outside_letters")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    at = models.DateTimeField()
    author = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    body = PersonalText()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"letter {self.pk}"
