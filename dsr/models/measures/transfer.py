"""The transfer: data handed to the person, or straight to another controller (GDPR Art. 20)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.blocker import Blocker
from dsr.models.guards import identity_settled, step_from
from dsr.models.measures.base import Measure
from dsr.vault.personal import PersonalText


class TransferState(models.TextChoices):
    """A file is built, goes out, and is taken or not."""

    BUILT = "built", _("file built")
    HANDED_OVER = "handed_over", _("handed to the person")
    TRANSMITTED = "transmitted", _("sent to the other controller")
    ACCEPTED = "accepted", _("arrived")
    FAILED = "failed", _("failed")


class Basis(models.TextChoices):
    """What the processing must rest on (GDPR Art. 20(1)(a))."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")


class Format(models.TextChoices):
    """A structured, commonly used, machine-readable format; a PDF is none."""

    JSON = "json", "JSON"
    CSV = "csv", "CSV"


def portable(measure: "Transfer", by: Any) -> list[Blocker]:
    """Name each condition of portability that is not recorded as met."""
    facts = (
        (
            measure.basis in Basis.values,
            _("The processing rests on consent or on a contract."),
            "GDPR Art. 20(1)(a)",
        ),
        (measure.automated, _("The processing is carried out by automated means."), "GDPR Art. 20(1)(b)"),
        (measure.provided, _("The data were provided by the person."), "GDPR Art. 20(1)"),
        (measure.format in Format.values, _("The file is JSON or CSV."), "GDPR Art. 20(1)"),
        (measure.others_checked, _("The file was checked for data of other people."), "GDPR Art. 20(4)"),
    )
    return [
        Blocker("portable", _("Not recorded: %(fact)s") % {"fact": fact}, article, "transfer_rebuild", measure.pk)
        for met, fact, article in facts if not met
    ]  # fmt: skip


def person_known(measure: "Transfer", by: Any) -> Blocker | None:
    """Block handing data out until identity is proven."""
    return identity_settled(measure.dsr, by)


def recipient_named(measure: "Transfer", by: Any) -> Blocker | None:
    """Block sending a file to a controller that nobody named."""
    if measure.recipient.strip():
        return None
    text = _("Say to which controller the file goes.")
    return Blocker("recipient", text, "GDPR Art. 20(2)", "transfer_transmit", measure.pk)


class Transfer(Measure):
    """One file with the data that a person provided, and the way it takes."""

    kind, title = "transfer", _("Data portability")
    personal: ClassVar = ("contents", "recipient", "failure")

    state = FSMField(
        _("state"), max_length=24, default=TransferState.BUILT, choices=TransferState.choices, protected=True
    )
    basis = models.CharField(max_length=8, choices=Basis.choices, blank=True)
    automated = models.BooleanField(default=False)
    provided = models.BooleanField(default=False)
    others_checked = models.BooleanField(default=False)
    format = models.CharField(max_length=4, choices=Format.choices, blank=True)
    contents = PersonalText()
    recipient = PersonalText()
    sent_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    failure = PersonalText()

    @step_from([TransferState.BUILT], TransferState.HANDED_OVER, portable, person_known)
    def hand_over(self, *, on: date, by: Any) -> None:
        """Give the file to the person together with the answer."""
        self.sent_on = on

    @step_from([TransferState.BUILT], TransferState.TRANSMITTED, portable, person_known, recipient_named)
    def transmit(self, *, on: date, by: Any) -> None:
        """Send the file straight to another controller (GDPR Art. 20(2))."""
        self.sent_on = on

    @step_from([TransferState.HANDED_OVER, TransferState.TRANSMITTED], TransferState.ACCEPTED)
    def accept(self, *, on: date, by: Any) -> None:
        """Record that the file arrived and can be read."""
        self.ended_on = on

    @step_from([TransferState.HANDED_OVER, TransferState.TRANSMITTED], TransferState.FAILED)
    def fail(self, *, on: date, by: Any) -> None:
        """Record that the file did not arrive, or cannot be read."""
        self.ended_on = on

    @step_from([TransferState.FAILED], TransferState.BUILT)
    def rebuild(self, *, on: date, by: Any) -> None:
        """Build the file anew; what failed is sent again, or handed to the person instead."""
        self.sent_on = self.ended_on = None

    def missing(self) -> list[Blocker]:
        """Return what is missing: a condition of portability, or a file that did not fail."""
        if self.state == TransferState.FAILED:
            text = _("The transfer failed. Build the file anew.")
            return [Blocker("failed", text, "GDPR Art. 20(1)", "transfer_rebuild", self.pk)]
        return portable(self, None) if self.state == TransferState.BUILT else []
