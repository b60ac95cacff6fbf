"""Word and Excel documents: a zip whose parts are counted and looked through before anybody opens it."""

import re
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from dsr.services.filing.kinds import CHUNK, DOCX, XLSX, NotTaken, Reason

if TYPE_CHECKING:
    from django.core.files.base import File

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENTS = "[Content_Types].xml"
MAIN = {
    DOCX: b"wordprocessingml.document.main+xml",
    XLSX: b"spreadsheetml.sheet.main+xml",
}
# Parts that run: programs of Word and Excel, old macro sheets, controls, whatever is embedded to be opened.
RUNNING = re.compile(r"vbaproject|vbadata|/activex|/macrosheets/|/embeddings/|customui", re.IGNORECASE)
# What would be fetched or run when the document opens; a hyperlink, which somebody has to click, is none of it.
FETCHED = re.compile(
    rb"attachedTemplate|/oleObject|/frame\"|externalLinkPath|/ddeLink|<ddeLink", re.IGNORECASE
)
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MOST_PARTS, MOST_BYTES, MOST_RATIO, SMALL = 3000, 200 * 1024 * 1024, 120, 4 * 1024 * 1024
ENCRYPTED = 1


def check(upload: "File[bytes]") -> frozenset[str]:
    """Return which of the two a zip is, as a set of one; empty for a zip that is neither. Raises NotTaken."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as packed:
            _count(packed)
            contents = _look_through(packed)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise NotTaken(Reason.BROKEN) from error
    if b"macroenabled" in contents.lower():
        raise NotTaken(Reason.ACTIVE)
    return frozenset(kind for kind, main in MAIN.items() if main in contents)


def is_locked(upload: "File[bytes]") -> bool:
    """Tell whether an old container of Office holds a document that a password locks."""
    upload.seek(0)
    return "EncryptedPackage".encode("utf-16-le") in upload.read()


def _count(packed: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more than it is, or whose parts lie over each other. Raises NotTaken."""
    parts = sorted(packed.infolist(), key=lambda part: part.header_offset)
    whole, small = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    overlap = any(
        one.header_offset + one.compress_size > other.header_offset for one, other in pairwise(parts)
    )
    if len(parts) > MOST_PARTS or whole > MOST_BYTES or overlap:
        raise NotTaken(Reason.BOMB)
    if whole > SMALL and whole > MOST_RATIO * max(small, 1):
        raise NotTaken(Reason.BOMB)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise NotTaken(Reason.LOCKED)
    if any(part.filename.startswith("/") or ".." in part.filename.split("/") for part in parts):
        raise NotTaken(Reason.BROKEN)


def _look_through(packed: zipfile.ZipFile) -> bytes:
    """Unpack every part once, which proves sizes and sums; return the list of contents. Raises NotTaken."""
    contents = b""
    for part in packed.infolist():
        if RUNNING.search(part.filename):
            raise NotTaken(Reason.ACTIVE)
        written = part.filename.lower().endswith((".xml", ".rels"))
        with packed.open(part) as opened:
            first = opened.read(CHUNK)
            if written and DOCTYPE.search(first):
                raise NotTaken(Reason.BOMB)
            rest = b"".join(iter(lambda: opened.read(CHUNK), b"")) if part.filename.endswith(".rels") else b""
            while opened.read(CHUNK):
                pass
        if part.filename.endswith(".rels") and _fetches(first + rest):
            raise NotTaken(Reason.ACTIVE)
        if part.filename == CONTENTS:
            contents = first
    return contents


def _fetches(relations: bytes) -> bool:
    """Tell whether a document names something outside that is fetched when it opens."""
    outside = [each for each in relations.split(b"<Relationship ") if b'TargetMode="External"' in each]
    return any(FETCHED.search(each) for each in outside)
