"""Erases again what was erased since the backup; then the application opens."""

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dsr.services import restoring
from dsr.vault.errors import VaultError


class Command(BaseCommand):
    """This will repeat every erasure of the journal, and take away the mark that keeps the application closed."""

    help = "After a restore: erase again what was erased since the backup was made."
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether only to look."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where a replay is missing"
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Replay, and say how many. Raises CommandError where the keys or the journal cannot be reached."""
        try:
            if check:
                restoring.refuse_unreplayed()
                return
            count = restoring.replay(now=timezone.now())
        except (VaultError, restoring.Unreplayed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} submissions erased again; the application may open")
