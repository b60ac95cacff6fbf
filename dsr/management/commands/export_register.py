"""Writes the register as CSV, for the file or for another program."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from dsr.exports import as_csv
from dsr.exports.trail import note_export
from dsr.models import Controller, SubjectRequest


class Command(BaseCommand):
    """This will write one row a request, without names, of any number of requests in constant memory; it is logged."""

    help = "Write the register as CSV, without names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which controller, which language, and where to."""
        parser.add_argument("--controller", help="Short name of one controller (default: all)")
        parser.add_argument(
            "--language", default="en", choices=["en", "de", "sv"], help="Language of the headers"
        )
        parser.add_argument("--output", type=Path, help="File to write (default: the terminal)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and log. Raises CommandError for a controller that does not exist."""
        controllers = Controller.objects.all()
        if options["controller"]:
            controllers = controllers.filter(slug=options["controller"])
            if not controllers.exists():
                raise CommandError(f"There is no controller called {options['controller']}.")
        now = timezone.now()
        found = SubjectRequest.objects.filter(controller__in=controllers)
        note_export(controllers, form="csv", filters={}, by=None, now=now)
        lines = as_csv.stream(found, language=options["language"], now=now)
        if options["output"]:
            with options["output"].open("wb") as file:
                file.writelines(lines)
            return
        for line in lines:
            self.stdout.write(line.decode(), ending="")
        sys.stdout.flush()
