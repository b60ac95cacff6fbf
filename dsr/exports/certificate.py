"""The certificate of destruction: which files were emptied when, and who decided it. It names no data subject."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from dsr.exports import as_pdf
from dsr.models import Controller, Disposal, User

# The last so many destructions; what came before stands in the register and in the log.
MOST = 2_000


def render(places: Iterable[Controller], *, language: str, now: datetime) -> bytes:
    """Return the certificate as PDF, the latest destruction first."""
    found = Disposal.objects.filter(submission__controller__in=places, destroyed_at__isnull=False)
    found = found.select_related("submission__controller", "proposed_by", "confirmed_by")
    found = found.prefetch_related("submission__requests").order_by("-destroyed_at", "-pk")[:MOST]
    with translation.override(language):
        headers = [
            _("Number"), _("Controller"), _("Received on"), _("Closed on"), _("Destroyed at"), _("Fields emptied"),
            _("Files removed"), _("Proposed by"), _("Confirmed by"),
        ]  # fmt: skip
        said = _(
            "The personal data of these files were destroyed, and the key that opened them. Made on %(day)s."
        )
        return as_pdf.sheet(
            _("Certificate of destruction"),
            said % {"day": as_pdf.day(now.date())},
            headers, [row(one) for one in found], widths=[2.6, 2.4, 1.4, 1.4, 1.8, 1, 1, 1.8, 1.8], numbers=[5, 6],
            language=language,
        )  # fmt: skip


def row(one: Disposal) -> list[str]:
    """Return one destruction as text."""
    requests, tz = list(one.submission.requests.all()), one.submission.controller.tz
    closed = [dsr.closed_on for dsr in requests if dsr.closed_on]
    return [
        ", ".join(dsr.reference for dsr in requests), one.submission.controller.name,
        one.submission.received_on.isoformat(), max(closed).isoformat() if closed else "",
        one.destroyed_at.astimezone(tz).isoformat(sep=" ", timespec="minutes") if one.destroyed_at else "",
        str(one.fields), str(one.files), _person(one.proposed_by), _person(one.confirmed_by),
    ]  # fmt: skip


def _person(user: User | None) -> str:
    return str(user) if user else _("by the day alone")
