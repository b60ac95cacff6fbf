"""What recipients, processors and another controller ask for before an answer."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User

# The rights after which recipients are told (GDPR Art. 19), and those on whose way data may be restricted or erased.
TOLD_ABOUT = ("rectification", "erasure", "restriction")
MAY_BE_TOLD = (*TOLD_ABOUT, "objection", "objection_marketing", "objection_research", "withdrawal")
NEXT_AS_PROCESSOR = {
    "to_forward": "processor_forward",
    "instructed": "processor_done",
    "suspended": "processor_instructed",
}
DOES = frozenset({"granted", "partly_granted"})


def recipients_told(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name the recipients that are neither told nor excused, and the instructions without proof, before closing."""
    if dsr.outcome not in DOES:
        return []
    return [*unchecked(dsr), *untold(dsr), *unproven(dsr)]


def processor_silent(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block an answer on the merits where we are only somebody's processor."""
    case = getattr(dsr, "processor_case", None) if dsr.pk else None
    if case is None:
        return None
    text = _("You act as a processor here: %(name)s answers, you forward and follow instructions.")
    mend = NEXT_AS_PROCESSOR.get(case.state, "processor_close")
    return Blocker("processor", text % {"name": case.for_controller}, "GDPR Art. 28(3)(a), (e)", mend)


def unchecked(dsr: "SubjectRequest") -> list[Blocker]:
    """Ask who received these data, where the controller has recipients on record and nobody has looked yet."""
    check = getattr(dsr, "recipient_check", None)
    looked = check is not None and check.checked_on is not None
    if dsr.right not in TOLD_ABOUT or looked or not has_recipients(dsr):
        return []
    text = _("Say who received these data, or that nobody did.")
    return [Blocker("recipients_unchecked", text, "GDPR Art. 19", "recipients_choose")]


def has_recipients(dsr: "SubjectRequest") -> bool:
    """Return whether the controller has anybody on record who receives data; a page has read it with the request."""
    known: bool | None = getattr(dsr, "has_recipients", None)
    return dsr.controller.recipients.filter(is_active=True).exists() if known is None else known


def untold(dsr: "SubjectRequest") -> list[Blocker]:
    """Name the recipients that are neither told nor excused."""
    text = _("%(name)s is not told yet, and no reason why not is on record.")
    waiting = [row for row in dsr.recipient_notices.all() if row.state == "open"]
    return [
        Blocker(
            f"recipient_{row.pk}", text % {"name": row.recipient}, "GDPR Art. 19",
            "recipient_notify" if row.recipient.email else "recipient_told", row.pk,
        )
        for row in waiting
    ]  # fmt: skip


def unproven(dsr: "SubjectRequest") -> list[Blocker]:
    """Name the instructions that no processor has proved yet."""
    text = _("%(name)s has not proved that instruction %(number)s was carried out.")
    waiting = [row for row in dsr.instructions.all() if row.state in {"issued", "suspended"}]
    return [
        Blocker(
            f"instruction_{row.pk}", text % {"name": row.recipient, "number": row.number}, "GDPR Art. 28(3)(a), (e)",
            "instruction_confirm" if row.state == "issued" else "instruction_uphold", row.pk,
        )
        for row in waiting
    ]  # fmt: skip
