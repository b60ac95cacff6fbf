"""Which files are taken: by content and name together, under a random name, at most ten of 20 MB."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dsr.models import Attachment, Controller, Draft
from dsr.services import drafts, files
from dsr.services.files import NotTaken, Reason
from dsr.web.public import words
from tests import samples
from tests.make import at
from tests.samples import EML, SHEET

NOW = at("2026-03-11 10:07")
PDF, JPEG, PNG = samples.pdf(), samples.picture("JPEG"), samples.picture("PNG")
DOCX, XLSX = samples.document(), samples.document(SHEET)

KEPT = [
    ("brief.pdf", PDF, files.PDF),
    ("BRIEF.PDF", PDF, files.PDF),
    ("mit-bom.pdf", b"\xef\xbb\xbf\r\n" + PDF, files.PDF),
    ("formular.pdf", samples.pdf(b"4 0 obj<</Type/Annot/Subtype/Widget/JSON (x)>>endobj"), files.PDF),
    ("gepackt.pdf", samples.pdf_hiding(b"1 0 <</Type/Page>>"), files.PDF),
    ("utf8.txt", "Löschung, bitte: 日本語 👍".encode(), files.TXT),
    ("latin.txt", "Löschung".encode("latin-1"), files.TXT),
    ("editor.txt", "Löschung".encode("utf-16"), files.TXT),
    ("mail-als-text.txt", EML, files.TXT),
    ("nachricht.eml", EML, files.EML),
    ("tabelle.csv", b"Name;Ort\r\nMira;Berlin\r\n=1+1;x\r\n", files.CSV),
    ("ohne.punkt.txt", b"x", files.TXT),
    ("brief.docx", DOCX, files.DOCX),
    ("Tabelle.XLSX", XLSX, files.XLSX),
    ("verweis.docx", samples.document(parts=samples.relation("hyperlink")), files.DOCX),
    ("bilder.docx", samples.document(parts={"word/media/image1.png": PNG}), files.DOCX),
]
PICTURES = [
    ("foto.jpg", JPEG, files.JPEG, "foto.jpg"),
    ("foto.jpeg", samples.picture("JPEG", mode="L"), files.JPEG, "foto.jpeg"),
    ("druck.jpg", samples.picture("JPEG", mode="CMYK"), files.JPEG, "druck.jpg"),
    ("bild.png", PNG, files.PNG, "bild.png"),
    ("durchsichtig.png", samples.picture("PNG", mode="RGBA"), files.PNG, "durchsichtig.png"),
    ("palette.png", samples.picture("PNG", mode="P", transparency=0), files.PNG, "palette.png"),
    ("strich.png", samples.picture("PNG", mode="1"), files.PNG, "strich.png"),
    ("IMG_0001.HEIC", samples.heic(), files.JPEG, "IMG_0001.jpg"),
    ("bild.heif", samples.heic(), files.JPEG, "bild.jpg"),
]
REFUSED = [
    ("leer.pdf", b"", Reason.EMPTY),
    ("leer.docx", b"", Reason.EMPTY),
    ("programm.exe", b"MZ\x90\x00", Reason.KIND),
    ("programm.pdf", b"MZ\x90\x00", Reason.KIND),
    ("brief", PDF, Reason.KIND),
    ("brief.pdf.exe", PDF, Reason.KIND),
    ("alt.doc", samples.locked_office(), Reason.KIND),
    ("alt.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, Reason.KIND),
    ("archiv.txt", DOCX, Reason.KIND),
    ("archiv.docx", samples.document(contents=False), Reason.KIND),
    ("fremd.docx", samples.document("application/java-archive"), Reason.KIND),
    ("archiv.zip", DOCX, Reason.KIND),
    ("seite.html", b"<!doctype html><p>x", Reason.KIND),
    ("seite.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>x</script>", Reason.KIND),
    ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.KIND),
    ("bild.txt", b"<svg onload=alert(1)>", Reason.KIND),
    ("weit.txt", "<html>".encode("utf-16"), Reason.KIND),
    ("binaer.csv", b"a;b\n\x00\x01", Reason.KIND),
    ("spaet-binaer.txt", b"x" * 70_000 + b"\x00", Reason.KIND),
    ("steuer.txt", b"\x1b[31m\x01", Reason.KIND),
    ("halb.txt", b"\xff\xfea\x00b", Reason.KIND),
    ("gif.png", b"GIF89a\x01\x00\x01\x00\x00", Reason.KIND),
    ("kopf.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rJUNK", Reason.KIND),
    ("film.heic", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", Reason.KIND),
    ("foto.png", JPEG, Reason.MISMATCH),
    ("foto.jpg", PNG, Reason.MISMATCH),
    ("foto.jpg", samples.heic(), Reason.MISMATCH),
    ("foto.heic", JPEG, Reason.MISMATCH),
    ("brief.txt", PDF, Reason.MISMATCH),
    ("brief.docx", PDF, Reason.MISMATCH),
    ("brief.docx", XLSX, Reason.MISMATCH),
    ("tabelle.xlsx", DOCX, Reason.MISMATCH),
    ("brief.pdf", b"Guten Tag", Reason.MISMATCH),
    ("brief.docx", b"Guten Tag", Reason.MISMATCH),
    ("brief.eml", b"Guten Tag, das ist keine Mail.", Reason.MISMATCH),
    ("spaet.eml", b"Hallo\n\nFrom: x@example.org\n", Reason.MISMATCH),
    ("zu.pdf", samples.pdf(trailer=b"/Encrypt 9 0 R"), Reason.LOCKED),
    ("zu-direkt.pdf", samples.pdf(trailer=b"/Encrypt<</V 5>>"), Reason.LOCKED),
    ("zu.docx", samples.locked_office(), Reason.LOCKED),
    ("zu.xlsx", samples.locked_office(), Reason.LOCKED),
    ("zu-zip.docx", samples.encrypted_zip(), Reason.LOCKED),
    ("makro.docm", DOCX, Reason.ACTIVE),
    ("makro.xlsm", XLSX, Reason.ACTIVE),
    ("umbenannt.docx", samples.document(parts={"word/vbaProject.bin": b"\x00"}), Reason.ACTIVE),
    ("umbenannt.xlsx", samples.document(SHEET, {"xl/macrosheets/sheet1.xml": "<x/>"}), Reason.ACTIVE),
    ("art.docx", samples.document(more='<Default ContentType="x.macroEnabled.main+xml"/>'), Reason.ACTIVE),
    ("regler.docx", samples.document(parts={"word/activeX/activeX1.xml": "<x/>"}), Reason.ACTIVE),
    ("eingebettet.docx", samples.document(parts={"word/embeddings/x.bin": b"MZ"}), Reason.ACTIVE),
    ("vorlage.docx", samples.document(parts=samples.relation("attachedTemplate")), Reason.ACTIVE),
    ("verbunden.docx", samples.document(parts=samples.relation("oleObject")), Reason.ACTIVE),
    ("skript.pdf", samples.pdf(b"3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), Reason.ACTIVE),
    ("verkleidet.pdf", samples.pdf(b"3 0 obj<</S/J#61vaScript>>endobj"), Reason.ACTIVE),
    ("start.pdf", samples.pdf(b"3 0 obj<</S/Launch/F(cmd.exe)>>endobj"), Reason.ACTIVE),
    ("versteckt.pdf", samples.pdf_hiding(b"1 0 <</S/JavaScript/JS(x)>>"), Reason.ACTIVE),
    ("bombe.docx", samples.document(parts={"word/x.xml": b"\x20" * 30_000_000}), Reason.BOMB),
    ("viele.docx", samples.document(parts={f"word/{n}.bin": b"" for n in range(3100)}), Reason.BOMB),
    (
        "lachen.docx",
        samples.document(parts={"word/y.xml": '<!DOCTYPE lol [<!ENTITY a "b">]><a/>'}),
        Reason.BOMB,
    ),
    ("doppelt.docx", samples.overlapping_zip(), Reason.BOMB),
    ("bombe.pdf", samples.pdf_hiding(b" " * 9_000_000), Reason.BOMB),
    ("halb.docx", DOCX[: len(DOCX) // 2], Reason.BROKEN),
    ("kaputt.xlsx", b"PK\x03\x04\x14\x00", Reason.BROKEN),
    ("hinaus.docx", samples.document(parts={"../../etc/passwd": "x"}), Reason.BROKEN),
    ("halb.jpg", samples.picture("JPEG", (400, 400))[:300], Reason.BROKEN),
    ("nur-kopf.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", Reason.BROKEN),
    ("halb.png", PNG[:60], Reason.BROKEN),
    ("bewegt.png", samples.moving_png(), Reason.BROKEN),
    ("halb.heic", samples.heic()[:200], Reason.BROKEN),
    ("riesig.png", samples.huge_png(), Reason.PIXELS),
    ("noch-groesser.png", samples.huge_png(30_000), Reason.PIXELS),
]


@pytest.fixture
def draft(controller: Controller) -> Draft:
    """A form that is being filled in."""
    return drafts.begin(controller, now=NOW)[0]


@pytest.mark.parametrize(("name", "content", "kind"), KEPT, ids=[row[0] for row in KEPT])
def test_a_file_whose_name_says_what_it_holds_is_kept_whole(
    draft: Draft, name: str, content: bytes, kind: str
):
    kept = files.take(SimpleUploadedFile(name, content, "application/octet-stream"), draft=draft, now=NOW)

    with files.opened(kept) as stored:
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
    assert name in words.refusal(refused.value.reason, name)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("name", "content", "kind", "shown"), PICTURES, ids=[row[0] for row in PICTURES])
def test_a_picture_is_kept_as_one_that_was_written_anew(
    draft: Draft, name: str, content: bytes, kind: str, shown: str
):
    kept = files.take(SimpleUploadedFile(name, content, "application/octet-stream"), draft=draft, now=NOW)

    with files.opened(kept) as stored:
        held = stored.read()
    assert (kept.media_type, kept.name, kept.size) == (kind, shown, len(held))
    assert kept.sha256 == hashlib.sha256(held).hexdigest()
    assert Image.open(BytesIO(held)).size == Image.open(BytesIO(content)).size


@pytest.mark.parametrize(("name", "kind"), [("foto.jpg", "JPEG"), ("bild.png", "PNG"), ("foto.heic", "HEIF")])
def test_a_picture_forgets_where_and_with_what_it_was_taken(draft: Draft, name: str, kind: str):
    taken = samples.with_place(kind)

    kept = files.take(SimpleUploadedFile(name, taken), draft=draft, now=NOW)

    with files.opened(kept) as stored:
        held = stored.read()
    assert b"Secret Model" in taken
    assert b"Secret Model" not in held
    assert not Image.open(BytesIO(held)).getexif()


def test_what_the_files_of_these_tests_cover_is_more_than_sixty():
    assert len(KEPT) + len(PICTURES) + len(REFUSED) >= 60
    assert {reason for _name, _content, reason in REFUSED} >= set(Reason) - {
        Reason.TOO_BIG,
        Reason.TOO_MANY,
        Reason.NO_ROOM,
    }


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
