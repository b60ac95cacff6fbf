"""Who of the staff is written to: each mailbox once, the deputy while the officer is away, the officer at last."""

from datetime import date

from dsr.models import SubjectRequest

STAFF = ("handler", "dpo", "deputy", "management")
# How many working days lie between two reports of the same lateness to the management.
REPORT_EVERY = 5


def of_lateness(first: tuple[str, ...], late: int) -> tuple[str, ...]:
    """Return who hears of the n-th working day of lateness: all on the first, the DPO daily, management weekly."""
    if late == 1:
        return first
    return ("dpo", "management") if late % REPORT_EVERY == 1 else ("dpo",)


def present(dsr: SubjectRequest, wanted: tuple[str, ...], on: date) -> tuple[str, ...]:
    """Return the recipients that exist, each mailbox once: without a handler the DPO stands in.

    Where none of those who are wanted can be reached, the DPO stays.
    """
    controller = dsr.controller
    handler = dsr.handler if dsr.handler_id else None
    address = {
        "handler": handler.email if handler and handler.is_active else "",
        "dpo": controller.officer_address(on),
        "deputy": controller.deputy_email,
        "management": controller.management_email,
    }
    there = [who if address[who] or who != "handler" else "dpo" for who in wanted]
    first: dict[str, str] = {}
    for who in sorted(there, key=lambda who: who == "handler"):
        if address[who]:
            first.setdefault(address[who].casefold(), who)
    return tuple(who for who in STAFF if who in first.values()) or ("dpo",)
