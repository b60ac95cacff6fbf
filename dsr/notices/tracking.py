"""What mail providers report of our mails: taken in once each, in any order; whatever came back goes up the line."""

import hashlib
import logging
from datetime import datetime

from anymail.signals import AnymailTrackingEvent
from django.db import transaction

from dsr.models import MailReport, Notice
from dsr.notices import outcome

log = logging.getLogger(__name__)

# Under this name every mail carries the id of its row to the provider and back.
MARK = "notice"
# After these the mail has not reached its reader, or no further one will: the provider suppresses the address.
CAME_BACK = frozenset({"bounced", "rejected", "failed", "complained", "unsubscribed"})
ID_LENGTH, KIND_LENGTH, CODE_LENGTH = 64, 16, 40


def take(event: AnymailTrackingEvent, provider: str, *, now: datetime) -> bool:
    """Take in one report; return whether it was new. The same one again, in any order, changes nothing."""
    notice = _notice_of(event)
    with transaction.atomic():
        _row, is_new = MailReport.objects.get_or_create(
            provider=provider.lower()[:24], event_id=_id_of(event),
            defaults={
                "notice": notice, "kind": str(event.event_type)[:KIND_LENGTH], "at": event.timestamp or now,
                "received_at": now,
            },
        )  # fmt: skip
        if is_new and notice is not None and event.event_type in CAME_BACK:
            outcome.came_back(notice.pk, _code_of(event), now=now)
    if notice is None:
        log.warning("%s reported %s of a mail that is not ours", provider, event.event_type)
    return is_new


def _notice_of(event: AnymailTrackingEvent) -> Notice | None:
    """Return the row of a reported mail: by what we gave it to carry, else by its Message-ID."""
    carried = (event.metadata or {}).get(MARK) if isinstance(event.metadata, dict | None) else None
    own = carried or str(event.message_id or "").strip("<>")
    return Notice.objects.filter(message_id=own).first() if own else None


def _id_of(event: AnymailTrackingEvent) -> str:
    """Return what names this report: the provider's id, else a digest of what it says."""
    if event.event_id and len(str(event.event_id)) <= ID_LENGTH:
        return str(event.event_id)
    said = f"{event.event_id}|{event.message_id}|{event.event_type}|{event.recipient}|{event.timestamp}"
    return hashlib.sha256(said.encode()).hexdigest()[:ID_LENGTH]


def _code_of(event: AnymailTrackingEvent) -> str:
    reason = f" {event.reject_reason}" if event.reject_reason else ""
    return f"{event.event_type}{reason}"[:CODE_LENGTH]
