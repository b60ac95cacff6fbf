"""A bundle of evidence: a zip that is signed as a whole and file by file, written as it is read.

It never stands in memory or on disk here: each chunk goes out as soon as it is packed. The manifest comes after the
files that it lists, and the comment at the end of the archive is a signature over every byte before it.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast

from dsr.evidence.keys import Signer
from dsr.evidence.verify import KEY, MANIFEST, MANIFEST_HEAD, SEAL_HEAD

Part = tuple[str, Iterable[bytes]]
READABLE = 0o644 << 16


class _Sink:
    """What a zip is written into: it keeps what was not handed on yet, and the hash of all of it."""

    def __init__(self) -> None:
        self.whole = hashlib.sha256()
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take a part."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: `taken` hands on."""

    def taken(self, *, last: int = 0) -> bytes:
        """Return what came since the last time, without the `last` bytes of it."""
        found = b"".join(self._parts)
        self._parts.clear()
        found = found[: len(found) - last]
        self.whole.update(found)
        return found


def stream(parts: Iterable[Part], signer: Signer, facts: Iterable[str], *, at: datetime) -> Iterator[bytes]:
    """Yield the bundle of these files. `facts` are lines for the manifest, such as "reference DSR-2026-000001-P"."""
    sink, listed = _Sink(), list[str]()
    archive = zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED)
    for name, chunks in _with_key(parts, signer):
        digest, size = hashlib.sha256(), 0
        with archive.open(_entry(name, at), "w") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
                yield sink.taken()
        listed.append(f"file {digest.hexdigest()} {size} {name}")
    lines = [MANIFEST_HEAD, *facts, *listed]
    archive.writestr(_entry(MANIFEST, at), signer.sign("".join(f"{line}\n" for line in lines)))
    room = len(_seal(signer, "0" * 64))
    archive.comment = bytes(room)
    archive.close()
    yield sink.taken(last=room)
    yield _seal(signer, sink.whole.hexdigest())


def _with_key(parts: Iterable[Part], signer: Signer) -> Iterator[Part]:
    yield from parts
    yield KEY, [f"{signer.public}\n".encode()]


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
    return entry


def _seal(signer: Signer, digest: str) -> bytes:
    return signer.sign(f"{SEAL_HEAD}\n{digest}\n").encode()
