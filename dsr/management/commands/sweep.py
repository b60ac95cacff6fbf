"""Does what the workers and the scheduler do, without a broker."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from dsr.evidence import checkpoints
from dsr.notices import delivery
from dsr.services import overviews, papers, purge, reminders, reminders_tasks, renewal, upkeep
from dsr.services.packages import expiry

log = logging.getLogger(__name__)


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
        """Sweep once, or until stopped; a database that is away is waited for."""
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
        moved = upkeep.keep_current(now=timezone.now())
        written = reminders.sweep(now=timezone.now()) + reminders_tasks.sweep(now=timezone.now())
        written += overviews.sweep(now=timezone.now())
        renewal.sweep(now=timezone.now())
        sent = delivery.sweep(clock=timezone.now)
        expiry.sweep(now=timezone.now())
        papers.sweep(now=timezone.now())
        purged = purge.purge(now=timezone.now())
        checkpoints.keep(now=timezone.now())
        return f"{written} reminders written, {sent} mails sent, {moved} dates moved, {purged.submissions} purged"
