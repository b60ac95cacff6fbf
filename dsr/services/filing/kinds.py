"""The kinds of files that are taken, and the reasons for which one is not."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files.base import File

CHUNK = 64 * 1024
HEAD = 4096

PDF, JPEG, PNG, HEIC = "application/pdf", "image/jpeg", "image/png", "image/heic"
TXT, EML, CSV = "text/plain", "message/rfc822", "text/csv"
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
EXTENSIONS = {
    ".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".heic": HEIC, ".heif": HEIC, ".txt": TXT, ".eml": EML,
    ".csv": CSV, ".docx": DOCX, ".xlsx": XLSX,
}  # fmt: skip
# Names that say by themselves that a document may run programs.
WITH_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb"})


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    KIND = "kind"
    MISMATCH = "mismatch"
    LOCKED = "locked"
    ACTIVE = "active"
    BOMB = "bomb"
    BROKEN = "broken"
    PIXELS = "pixels"
    NO_ROOM = "no_room"


class NotTaken(ValueError):
    """A file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def head_of(upload: "File[bytes]", length: int = HEAD) -> bytes:
    """Return the first bytes of a file."""
    upload.seek(0)
    head: bytes = upload.read(length)
    return head
