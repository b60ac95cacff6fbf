"""Rows about recipients, processors and fees that hold words in every personal field, as no service would make them."""

from datetime import date

from dsr.models import (
    ClockChange,
    Dispute,
    Fee,
    Instruction,
    MailCode,
    OutsideLetter,
    ProcessorCase,
    Recipient,
    RecipientKind,
    RecipientNotice,
    Reopening,
    SubjectRequest,
)
from tests.make import at

DAY = date(2026, 3, 12)


def recipient(dsr: SubjectRequest) -> Recipient:
    """Return a processor on record at the controller of a request."""
    known = {"kind": RecipientKind.PROCESSOR, "email": "lager@logistik.example.org"}
    return Recipient.objects.get_or_create(
        controller=dsr.controller, name="Beispiel Logistik", defaults=known
    )[0]


def rows_of(dsr: SubjectRequest, words: str) -> list:
    """Return one row of each kind, all of whose personal fields hold these words."""
    to = recipient(dsr)
    facts = {
        RecipientNotice: {"recipient": to, "opened_on": DAY},
        OutsideLetter: {"recipient": to, "kind": "recipient_notice", "language": "de", "at": at("2026-03-12 09:00")},
        Instruction: {
            "controller": dsr.controller, "recipient": to, "number": "INS-2026-1", "issued_on": DAY, "due_on": DAY,
        },
        ProcessorCase: {"for_controller": to, "opened_on": DAY},
        Dispute: {"kind": "complaint", "state": "over", "came_on": DAY, "due_on": DAY},
        Reopening: {"reopened_on": DAY, "reason": "complaint"},
        ClockChange: {"what": "pause_removed", "at": at("2026-03-12 09:00")},
        Fee: {"ground": "excessive", "amount": 5, "currency": "EUR", "announced_on": DAY},
    }  # fmt: skip
    return [
        model.objects.create(dsr=dsr, **given, **dict.fromkeys(model.personal, words))
        for model, given in facts.items()
    ]


def code_of(dsr: SubjectRequest, words: str) -> MailCode:
    """Return a code for another address, both of whose addresses hold these words."""
    words_of = dict.fromkeys(MailCode.personal, words)
    return MailCode.objects.create(
        submission=dsr.submission, purpose="contact", wished_at=at("2026-03-12 09:00"), **words_of
    )
