"""Files that people send along: which are taken, under what name they are kept, how they go away again."""

import errno
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction

from dsr.models import Attachment, Draft, Message, SubjectRequest, Submission, Task
from dsr.services.filing import office, pdf, pictures
from dsr.services.filing.kinds import (
    CHUNK,
    CSV,
    DOCX,
    EML,
    EXTENSIONS,
    HEIC,
    JPEG,
    PDF,
    PNG,
    TXT,
    WITH_MACROS,
    XLSX,
    NotTaken,
    Reason,
    head_of,
)
from dsr.services.filing.text import as_text, chunks
from dsr.vault import files as sealed

__all__ = [
    "CHUNK",
    "CSV",
    "DOCX",
    "EML",
    "EXTENSIONS",
    "HEIC",
    "JPEG",
    "PDF",
    "PNG",
    "TXT",
    "XLSX",
    "NotTaken",
    "Reason",
]

log = logging.getLogger(__name__)

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
# So many may come with all later messages of one person: a bound against filling the disk, no limit of the law.
MOST_SENT = 40
# So many the desk may put into one package besides what the systems sent.
MOST_PACKED = 50
# The brands by which the files of telephones' cameras begin (ISO 23008-12).
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")


@dataclass(frozen=True)
class Looked:
    """A file that may be kept: what is stored of it, its type, its digest, and the name by which it is shown."""

    content: "File[bytes]"
    kind: str
    digest: str
    name: str


def media_type(upload: "File[bytes]") -> str:
    """Return the type of a file by its content, which its extension must name too. Raises NotTaken."""
    extension = PurePath(upload.name or "").suffix.lower()
    if extension in WITH_MACROS:
        raise NotTaken(Reason.ACTIVE)
    if extension not in EXTENSIONS:
        raise NotTaken(Reason.KIND)
    named = EXTENSIONS[extension]
    found = _by_signature(upload, named) or as_text(upload)
    if not found:
        raise NotTaken(Reason.KIND)
    if named not in found:
        raise NotTaken(Reason.MISMATCH)
    if named == PDF:
        pdf.check(upload)
    return named


def take(upload: "File[bytes]", *, draft: Draft, now: datetime) -> Attachment:
    """Keep one file of a form that is being filled in, under a random name.

    What the person called it stands in the personal field only. Raises NotTaken.
    """
    looked = look(upload)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        if Attachment.objects.filter(draft=draft).count() >= MOST_FILES:
            raise NotTaken(Reason.TOO_MANY)
        return _keep(looked, now=now, draft=draft)


def take_for(upload: "File[bytes]", *, task: Task, now: datetime) -> Attachment:
    """Keep one file that the owner of a system sends along with the answer, as it is: it may be what was asked for.

    Raises NotTaken.
    """
    looked = look(upload, as_it_is=True)
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=task.pk)
        if Attachment.objects.filter(task=task).count() >= MOST_FILES:
            raise NotTaken(Reason.TOO_MANY)
        return _keep(looked, now=now, task=task, submission=task.dsr.submission)


def take_for_package(upload: "File[bytes]", *, dsr: SubjectRequest, now: datetime) -> Attachment:
    """Keep one file that the desk puts into the package of a locked request. Raises NotTaken."""
    looked = look(upload, as_it_is=True)
    if Attachment.objects.filter(packed_for=dsr).count() >= MOST_PACKED:
        raise NotTaken(Reason.TOO_MANY)
    return _keep(looked, now=now, packed_for=dsr, submission=dsr.submission)


