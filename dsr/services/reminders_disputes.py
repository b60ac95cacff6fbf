"""The sweep of the disputes' ladder: the officer is reminded before the day, on it, and after it."""

from datetime import datetime

from django.db import transaction

from dsr.models import Controller, Dispute, DisputeState
from dsr.notices import dispute_ladder, outbox
from dsr.notices.hours import Hours
from dsr.services.step import local_day

BATCH = 200


def sweep(*, now: datetime) -> int:
    """Write down the reminders that are due and return how many; run twice, it adds nothing."""
    written = 0
    while found := _sweep_batch(now):
        written += found
    return written


def recompute(controller: Controller, *, now: datetime) -> None:
    """Compute anew when each open dispute wakes, after the free days or settings of a controller changed."""
    rows = Dispute.objects.filter(dsr__controller=controller, state=DisputeState.OPEN, wake_at__gt=now)
    for dispute in rows.select_related("dsr"):
        dispute.dsr.controller = controller
        Dispute.objects.filter(pk=dispute.pk).update(wake_at=dispute_ladder.after(dispute, now=now))


def _sweep_batch(now: datetime) -> int:
    with transaction.atomic():
        rows = Dispute.objects.select_for_update(of=("self",), skip_locked=True).filter(wake_at__lte=now)
        batch = list(rows.select_related("dsr__submission", "dsr__controller").order_by("wake_at")[:BATCH])
        for dispute in batch:
            if (day := dispute_ladder.due(dispute, now=now)) is not None:
                _remind(dispute, dispute_ladder.occasion(dispute, day), now=now)
            dispute.wake_at = dispute_ladder.after(dispute, now=now)
        Dispute.objects.bulk_update(batch, ["wake_at"])
    return len(batch)


def _remind(dispute: Dispute, occasion: str, *, now: datetime) -> None:
    dsr = dispute.dsr
    # What is due that very day is never held back.
    at = now if dispute.due_on == local_day(dsr, now) else Hours.of(dsr.controller).opening(now)
    for recipient in ("dpo", "deputy") if dsr.controller.deputy_email else ("dpo",):
        outbox.queue(dispute_ladder.KIND, dsr=dsr, recipient=recipient, occasion=occasion, due_at=at, now=now)
