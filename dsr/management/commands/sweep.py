"""Does what the workers and the scheduler do, without a broker."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from dsr import sweeps
from dsr.services import restoring
from dsr.services.timetable import RHYTHMS

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
        done = {name: sweeps.run(name, clock=timezone.now) for name in RHYTHMS}
        return ", ".join(f"{name}: {did}" for name, did in done.items())
