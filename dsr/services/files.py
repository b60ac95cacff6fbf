"""Files that people send along: which are taken, under what name they are kept, how they go away again."""

import codecs
import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from dsr.models import Attachment, Draft, SubjectRequest, Task

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
# So many the desk may put into one package besides what the systems sent.
MOST_PACKED = 50
CHUNK = 64 * 1024
HEAD = 4096

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
TXT, EML, CSV = "text/plain", "message/rfc822", "text/csv"
EXTENSIONS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".txt": TXT, ".eml": EML, ".csv": CSV}

# The bytes that text in UTF-8 or an eight-bit alphabet may hold: no control but those that editors write.
TEXT_BYTES = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x7F)) | set(range(0x80, 0x100)))
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php", b"<iframe")
MAIL_FIELDS = (
    b"received:", b"from:", b"to:", b"subject:", b"date:", b"message-id:", b"mime-version:", b"return-path:",
    b"delivered-to:", b"content-type:",
)  # fmt: skip


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    KIND = "kind"
    MISMATCH = "mismatch"


class NotTaken(ValueError):
    """A file is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def media_type(upload: "File[bytes]") -> str:
    """Return the type of a file by its content, which its extension must name too. Raises NotTaken."""
    extension = PurePath(upload.name or "").suffix.lower()
    if extension not in EXTENSIONS:
        raise NotTaken(Reason.KIND)
    found = _by_signature(_head(upload)) or _as_text(upload)
    if found is None:
        raise NotTaken(Reason.KIND)
    named = EXTENSIONS[extension]
    if named not in found:
        raise NotTaken(Reason.MISMATCH)
    return named


def take(upload: "File[bytes]", *, draft: Draft, now: datetime) -> Attachment:
    """Keep one file of a form that is being filled in, under a random name.

    What the person called it stands in the personal field only. Raises NotTaken.
    """
    kind, digest = _looked_at(upload)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        if Attachment.objects.filter(draft=draft).count() >= MOST_FILES:
            raise NotTaken(Reason.TOO_MANY)
        return _keep(upload, kind, digest, now=now, draft=draft)


def take_for(upload: "File[bytes]", *, task: Task, now: datetime) -> Attachment:
    """Keep one file that the owner of a system sends along with the answer. Raises NotTaken."""
    kind, digest = _looked_at(upload)
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=task.pk)
        if Attachment.objects.filter(task=task).count() >= MOST_FILES:
            raise NotTaken(Reason.TOO_MANY)
        return _keep(upload, kind, digest, now=now, task=task, submission=task.dsr.submission)


def take_for_package(upload: "File[bytes]", *, dsr: SubjectRequest, now: datetime) -> Attachment:
    """Keep one file that the desk puts into the package of a locked request. Raises NotTaken."""
    kind, digest = _looked_at(upload)
    if Attachment.objects.filter(packed_for=dsr).count() >= MOST_PACKED:
        raise NotTaken(Reason.TOO_MANY)
    return _keep(upload, kind, digest, now=now, packed_for=dsr, submission=dsr.submission)


def _looked_at(upload: "File[bytes]") -> tuple[str, str]:
    """Return the type and the digest of a file that may be kept. Raises NotTaken."""
    if not upload.size:
        raise NotTaken(Reason.EMPTY)
    if upload.size > MOST_BYTES:
        raise NotTaken(Reason.TOO_BIG)
    return media_type(upload), sha256(upload)


def _keep(upload: "File[bytes]", kind: str, digest: str, *, now: datetime, **of: Any) -> Attachment:
    stored_as = _store(upload)
    try:
        return Attachment.objects.create(
            name=upload.name or "", stored_as=stored_as, media_type=kind, size=upload.size, sha256=digest,
            added_at=now, **of,
        )  # fmt: skip
    except BaseException:
        default_storage.delete(stored_as)
        raise


def drop(attachment: Attachment) -> None:
    """Destroy one file and its row; a file that is gone already is no error."""
    default_storage.delete(attachment.stored_as)
    attachment.delete()


def sha256(upload: "File[bytes]") -> str:
    """Return the SHA-256 of a file, in hexadecimal figures."""
    digest = hashlib.sha256()
    for chunk in _chunks(upload):
        digest.update(chunk)
    return digest.hexdigest()


def _store(upload: "File[bytes]") -> str:
    name = secrets.token_hex(16)
    upload.seek(0)
    # The bare file, so that no storage is handed the name that the person gave.
    return default_storage.save(f"{name[:2]}/{name}", File(upload.file))


def _head(upload: "File[bytes]") -> bytes:
    upload.seek(0)
    head: bytes = upload.read(HEAD)
    return head


def _chunks(upload: "File[bytes]") -> Iterator[bytes]:
    upload.seek(0)
    yield from iter(lambda: upload.read(CHUNK), b"")


def _by_signature(head: bytes) -> frozenset[str] | None:
    """Return the type that the first bytes prove, as a set of one."""
    if head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return frozenset({PDF})
    if head.startswith(b"\xff\xd8\xff"):
        return frozenset({JPEG})
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return frozenset({PNG})
    return None


def _as_text(upload: "File[bytes]") -> frozenset[str] | None:
    """Return the types of text that a file may be: a mail only with a mail's header, nothing that is markup."""
    head = _head(upload)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not (_is_utf16(upload) if wide else _is_text(upload)):
        return None
    start = (head.decode("utf-16", "ignore").encode() if wide else head).removeprefix(codecs.BOM_UTF8)
    start = start.lstrip().lower()
    if start.startswith(MARKUP):
        return None
    mail = not wide and any(line.startswith(MAIL_FIELDS) for line in _header_lines(start))
    return frozenset({TXT, CSV, EML}) if mail else frozenset({TXT, CSV})


def _is_text(upload: "File[bytes]") -> bool:
    return not any(chunk.translate(None, TEXT_BYTES) for chunk in _chunks(upload))


def _is_utf16(upload: "File[bytes]") -> bool:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for chunk in _chunks(upload):
            if any(ord(letter) < 0x20 and letter not in "\t\n\r\f" for letter in decoder.decode(chunk)):  # noqa: PLR2004
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header_lines(start: bytes) -> list[bytes]:
    """Return the lines before the first empty one, where a mail keeps its header."""
    return start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
