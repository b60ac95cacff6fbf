"""What arrived, once; and the person it is about."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.law.deadlines import received_on
from dsr.models.base import SealedRow, living
from dsr.vault import keys
from dsr.vault.personal import PersonalJSON, PersonalText

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest


class Channel(models.TextChoices):
    """The way by which something came or went."""

    FORM = "form", _("Web form")
    MAIL = "mail", _("E-mail")
    POST = "post", _("Post")
    PHONE = "phone", _("Telephone")
    FAX = "fax", _("Fax")
    COUNTER = "counter", _("In person")


class Relation(models.TextChoices):
    """Who is asking."""

    SELF = "self", _("The person themself")
    AGENT = "agent", _("An agent, for example a lawyer")
    GUARDIAN = "guardian", _("A parent or guardian")
    CARER = "carer", _("A carer or legal representative")


class Medium(models.TextChoices):
    """How the person wants the answer."""

    MAIL = "mail", _("By e-mail and on the status page")
    POST = "post", _("By post")


class Submission(SealedRow):
    """One letter, form or call, with all rights it asks for. The clock of each runs from `received_at`."""

    personal: ClassVar = ("letter", "details", "salt")
    impersonal: ClassVar = (
        "zone", "language", "notice_version", "origin", "secret_digest", "confirm_digest", "client_key",
    )  # fmt: skip

    controller = models.ForeignKey("dsr.Controller", models.PROTECT, related_name="submissions")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.FORM)
    received_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8)
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.SELF)
    medium = models.CharField(max_length=4, choices=Medium.choices, default=Medium.MAIL)
    notice_version = models.CharField(max_length=40, blank=True)
    origin = models.SlugField(max_length=40, blank=True)
    # One form makes one submission, however often it is posted.
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    secret_digest = models.CharField(max_length=64, blank=True)
    confirm_digest = models.CharField(max_length=64, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Since when letters go to another address than at first; proofs from before do not count for it.
    contact_changed_at = models.DateTimeField(null=True, blank=True)
    # Since when another secret opens the status page; what lies ready waits until identity is settled anew.
    secret_renewed_at = models.DateTimeField(null=True, blank=True)
    letter = PersonalText()
    details = PersonalJSON()
    # When what the person wrote and sent along was destroyed, ahead of the rest of the file.
    emptied_at = models.DateTimeField(null=True, blank=True)
    # Opens what the log is bound to (evidence/words); without it the log says nothing of these words.
    salt = PersonalText()
    purged_at = models.DateTimeField(null=True, blank=True)
    # The key that seals all that belongs to this submission; nothing once it is destroyed.
    key = models.UUIDField(unique=True, null=True, default=keys.draw, editable=False)

    def vault_key(self) -> uuid.UUID:
        """Return the id of its own key. Raises KeyGone when it is destroyed."""
        return living(self.key)

    def __str__(self) -> str:
        return f"submission {self.pk}"

    @property
    def received_on(self) -> date:
        """The local day of receipt, day 0 of every period (Reg. 1182/71, Art. 3(1))."""
        return received_on(self.received_at, self.zone)


class Subject(SealedRow):
    """The data subject of one submission, and who acts for them. Everything that names them is sealed."""

    personal: ClassVar = (
        "name",
        "email",
        "phone",
        "postal_address",
        "identifiers",
        "agent_name",
        "agent_email",
    )
    impersonal: ClassVar = ("address_key",)

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="subject")
    name = PersonalText()
    email = PersonalText()
    phone = PersonalText()
    postal_address = PersonalText()
    identifiers = PersonalJSON()
    agent_name = PersonalText()
    agent_email = PersonalText()
    # The keyed digest by which the same address is recognised; emptied by the purge as well.
    address_key = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"subject of submission {self.submission_id}"

    @property
    def mail_address(self) -> str:
        """Where letters to the person, or to whoever acts for them, go; empty where there is none."""
        return self.agent_email or self.email


class Draft(SealedRow):
    """The answers of a form that is being filled in; gone when it is sent, or a day later."""

    personal: ClassVar = ("answers",)
    impersonal: ClassVar = ("token_digest",)

    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    client_key = models.UUIDField(default=uuid.uuid4)
    answers = PersonalJSON()
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField()
    # Becomes that of the submission when the form is sent, so that nothing has to be sealed anew.
    key = models.UUIDField(unique=True, default=keys.draw, editable=False)

    def vault_key(self) -> uuid.UUID:
        """Return the id of its own key."""
        return self.key

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Attachment(SealedRow):
    """A file that came with a submission or a message, kept outside the database under a random name."""

    personal: ClassVar = ("name",)
    impersonal: ClassVar = ("stored_as", "media_type", "sha256")

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="attachments", null=True, blank=True
    )
    draft = models.ForeignKey(Draft, models.SET_NULL, related_name="attachments", null=True, blank=True)
    # Where the owner of a system sent it along; nothing where the person did.
    task = models.ForeignKey("dsr.Task", models.SET_NULL, related_name="attachments", null=True, blank=True)
    # Where the desk put it into the package of one request.
    packed_for = models.ForeignKey(
        "dsr.SubjectRequest", models.SET_NULL, related_name="own_files", null=True, blank=True
    )
    # The later message of the person with which it came.
    message = models.ForeignKey("dsr.Message", models.SET_NULL, related_name="files", null=True, blank=True)
    # A copy of a document that proves identity: destroyed with the decision.
    is_proof = models.BooleanField(default=False)
    # Seen by the desk, and left out of the package.
    left_out = models.BooleanField(default=False)
    name = PersonalText()
    stored_as = models.CharField(max_length=80)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def vault_key(self) -> uuid.UUID:
        """Return the id of the key of its submission, or of the form that is not sent yet. Raises KeyGone."""
        if self.submission is None and self.draft is not None:
            return self.draft.key
        return super().vault_key()

    def __str__(self) -> str:
        return f"attachment {self.pk}"

    def belongs_to(self, dsr: "SubjectRequest") -> bool:
        """Return whether this may be part of the package of a request: its own systems or its own desk gave it."""
        if self.submission_id != dsr.submission_id:
            return False
        own_task = self.task is not None and self.task.dsr_id == dsr.pk
        return own_task or self.packed_for_id == dsr.pk
