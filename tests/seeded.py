"""The demo as a fixture: seeded once for a whole file of tests and gone after it, with log files of its own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


@contextmanager
def demo(blocker: Any, folder: Path) -> Iterator[str]:
    """Seed the demo, give what the command said, and roll everything back; the folder takes its key and checkpoints.

    The files of the log lie outside the database and outlast the roll-back, so no two demos may share them.
    """
    said = io.StringIO()
    own = override_settings(
        LOG_KEY_FILE=folder / "log_key", CHECKPOINT_FILE=folder / "checkpoints" / "checkpoints.txt"
    )
    with blocker.unblock(), transaction.atomic():
        with own:
            call_command("seed_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)
