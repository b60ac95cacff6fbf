"""Goes through the whole log and names the first place where it was tampered with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dsr.evidence import checkpoints, keys
from dsr.evidence.audit import audit
from dsr.evidence.verify import Key, Refused
from dsr.models import Checkpoint


class Command(BaseCommand):
    """This will check every entry, its chain, the tree, and every checkpoint that is known."""

    help = "Check the log: edits, removals, insertions, another order, a cut tail, a second history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take further checkpoints and keys."""
        parser.add_argument(
            "--checkpoints", type=Path, nargs="*", default=[], metavar="FILE",
            help="further checkpoints, for example a saved mail to the data protection officer",
        )  # fmt: skip
        parser.add_argument(
            "--key", nargs="*", default=[], help="further keys of the log, of before a change of key"
        )

    def handle(self, **options: Any) -> None:
        """Check, and say what was found. Raises CommandError when anything is wrong."""
        try:
            trusted = [Key(keys.signer().public), *map(Key, options["key"])]
            signed = self._signed([Path(settings.CHECKPOINT_FILE), *options["checkpoints"]], trusted)
        except (keys.NoKey, Refused, OSError) as error:
            raise CommandError(str(error)) from error
        found = audit(signed)
        self.stdout.write(
            f"{found.entries} entries, {found.checkpoints} checkpoints agree, {found.waiting} events wait"
        )
        for name in found.unguarded:
            self.stderr.write(f"the guard {name} is missing")
        if found.wrong:
            raise CommandError(f"THE LOG IS WRONG at {found.wrong}")
        if found.unguarded:
            raise CommandError("The log is right, but not guarded.")
        self.stdout.write("The log is right.")

    def _signed(self, files: list[Path], trusted: list[Key]) -> dict[int, bytes]:
        """Return the signed roots by size, of files and database. Raises CommandError for two of one size."""
        notes = [note for path in files for note in checkpoints.notes_of(path)]
        notes += Checkpoint.objects.order_by("size").values_list("note", flat=True)
        found: dict[int, bytes] = {}
        unread = 0
        for note in dict.fromkeys(notes):
            try:
                one = checkpoints.read(note, trusted)
            except Refused:
                unread += 1
                continue
            if found.setdefault(one.size, one.root) != one.root:
                raise CommandError(
                    f"THE LOG IS WRONG: two checkpoints of {one.size} entries contradict each other"
                )
        if unread:
            self.stderr.write(f"{unread} checkpoints are not signed by a key that is trusted here")
        return found
