"""Destroys the personal data whose time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dsr.services import purge


class Command(BaseCommand):
    """This will empty the personal fields of requests whose day has come, or only say which those are."""

    help = "Destroy the personal data of closed requests whose day has come, and forms that were never sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what would go")

    def handle(self, *, dry_run: bool, **_options: Any) -> None:
        """Purge, and print the reference of each request."""
        done = purge.purge(now=timezone.now(), dry_run=dry_run)
        for reference in done.references:
            self.stdout.write(reference)
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{len(done.references)} requests of {done.submissions} submissions {would}emptied, "
            f"{done.files} files and {done.drafts} forms destroyed"
        )
