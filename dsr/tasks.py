"""What the workers do: each task looks for rows that are due, may run twice, and may be lost without harm."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from dsr.evidence import checkpoints
from dsr.exports import jobs
from dsr.notices import delivery
from dsr.services import (
    drafts,
    early,
    limits,
    overviews,
    papers,
    purge,
    reminders,
    reminders_disputes,
    reminders_tasks,
    renewal,
    upkeep,
)
from dsr.services.heartbeats import beating
from dsr.services.packages import expiry


@shared_task(ignore_result=True, acks_late=True)
def deliver(*, notice_id: int, **_later: Any) -> None:
    """Send one notice; one already sent, or being sent, is left alone, and one that fails waits in its row."""
    delivery.deliver(notice_id, now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_outbox(**_later: Any) -> None:
    """Send whatever is due and was not sent by its own task."""
    with beating("outbox", now=timezone.now()) as beat:
        renewal.sweep(now=timezone.now())
        beat.did = delivery.sweep(clock=timezone.now)


@shared_task(ignore_result=True, acks_late=True)
def sweep_reminders(**_later: Any) -> None:
    """Write down the reminders that came due."""
    with beating("reminders", now=timezone.now()) as beat:
        beat.did = reminders.sweep(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_owners(**_later: Any) -> None:
    """Write down the chasers and escalations of systems' owners, and the reminders of disputes, that came due."""
    with beating("owners", now=timezone.now()) as beat:
        beat.did = reminders_tasks.sweep(now=timezone.now()) + reminders_disputes.sweep(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_overviews(**_later: Any) -> None:
    """Write down the digests and reports whose moment has come."""
    with beating("overviews", now=timezone.now()) as beat:
        beat.did = overviews.sweep(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_purge(**_later: Any) -> None:
    """Destroy the personal data whose time is over."""
    with beating("purge", now=timezone.now()) as beat:
        beat.did = early.empty_early(now=timezone.now()) + purge.purge(now=timezone.now()).submissions


@shared_task(ignore_result=True, acks_late=True)
def sweep_packages(**_later: Any) -> None:
    """Destroy the packages whose time is over, and documents about identity that nobody waits for any more."""
    with beating("packages", now=timezone.now()) as beat:
        beat.did = expiry.sweep(now=timezone.now()) + papers.sweep(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_dates(**_later: Any) -> None:
    """Bring the dates of every controller up to date once in its day."""
    with beating("dates", now=timezone.now()) as beat:
        beat.did = upkeep.keep_current(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_drafts(**_later: Any) -> None:
    """Forget the forms whose day is over, and the counters that have ended."""
    with beating("drafts", now=timezone.now()) as beat:
        beat.did = drafts.forget_old(now=timezone.now())
        limits.forget_old(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def sweep_log(**_later: Any) -> None:
    """Give every event its place in the log, and sign the log."""
    with beating("log", now=timezone.now()) as beat:
        beat.did = checkpoints.keep(now=timezone.now())


@shared_task(ignore_result=True, acks_late=True)
def make_exports(**_later: Any) -> None:
    """Make the exports that wait, and destroy those whose time is over."""
    with beating("exports", now=timezone.now()):
        jobs.make_due(clock=timezone.now)
        jobs.destroy_old(now=timezone.now())
