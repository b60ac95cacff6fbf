"""manage.py draw_machines: write the transition table of every machine, and a drawing of each, from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from dsr.exports import machines


class Command(BaseCommand):
    """This will write docs/machines.md and docs/machines/*.svg, or say whether they are what the code says."""

    help = "Write docs/machines.md and the drawings beside it from the machines in the code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to check instead of to write."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail where the files differ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check every file."""
        folder = Path(settings.BASE_DIR) / "docs"
        stale = [name for name, text in machines.files().items() if not _is(folder / name, text)]
        if options["check"]:
            for name in stale:
                self.stdout.write(f"docs/{name} is not what the code says")
            raise SystemExit(1 if stale else 0)
        for name in stale:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(machines.files()[name], encoding="utf-8")
        self.stdout.write(f"{len(stale)} written, {len(machines.files()) - len(stale)} unchanged")


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
