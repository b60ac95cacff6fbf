"""What each sweep of the timetable does: for the workers, for the loop without a broker, and for the demo."""

from collections.abc import Callable
from datetime import datetime

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
    restoring,
    upkeep,
)
from dsr.services.heartbeats import beating
from dsr.services.packages import expiry

Clock = Callable[[], datetime]

# By the names of the timetable; each returns how much it did, may run twice, and may be lost without harm.
WORK: dict[str, Callable[[Clock], int]] = {
    # Bring the dates of every controller up to date once in its day.
    "dates": lambda clock: upkeep.keep_current(now=clock()),
    # Write down the reminders that came due.
    "reminders": lambda clock: reminders.sweep(now=clock()),
    # Write down the chasers and escalations of systems' owners, and the reminders of disputes, that came due.
    "owners": lambda clock: reminders_tasks.sweep(now=clock()) + reminders_disputes.sweep(now=clock()),
    # Write down the digests and reports whose moment has come.
    "overviews": lambda clock: overviews.sweep(now=clock()),
    # Send whatever is due and was not sent by its own task.
    "outbox": lambda clock: renewal.sweep(now=clock()) + delivery.sweep(clock=clock),
    # Forget the forms whose day is over, and the counters that have ended.
    "drafts": lambda clock: drafts.forget_old(now=clock()) + limits.forget_old(now=clock()),
    # Destroy the packages whose time is over, and documents about identity that nobody waits for any more.
    "packages": lambda clock: expiry.sweep(now=clock()) + papers.sweep(now=clock()),
    # Destroy the personal data whose time is over.
    "purge": lambda clock: early.empty_early(now=clock()) + purge.purge(now=clock()).submissions,
    # Give every event its place in the log, and sign the log.
    "log": lambda clock: checkpoints.keep(now=clock()),
    # Make the exports that wait, and destroy those whose time is over.
    "exports": lambda clock: jobs.make_due(clock=clock) + jobs.destroy_old(now=clock()),
}


def run(name: str, *, clock: Clock) -> int:
    """Do one sweep and, when it ends well, write down that it did; return how much it did.

    Raises Unreplayed while a backup is being put back: a process that ran on must not write to whom was erased.
    """
    restoring.refuse_marked()
    with beating(name, now=clock()) as beat:
        beat.did = WORK[name](clock)
    return beat.did
