"""Which files are taken: by content and name together, under a random name, at most ten of 20 MB."""

import hashlib
import zlib
from struct import pack

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr.models import Attachment, Controller, Draft
from dsr.services import drafts, files
from dsr.services.files import NotTaken, Reason
from tests.make import at

NOW = at("2026-03-11 10:07")


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one part of a PNG."""
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")
)  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
EML = b"Received: from a.example.org\r\nFrom: Mira <mira@example.net>\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n"

TAKEN = [
    ("brief.pdf", PDF, files.PDF),
    ("BRIEF.PDF", PDF, files.PDF),
    ("mit-bom.pdf", b"\xef\xbb\xbf\r\n" + PDF, files.PDF),
    ("foto.jpg", JPEG, files.JPEG),
    ("foto.jpeg", JPEG, files.JPEG),
    ("bild.png", PNG, files.PNG),
    ("utf8.txt", "Löschung, bitte: 日本語 👍".encode(), files.TXT),
    ("latin.txt", "Löschung".encode("latin-1"), files.TXT),
    ("editor.txt", "Löschung".encode("utf-16"), files.TXT),
    ("mail-als-text.txt", EML, files.TXT),
    ("nachricht.eml", EML, files.EML),
    ("tabelle.csv", b"Name;Ort\r\nMira;Berlin\r\n=1+1;x\r\n", files.CSV),
    ("ohne.punkt.txt", b"x", files.TXT),
]
REFUSED = [
    ("leer.pdf", b"", Reason.EMPTY),
    ("programm.exe", b"MZ\x90\x00", Reason.KIND),
    ("programm.pdf", b"MZ\x90\x00", Reason.KIND),
    ("brief", PDF, Reason.KIND),
    ("brief.pdf.exe", PDF, Reason.KIND),
    ("brief.docx", b"PK\x03\x04\x14\x00", Reason.KIND),
    ("archiv.txt", b"PK\x03\x04\x14\x00\x00\x00", Reason.KIND),
    ("seite.html", b"<!doctype html><p>x", Reason.KIND),
    ("seite.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>x</script>", Reason.KIND),
    ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.KIND),
    ("bild.txt", b"<svg onload=alert(1)>", Reason.KIND),
    ("weit.txt", "<html>".encode("utf-16"), Reason.KIND),
    ("foto.png", JPEG, Reason.MISMATCH),
    ("foto.jpg", PNG, Reason.MISMATCH),
    ("brief.txt", PDF, Reason.MISMATCH),
    ("brief.pdf", b"Guten Tag", Reason.MISMATCH),
    ("brief.eml", b"Guten Tag, das ist keine Mail.", Reason.MISMATCH),
    ("spaet.eml", b"Hallo\n\nFrom: x@example.org\n", Reason.MISMATCH),
    ("binaer.csv", b"a;b\n\x00\x01", Reason.KIND),
    ("spaet-binaer.txt", b"x" * 70_000 + b"\x00", Reason.KIND),
    ("steuer.txt", b"\x1b[31m\x01", Reason.KIND),
    ("halb.txt", b"\xff\xfea\x00b", Reason.KIND),
    ("gif.png", b"GIF89a\x01\x00\x01\x00\x00", Reason.KIND),
    ("kopf.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rJUNK", Reason.KIND),
]


@pytest.fixture
def draft(controller: Controller) -> Draft:
    """A form that is being filled in."""
    return drafts.begin(controller, now=NOW)[0]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[row[0] for row in TAKEN])
def test_a_file_whose_name_says_what_it_holds_is_kept_whole(
    draft: Draft, name: str, content: bytes, kind: str
):
    kept = files.take(SimpleUploadedFile(name, content, "application/octet-stream"), draft=draft, now=NOW)

    with default_storage.open(kept.stored_as) as stored:
        assert stored.read() == content
    assert (kept.media_type, kept.size, kept.name) == (kind, len(content), name)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_any_other_file_is_refused_with_its_reason_and_leaves_nothing(
    draft: Draft, name: str, content: bytes, reason: Reason
):
    with pytest.raises(NotTaken) as refused:
        files.take(SimpleUploadedFile(name, content, "application/pdf"), draft=draft, now=NOW)

    assert refused.value.reason == reason
    assert not Attachment.objects.exists()


def test_the_name_under_which_a_file_is_stored_says_nothing_of_the_person(draft: Draft):
    kept = files.take(SimpleUploadedFile("Mira Erfunden Ausweis.txt", b"x"), draft=draft, now=NOW)

    assert kept.stored_as.replace("/", "").isalnum()
    assert "mira" not in kept.stored_as.lower()
    assert len(kept.stored_as) == 35


def test_a_file_above_twenty_megabytes_is_too_big_and_one_of_exactly_that_is_not(draft: Draft):
    exactly = SimpleUploadedFile("lang.txt", b"x" * files.MOST_BYTES)
    above = SimpleUploadedFile("lang.txt", b"x" * (files.MOST_BYTES + 1))

    kept = files.take(exactly, draft=draft, now=NOW)

    assert kept.size == files.MOST_BYTES
    with pytest.raises(NotTaken) as refused:
        files.take(above, draft=draft, now=NOW)
    assert refused.value.reason == Reason.TOO_BIG


def test_the_eleventh_file_is_one_too_many(draft: Draft):
    for number in range(files.MOST_FILES):
        files.take(SimpleUploadedFile(f"{number}.txt", b"x"), draft=draft, now=NOW)

    with pytest.raises(NotTaken) as refused:
        files.take(SimpleUploadedFile("elf.txt", b"x"), draft=draft, now=NOW)

    assert refused.value.reason == Reason.TOO_MANY


def test_a_file_that_is_taken_out_is_gone_from_the_disk_too(draft: Draft):
    kept = files.take(SimpleUploadedFile("weg.txt", b"x"), draft=draft, now=NOW)

    files.drop(kept)

    assert not default_storage.exists(kept.stored_as)
    assert not Attachment.objects.exists()
