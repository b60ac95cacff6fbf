"""Pictures: taken apart and written anew, so that nothing of the camera, the place or a hidden rider stays in them."""

from io import BytesIO
from typing import TYPE_CHECKING

import pillow_heif
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from dsr.services.filing.kinds import HEIC, JPEG, PNG, NotTaken, Reason

if TYPE_CHECKING:
    from django.core.files.base import File

# What the largest of today's telephones make, without room for a picture that is small on disk and huge in memory.
MOST_PIXELS = 64_000_000
FORMATS = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF"}
QUALITY = 90
# What a JPEG can hold; a PNG holds more.
PLAIN = frozenset({"L", "RGB", "CMYK"})

pillow_heif.register_heif_opener(thumbnails=False)


def clean(upload: "File[bytes]", kind: str) -> "tuple[File[bytes], str]":
    """Return a picture written anew, upright and bare, with its type: a telephone's HEIC becomes a JPEG.

    Raises NotTaken for one that cannot be opened, holds several pictures, or more pixels than memory is good for.
    """
    upload.seek(0)
    try:
        with Image.open(upload, formats=[FORMATS[kind]]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken(Reason.PIXELS)
            if getattr(opened, "n_frames", 1) > 1:
                raise NotTaken(Reason.BROKEN)
            return _written(opened, PNG if kind == PNG else JPEG)
    except NotTaken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotTaken(Reason.PIXELS) from error
    except Exception as error:
        raise NotTaken(Reason.BROKEN) from error


def _written(opened: Image.Image, kind: str) -> "tuple[File[bytes], str]":
    upright = ImageOps.exif_transpose(opened)
    if kind == JPEG and upright.mode not in PLAIN:
        upright = upright.convert("RGB")
    transparent = upright.info.get("transparency")
    upright.info.clear()
    options = {} if transparent is None or kind == JPEG else {"transparency": transparent}
    made = BytesIO()
    if kind == JPEG:
        upright.save(made, "JPEG", quality=QUALITY)
    else:
        upright.save(made, "PNG", **options)
    return ContentFile(made.getvalue()), kind
