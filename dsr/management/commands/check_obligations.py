"""Tells a monitor whether anything that is due is late."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.services import obligations


class Command(BaseCommand):
    """This will exit with 1 when anything due is more than a quarter of an hour late."""

    help = "Exit with 1 when a notice, a reminder or the signing of the log is more than 15 minutes late."

    def handle(self, **_options: Any) -> None:
        """Count what is late."""
        found = obligations.late(now=timezone.now())
        self.stdout.write(
            f"late: {found.notices} notices to send, {found.requests} requests, {found.tasks} tasks "
            f"and {found.disputes} disputes to look at, "
            f"{found.events} events to sign, {found.letters} letters to post; "
            f"of the notices {found.put_off} were put off by the mail server; "
            f"silent sweeps: {', '.join(found.sweeps) or 'none'}"
        )
        if found.any:
            sys.exit(1)
