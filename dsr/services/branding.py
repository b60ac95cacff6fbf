"""A controller's logo: whatever is given, a small PNG made here is what is kept and shown."""

import hashlib
import re
import tempfile
from io import BytesIO
from typing import TYPE_CHECKING

import typst
from PIL import Image

from dsr.models import Controller, Logo
from dsr.services.filing import pictures
from dsr.services.filing.kinds import JPEG, PNG, NotTaken, Reason, head_of

if TYPE_CHECKING:
    from django.core.files.base import File

# Twice the size at which it is shown, so that it is sharp on every screen.
MOST_WIDE, MOST_HIGH, MOST_BYTES = 480, 96, 48 * 1024
MOST_GIVEN, MOST_SVG = 5 * 1024 * 1024, 256 * 1024
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
# What would run, reach out, or swell: none of it belongs into a logo.
UNSAFE = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<foreignObject|\son[a-z]+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:image/(?:png|jpeg))|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)
SHEET = '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", height: 48pt)'


def set_logo(controller: Controller, upload: "File[bytes]") -> Logo:
    """Keep a logo, drawn anew and small. Raises NotTaken."""
    if not upload.size:
        raise NotTaken(Reason.EMPTY)
    if upload.size > MOST_GIVEN:
        raise NotTaken(Reason.TOO_BIG)
    png, width, height = _small(_opened(upload))
    values = {"png": png, "width": width, "height": height, "digest": hashlib.sha256(png).hexdigest()[:16]}
    return Logo.objects.update_or_create(controller=controller, defaults=values)[0]


def remove_logo(controller: Controller) -> None:
    """Show the name alone again."""
    Logo.objects.filter(controller=controller).delete()


def _opened(upload: "File[bytes]") -> Image.Image:
    """Return the picture of a file: a PNG or JPEG, or an SVG that holds nothing but a drawing. Raises NotTaken."""
    head = head_of(upload)
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        bare, _kind = pictures.clean(upload, PNG if head.startswith(b"\x89PNG") else JPEG)
        bare.seek(0)
        return Image.open(BytesIO(bare.read()))
    if SVG.search(head):
        return Image.open(BytesIO(_drawn(upload)))
    raise NotTaken(Reason.KIND)


def _drawn(upload: "File[bytes]") -> bytes:
    """Return an SVG as a picture of points: nobody's browser ever reads the drawing itself. Raises NotTaken."""
    upload.seek(0)
    written: bytes = upload.read(MOST_SVG + 1)
    if len(written) > MOST_SVG:
        raise NotTaken(Reason.TOO_BIG)
    if UNSAFE.search(written):
        raise NotTaken(Reason.ACTIVE)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("logo.svg", written), ("sheet.typ", SHEET.encode())):
            with open(f"{folder}/{name}", "wb") as file:  # noqa: PTH123  (a folder of our own, gone in a moment)
                file.write(content)
        try:
            made = typst.compile(f"{folder}/sheet.typ", root=folder, format="png", ppi=144)
        except typst.TypstError as error:
            raise NotTaken(Reason.BROKEN) from error
    if not isinstance(made, bytes):
        raise NotTaken(Reason.BROKEN)
    return made


def _small(picture: Image.Image) -> tuple[bytes, int, int]:
    """Return a picture as a PNG that fits the head of a page, with its size. Raises NotTaken."""
    shown = picture.convert("RGBA")
    shown.thumbnail((MOST_WIDE, MOST_HIGH))
    made = BytesIO()
    shown.save(made, "PNG", optimize=True)
    if len(made.getvalue()) > MOST_BYTES:
        made = BytesIO()
        shown.quantize(64).save(made, "PNG", optimize=True)
    if len(made.getvalue()) > MOST_BYTES:
        raise NotTaken(Reason.TOO_BIG)
    return made.getvalue(), shown.width, shown.height
