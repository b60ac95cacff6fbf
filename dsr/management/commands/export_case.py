"""Writes the bundle of evidence of one request."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dsr.exports import evidence
from dsr.models import ExportReason, SubjectRequest
from dsr.models.reference import parse


class Command(BaseCommand):
    """This will write a zip with the case file, letters, files and the log with its proofs; it is logged."""

    help = "Write the bundle of evidence of one request: case file, letters, files, log with proofs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which request, why, and where to."""
        parser.add_argument("reference", help="for example DSR-2026-000123-K")
        parser.add_argument(
            "--reason", required=True, choices=ExportReason.values, help="why it is taken along"
        )
        parser.add_argument("--pseudonymous", action="store_true", help="without the person's data and words")
        parser.add_argument(
            "--language", default="en", choices=["en", "de", "sv"], help="language of the case file"
        )
        parser.add_argument(
            "--output", type=Path, help="file to write (default: named after the request, here)"
        )

    def handle(self, **options: Any) -> None:
        """Write and log. Raises CommandError for an unknown request, and when nothing can be proved."""
        dsr = SubjectRequest.objects.filter(reference=parse(options["reference"]) or "-").first()
        if dsr is None:
            raise CommandError("There is no request of this reference.")
        try:
            bundle = evidence.export(
                dsr, reason=options["reason"], full=not options["pseudonymous"], language=options["language"],
                by=None, now=timezone.now(),
            )  # fmt: skip
        except evidence.CannotProve as error:
            raise CommandError("The log cannot be signed at this moment: verify_log says why.") from error
        path = options["output"] or Path(bundle.name)
        with path.open("wb") as file:
            file.writelines(bundle.chunks)
        self.stdout.write(f"{path} written. Check it with: python3 dsr/evidence/verify.py {path}")
