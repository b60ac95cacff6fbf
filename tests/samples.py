"""Files for tests, made here: right ones, and ones that are locked, broken, too much, or not what they say."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, PngImagePlugin

RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EML = b"Received: from a.example.org\r\nFrom: Mira <mira@example.net>\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture of one colour."""
    made = BytesIO()
    Image.new(mode, size, 120 if mode in {"L", "P", "1"} else None).save(made, kind, **options)
    return made.getvalue()


def with_place(kind: str = "JPEG") -> bytes:
    """Return a picture that says in its metadata where and by which device it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "CameraMaker", "Secret Model"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "Secret Model")
        return picture("PNG", pnginfo=notes, exif=exif)
    return picture(kind, exif=exif, comment=b"Secret Model") if kind == "JPEG" else heic(exif.tobytes())


def heic(exif: bytes | None = None, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a picture as telephones make them."""
    made, image = BytesIO(), Image.new("RGB", size, (200, 30, 30))
    pillow_heif.from_pillow(image).save(made, exif=exif)
    return made.getvalue()


def huge_png(side: int = 9000) -> bytes:
    """Return a PNG of few bytes that says it has `side` times `side` points."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def moving_png() -> bytes:
    """Return a PNG with two frames."""
    made = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    return made.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a small PDF with further objects in it."""
    body = b"\n".join(objects)
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
        + body
        + b"\ntrailer<</Root 1 0 R"
        + trailer
        + b">>\n%%EOF\n"
    )


def pdf_hiding(words: bytes) -> bytes:
    """Return a PDF in which objects stand in a compressed stream."""
    packed = zlib.compress(words, 9)
    head = b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return pdf(head + packed + b"\nendstream endobj")


def document(
    main: str = WORD, parts: dict[str, Any] | None = None, *, contents: bool = True, more: str = ""
) -> bytes:
    """Return a document of Word or Excel with further parts."""
    made = BytesIO()
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        if contents:
            packed.writestr("[Content_Types].xml", types)
        packed.writestr("_rels/.rels", RELS.format(""))
        packed.writestr("word/document.xml", "<w:document><w:p>Guten Tag</w:p></w:document>")
        for name, words in (parts or {}).items():
            packed.writestr(name, words)
    return made.getvalue()


def relation(kind: str, target: str = "https://example.org/x") -> dict[str, str]:
    """Return the part of a document that names something outside."""
    return {
        "word/_rels/document.xml.rels": RELS.format(
            f'<Relationship Id="r1" Type="http://x.example.org/{kind}" Target="{target}" TargetMode="External"/>'
        )
    }


def encrypted_zip() -> bytes:
    """Return a document whose parts say that a password locks them."""
    raw = bytearray(document())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def overlapping_zip() -> bytes:
    """Return a document in which two names lead to the same packed bytes."""
    raw = bytearray(document(parts={"word/a.xml": "<a/>", "word/b.xml": "<b/>"}))
    first = raw.find(b"PK\x01\x02")
    second = raw.find(b"PK\x01\x02", first + 4)
    raw[second + 42 : second + 46] = raw[first + 42 : first + 46]
    return bytes(raw)


def locked_office() -> bytes:
    """Return the container in which Office keeps a document behind a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 512
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 512
    )
