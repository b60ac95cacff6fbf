"""Writes a backup: data into one archive, keys into another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dsr.services import backups
from dsr.vault.errors import VaultError


class Command(BaseCommand):
    """This will back up database and files, and the keys into a file of their own, while everything runs."""

    help = "Back up database and files into DATA, the keys into KEYS; keep the two in different places."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to."""
        parser.add_argument("data", type=Path, help="the archive to be written")
        parser.add_argument("--keys", type=Path, help="the archive of the keys; keep it for days, not months")

    def handle(self, *, data: Path, keys: Path | None, **_options: Any) -> None:
        """Write, and say what. Raises CommandError with what is missing."""
        try:
            backups.back_up(data, keys, now=timezone.now())
        except (backups.CannotBackUp, VaultError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{data}: database and files")
        self.stdout.write(f"{keys}: keys and journal" if keys else "the keys were not backed up: give --keys")
