"""Where the pieces of exports lie until they are fetched or destroyed: sealed, under random names."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

from dsr.models import Export
from dsr.vault import files


def put(export: Export, number: int, blocks: Iterable[bytes]) -> int:
    """Store one piece, in place of one that an earlier run may have left; return its size in bytes."""
    name, source = _name(export, number), _Counted(blocks)
    files.destroy(name)
    files.store(cast("BinaryIO", source), key=export.seal_key, name=name)
    return source.size


class _Counted(io.RawIOBase):
    """This will be read as a stream of all blocks, and know how many bytes went through."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._left, self.size = iter(blocks), b"", 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Hand on what is left of a block, else the next one that is not empty."""
        while not self._left:
            try:
                self._left = next(self._blocks)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        self.size += count
        return count


def read(export: Export) -> Iterator[bytes]:
    """Yield all pieces, one behind the other."""
    for number in range(export.pieces):
        yield from files.chunks(_name(export, number), key=export.seal_key)


def remove(export: Export) -> None:
    """Destroy every piece, also one that a run which was cut short did not count."""
    for number in range(export.pieces + 1):
        files.destroy(_name(export, number))


def _name(export: Export, number: int) -> str:
    return f"exports/{export.folder}-{number:05d}"
