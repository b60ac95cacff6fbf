"""A zip archive that is written while it is read: no part of it lies on a disk unsealed, or in memory whole."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

MODE = 0o600 << 16


@dataclass(frozen=True)
class Member:
    """One file of an archive, as its manifest lists it."""

    path: str
    size: int
    sha256: str


class _Sink:
    """This will keep what the archive writes until it is taken; it cannot go back, so neither can the archive."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take some bytes."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        """Yield what came since the last time."""
        parts, self._parts = self._parts, []
        yield from parts


class Archive:
    """This will yield the bytes of a zip archive member by member, and remember what each was."""

    def __init__(self, at: datetime) -> None:
        self.members: list[Member] = []
        self._sink, self._at = _Sink(), at.timetuple()[:6]
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]

    def add(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the archive's bytes for one more member."""
        info = zipfile.ZipInfo(path, date_time=self._at)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, MODE
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
                yield from self._sink.taken()
        self.members.append(Member(path, size, digest.hexdigest()))
        yield from self._sink.taken()

    def close(self) -> Iterator[bytes]:
        """Yield the list of members, which stands at the end."""
        self._zip.close()
        yield from self._sink.taken()


class Stream(io.RawIOBase):
    """This will let a storage read what is only being made, and count and digest it on the way."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""
        self._digest, self.size = hashlib.sha256(), 0

    def readable(self) -> bool:
        """Tell that it can be read, once."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; nothing is left when it stays empty."""
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        given, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(given)] = given
        self._digest.update(given)
        self.size += len(given)
        return len(given)

    @property
    def sha256(self) -> str:
        """The digest of all that was read."""
        return self._digest.hexdigest()
