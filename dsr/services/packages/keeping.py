"""Where archives lie: put away under a random name, proven whole, destroyed."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from dsr.models import Package, Submission
from dsr.vault import files as sealed
from dsr.vault.errors import VaultError


def put(archive: Any, submission: Submission) -> str:
    """Put an archive away while it is being made; return the name under which it lies."""
    return sealed.store(archive, key=submission.vault_key())


def chunks(package: Package) -> Iterator[bytes]:
    """Yield the bytes of an archive, some at a time. Raises VaultError where it is gone."""
    yield from sealed.chunks(package.stored_as, key=package.dsr.submission.key, size=package.size)


def is_whole(package: Package) -> bool:
    """Return whether the archive that lies there is the one that was put away."""
    if not package.is_kept:
        return False
    digest = hashlib.sha256()
    try:
        for chunk in chunks(package):
            digest.update(chunk)
    except VaultError:
        return False
    return digest.hexdigest() == package.sha256


def destroy(stored_as: str) -> None:
    """Destroy an archive; one that is gone already is no error."""
    if stored_as:
        sealed.destroy(stored_as)


def destroy_later(package: Package, *, now: datetime) -> None:
    """Mark an archive as destroyed in the step at hand, and destroy it once that is committed."""
    stored_as, package.stored_as, package.destroyed_at = package.stored_as, "", now
    package.save(update_fields=["stored_as", "destroyed_at"])
    transaction.on_commit(lambda: destroy(stored_as))
