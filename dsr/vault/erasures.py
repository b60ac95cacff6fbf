"""The journal of erasures: which keys were destroyed, in a file outside the database, which is only ever added to.

A backup of database or keys that is older than an erasure would bring it back; a restore repeats what stands here.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dsr.vault.errors import StoreDamaged


def note(ids: Iterable[UUID]) -> None:
    """Add keys to the journal; they are on disk when this returns. Raises StoreDamaged."""
    lines = "".join(f"{one}\n" for one in ids)
    if not lines:
        return
    path = Path(settings.ERASURES_FILE)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreDamaged(f"the journal of erasures {path} cannot be written ({error.strerror})") from error


def noted() -> Iterator[UUID]:
    """Yield every key that was ever destroyed; a line that a power cut left half is passed over."""
    path = Path(settings.ERASURES_FILE)
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            try:
                yield UUID(line.strip())
            except ValueError:
                continue
