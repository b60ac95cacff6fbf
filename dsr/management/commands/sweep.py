"""Does what the workers and the scheduler do, without a broker."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
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
    restoring,
    upkeep,
)
from dsr.services.heartbeats import beating
from dsr.services.packages import expiry

log = logging.getLogger(__name__)

# What a round does, in this order, by the names of the timetable.
SWEEPS: dict[str, Callable[[datetime], int]] = {
    "dates": lambda now: upkeep.keep_current(now=now),
    "reminders": lambda now: reminders.sweep(now=now),
    "owners": lambda now: reminders_tasks.sweep(now=now) + reminders_disputes.sweep(now=now),
    "overviews": lambda now: overviews.sweep(now=now),
    "outbox": lambda now: renewal.sweep(now=now) + delivery.sweep(clock=timezone.now),
    "drafts": lambda now: drafts.forget_old(now=now) + limits.forget_old(now=now),
    "packages": lambda now: expiry.sweep(now=now) + papers.sweep(now=now),
    "purge": lambda now: early.empty_early(now=now) + purge.purge(now=now).submissions,
    "log": lambda now: checkpoints.keep(now=now),
    "exports": lambda now: jobs.make_due(clock=timezone.now) + jobs.destroy_old(now=now),
}


class Command(BaseCommand):
    """This will write down and send what is due, once, or again and again until it is stopped."""

    help = "Write reminders that are due, send what waits, purge what is over, sign the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to go on, and how often."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped (Ctrl-C or SIGTERM)")
        parser.add_argument(
            "--every", type=float, default=15.0, metavar="SECONDS", help="pause between two rounds"
        )

    def handle(self, *, loop: bool, every: float, **_options: Any) -> None:
        """Sweep once, or until stopped; a database that is away is waited for. Raises CommandError before a replay."""
        try:
            restoring.refuse_unreplayed()
        except restoring.Unreplayed as error:
            raise CommandError(str(error)) from error
        if not loop:
            self.stdout.write(self._round())
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                self._round()
            except DatabaseError as error:
                log.warning("no sweep: %s", type(error).__name__)
            stopped.wait(every)

    def _round(self) -> str:
        done = {name: self._one(name, sweep) for name, sweep in SWEEPS.items()}
        return ", ".join(f"{name}: {did}" for name, did in done.items())

    def _one(self, name: str, sweep: Callable[[datetime], int]) -> int:
        with beating(name, now=timezone.now()) as beat:
            beat.did = sweep(timezone.now())
        return beat.did
