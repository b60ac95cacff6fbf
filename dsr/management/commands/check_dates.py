"""Proves that the stored dates are what the law says."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.services import upkeep


class Command(BaseCommand):
    """This will print every stored date that differs from the computed one, and exit with 1 if there is any."""

    help = "Compare the stored dates of open requests with what the law and the reminder ladder say."

    def handle(self, **_options: Any) -> None:
        """Compare all open requests."""
        found = upkeep.check_dates(now=timezone.now())
        for each in found:
            self.stdout.write(
                f"{each.reference} {each.field}: stored {each.stored}, computed {each.computed}"
            )
        self.stdout.write(f"{len(found)} differences")
        if found:
            sys.exit(1)
