"""Changes the key-encryption key: wraps every key anew, touches no data."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsr.vault import kek, keys, stores
from dsr.vault.errors import VaultError


class Command(BaseCommand):
    """This will draw a new key-encryption key, wrap all keys with it, and forget the old one; in steps, if asked."""

    help = "Draw a new key-encryption key and wrap every key with it; the first time, draw the first one."
    # It is what mends a missing key: the check that finds it missing must not stop it.
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which steps are wanted."""
        parser.add_argument(
            "--rewrap-only", action="store_true",
            help="draw nothing: wrap all keys with the first key of KEK_FILE, where another program writes that file",
        )  # fmt: skip
        parser.add_argument("--keep-old", action="store_true", help="leave the old key in KEK_FILE")

    def handle(self, *, rewrap_only: bool, keep_old: bool, **_options: Any) -> None:
        """Rotate, and say what was done. Raises CommandError with what to do; keys stay as they are where it fails."""
        try:
            self._rotate(rewrap_only=rewrap_only, keep_old=keep_old)
        except (VaultError, OSError) as error:
            raise CommandError(f"Nothing is lost, but the keys are not all wrapped anew: {error}") from error

    def _rotate(self, *, rewrap_only: bool, keep_old: bool) -> None:
        path = Path(settings.KEK_FILE) if settings.KEK_FILE else None
        if path is None and not rewrap_only:
            raise CommandError("KEK_FILE is missing: name the file that shall hold the key-encryption key.")
        if path and not rewrap_only and not path.exists() and stores.current().is_empty():
            kek.draw_first(path)
            self.stdout.write(
                f"drew the first key-encryption key into {path}; back it up apart from all else"
            )
            return
        if path and not rewrap_only:
            kek.draw(path)
        count = 0
        # A process that had not seen the new key yet may have wrapped some with the old one meanwhile.
        while done := keys.rewrap():
            count += done
        gone = kek.forget_old(path) if path and not rewrap_only and not keep_old else 0
        self.stdout.write(f"{count} keys wrapped anew, {gone} old key-encryption keys forgotten")
