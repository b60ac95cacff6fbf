"""Runs a table of deadline cases against the law of this product."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dsr.law import casetable

MALFORMED = 2


class Command(BaseCommand):
    """This will print every difference between a table and the law, then how many cases passed and failed.

    Exit code: 0 when all passed, 1 on a difference, 2 for a file that cannot be read or is not of the form.
    """

    help = "Run a table of deadline cases (JSON) and print every difference with its explanation."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="a table of the form described in dsr/law/casetable.py")

    def handle(self, *, file: Path, **_options: Any) -> None:
        """Run each case of the file."""
        try:
            cases = casetable.read(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}", returncode=MALFORMED) from None
        except ValueError as error:  # bytes that are no UTF-8, or a MalformedTable
            raise CommandError(f"{file}: {error}", returncode=MALFORMED) from None
        results = [casetable.run(case) for case in cases]
        failed = [result for result in results if result.differences]
        for result in failed:
            for line in casetable.lines(result):
                self.stdout.write(line)
        self.stdout.write(f"{len(results) - len(failed)} passed, {len(failed)} failed")
        if failed:
            sys.exit(1)
