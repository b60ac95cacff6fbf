"""Checks the proof of a receipt, as a person hands it in, without looking into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dsr.evidence import keys
from dsr.evidence.verify import Key, Refused, check_receipt


class Command(BaseCommand):
    """This will say what a proof proves, or why it proves nothing."""

    help = "Check a proof of receipt (.tlog-proof). The single file dsr/evidence/verify.py does the same elsewhere."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the proof and the key."""
        parser.add_argument("path", type=Path, help="the file of the proof")
        parser.add_argument("--key", help="the public key of the log (default: that of this installation)")

    def handle(self, *, path: Path, key: str | None, **_options: Any) -> None:
        """Check. Raises CommandError when the proof is wrong."""
        try:
            for line in check_receipt(path, Key(key or keys.signer().public)):
                self.stdout.write(line)
        except (Refused, keys.NoKey) as wrong:
            raise CommandError(f"REFUSED: {wrong}") from wrong
        self.stdout.write("The receipt is right.")
