"""Where the pieces of exports lie until they are fetched or destroyed: files under random names, which name nobody."""

import tempfile
from collections.abc import Iterable, Iterator

from django.core.files.base import File
from django.core.files.storage import default_storage

from dsr.models import Export

A_BLOCK = 1 << 16
# A piece up to this size is not written to the disk before it is in the store.
IN_MEMORY = 1 << 20


def put(export: Export, number: int, blocks: Iterable[bytes]) -> int:
    """Store one piece, in place of one that an earlier run may have left; return its size in bytes."""
    name = _name(export, number)
    size = 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        for block in blocks:
            size += file.write(block)
        file.seek(0)
        default_storage.delete(name)
        default_storage.save(name, File(file))
    return size


def read(export: Export) -> Iterator[bytes]:
    """Yield all pieces, one behind the other."""
    for number in range(export.pieces):
        with default_storage.open(_name(export, number)) as file:
            yield from file.chunks(A_BLOCK)


def remove(export: Export) -> None:
    """Destroy every piece, also one that a run which was cut short did not count."""
    for number in range(export.pieces + 1):
        default_storage.delete(_name(export, number))


def _name(export: Export, number: int) -> str:
    return f"exports/{export.folder}-{number:05d}"
