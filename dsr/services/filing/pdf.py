"""PDF: refused where it is locked by a password or would run something when it is opened."""

import re
import zlib
from typing import TYPE_CHECKING

from dsr.services.filing.kinds import NotTaken, Reason

if TYPE_CHECKING:
    from django.core.files.base import File

LOCKED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
RUNS = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
# Objects may hide in compressed streams; so much of each and of all together is looked into.
LONGEST, ALL = 4 * 1024 * 1024, 32 * 1024 * 1024


def check(upload: "File[bytes]") -> None:
    """Refuse a PDF that cannot be read without a password, or that is more than paper. Raises NotTaken."""
    upload.seek(0)
    raw: bytes = upload.read()
    if LOCKED.search(raw):
        raise NotTaken(Reason.LOCKED)
    if any(RUNS.search(_plain(part)) for part in (raw, *_hidden(raw))):
        raise NotTaken(Reason.ACTIVE)


def _plain(part: bytes) -> bytes:
    """Return the text with names written out: a name may be spelt with its letters as figures."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _hidden(raw: bytes) -> list[bytes]:
    """Return what stands in compressed streams of objects. Raises NotTaken where it unpacks to too much."""
    found, left = [], ALL
    for start in STREAM.finditer(raw):
        opened = zlib.decompressobj()
        try:
            part = opened.decompress(raw[start.end() :], LONGEST)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0 or opened.unconsumed_tail:
            raise NotTaken(Reason.BOMB)
        found.append(part)
    return found
