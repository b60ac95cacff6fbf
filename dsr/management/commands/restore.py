"""Puts a backup back; nothing opens before `restore_replay`."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsr.services import backups, restoring
from dsr.vault.errors import VaultError


class Command(BaseCommand):
    """This will replace database and files by those of a backup, and add its keys; stop everything first."""

    help = "Replace database and files by those of a backup. Stop web, workers and scheduler first."
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take from where, and a word that it is meant."""
        parser.add_argument("data", type=Path, help="an archive that `backup` wrote")
        parser.add_argument("--keys", type=Path, help="its archive of keys, where the key store is lost too")
        parser.add_argument("--yes", action="store_true", help="what is there now may be replaced")

    def handle(self, *, data: Path, keys: Path | None, yes: bool, **_options: Any) -> None:
        """Restore. Raises CommandError with what is wrong."""
        if not yes:
            raise CommandError("This replaces the database and all files. Say --yes if that is meant.")
        try:
            restoring.restore(data, keys)
        except (backups.CannotBackUp, VaultError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "restored; now `manage.py migrate`, where the backup is older, then `manage.py restore_replay`"
        )