def keep_with(looked: Sequence[Looked], *, message: Message, proof: bool, now: datetime) -> list[Attachment]:
    """Keep the files of one message, all or none. Raises NotTaken."""
    if len(looked) > MOST_FILES:
        raise NotTaken(Reason.TOO_MANY)
    sent = Attachment.objects.filter(submission=message.submission, message__isnull=False).count()
    if sent + len(looked) > MOST_SENT:
        raise NotTaken(Reason.TOO_MANY)
    kept: list[Attachment] = []
    try:
        for one in looked:
            of = {"message": message, "submission": message.submission, "is_proof": proof}
            kept.append(_keep(one, now=now, **of))
    except BaseException:
        for row in kept:
            sealed.destroy(row.stored_as)
        raise
    return kept


def take_proof(upload: "File[bytes]", *, submission: Submission, now: datetime) -> Attachment:
    """Keep a copy of a document that proves identity, until that is decided. Raises NotTaken."""
    return _keep(look(upload), now=now, submission=submission, is_proof=True)


def look(upload: "File[bytes]", *, as_it_is: bool = False) -> Looked:
    """Return what would be kept of a file: a stranger's pictures are written anew, all else stays. Raises NotTaken."""
    if not upload.size:
        raise NotTaken(Reason.EMPTY)
    if upload.size > MOST_BYTES:
        raise NotTaken(Reason.TOO_BIG)
    kind, content, name = media_type(upload), upload, upload.name or ""
    if kind in pictures.FORMATS and not as_it_is:
        content, made = pictures.clean(upload, kind)
        # A picture that became another kind says so in its name, or nobody could open it.
        name, kind = (name if made == kind else f"{PurePath(name).stem}.jpg"), made
    return Looked(content, kind, sha256(content), name)


def _keep(looked: Looked, *, now: datetime, **of: Any) -> Attachment:
    row = Attachment(
        name=looked.name, media_type=looked.kind, size=looked.content.size, sha256=looked.digest, added_at=now, **of
    )  # fmt: skip
    looked.content.seek(0)
    # The bare file, so that no storage is handed the name that the person gave.
    bare = cast("BinaryIO", looked.content.file)
    try:
        row.stored_as = sealed.store(bare, key=row.vault_key())
    except OSError as error:
        log.error("a file cannot be kept: %s", errno.errorcode.get(error.errno or 0, "unknown"))
        raise NotTaken(Reason.NO_ROOM) from error
    try:
        row.save()
    except BaseException:
        sealed.destroy(row.stored_as)
        raise
    return row


def opened(attachment: Attachment) -> BinaryIO:
    """Return a kept file, to be read from its beginning. Raises VaultError where it is not whole."""
    return sealed.opened(attachment.stored_as, key=attachment.vault_key(), size=attachment.size)


def destroy(stored_as: str) -> None:
    """Destroy one file whose row is gone; a file that is gone already is no error."""
    sealed.destroy(stored_as)


def drop(attachment: Attachment) -> None:
    """Destroy one file and its row; a file that is gone already is no error."""
    sealed.destroy(attachment.stored_as)
    attachment.delete()


def sha256(upload: "File[bytes]") -> str:
    """Return the SHA-256 of a file, in hexadecimal figures."""
    digest = hashlib.sha256()
    for chunk in chunks(upload):
        digest.update(chunk)
    return digest.hexdigest()


def _by_signature(upload: "File[bytes]", named: str) -> frozenset[str] | None:
    """Return the types that the first bytes prove; an empty set for a zip that holds no document. Raises NotTaken."""
    head = head_of(upload)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return frozenset({PDF})
    if head.startswith(b"\xff\xd8\xff"):
        return frozenset({JPEG})
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return frozenset({PNG})
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return frozenset({HEIC})
    return _as_document(upload, head, named)


def _as_document(upload: "File[bytes]", head: bytes, named: str) -> frozenset[str] | None:
    """Return which document of Word or Excel a file is. One behind a password lies in a container of its own."""
    if head.startswith(office.OLD_OFFICE) and named in {DOCX, XLSX} and office.is_locked(upload):
        raise NotTaken(Reason.LOCKED)
    if head.startswith(office.ZIP) and named in {DOCX, XLSX}:
        return office.check(upload)
    return None
