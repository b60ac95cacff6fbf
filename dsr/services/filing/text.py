"""Text: plain, a table or a mail; never markup, never anything that only looks like text at its beginning."""

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dsr.services.filing.kinds import CHUNK, CSV, EML, TXT, head_of

if TYPE_CHECKING:
    from django.core.files.base import File

# The bytes that text in UTF-8 or an eight-bit alphabet may hold: no control but those that editors write.
TEXT_BYTES = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x7F)) | set(range(0x80, 0x100)))
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php", b"<iframe")
MAIL_FIELDS = (
    b"received:", b"from:", b"to:", b"subject:", b"date:", b"message-id:", b"mime-version:", b"return-path:",
    b"delivered-to:", b"content-type:",
)  # fmt: skip


def as_text(upload: "File[bytes]") -> frozenset[str] | None:
    """Return the types of text that a file may be: a mail only with a mail's header, nothing that is markup."""
    head = head_of(upload)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not (_is_utf16(upload) if wide else _is_text(upload)):
        return None
    start = (head.decode("utf-16", "ignore").encode() if wide else head).removeprefix(codecs.BOM_UTF8)
    start = start.lstrip().lower()
    if start.startswith(MARKUP):
        return None
    mail = not wide and any(line.startswith(MAIL_FIELDS) for line in _header_lines(start))
    return frozenset({TXT, CSV, EML}) if mail else frozenset({TXT, CSV})


def chunks(upload: "File[bytes]") -> Iterator[bytes]:
    """Yield a file from its beginning, piece by piece."""
    upload.seek(0)
    yield from iter(lambda: upload.read(CHUNK), b"")


def _is_text(upload: "File[bytes]") -> bool:
    return not any(chunk.translate(None, TEXT_BYTES) for chunk in chunks(upload))


def _is_utf16(upload: "File[bytes]") -> bool:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for chunk in chunks(upload):
            if any(ord(letter) < 0x20 and letter not in "\t\n\r\f" for letter in decoder.decode(chunk)):  # noqa: PLR2004
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header_lines(start: bytes) -> list[bytes]:
    """Return the lines before the first empty one, where a mail keeps its header."""
    return start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].split(b"\n")
