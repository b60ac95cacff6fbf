"""The receipt of a form as a PDF (PDF/UA-1), set by typst from data alone."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from dsr.law.authorities import Authority
from dsr.models import Submission
from dsr.notices.paper import STANDARD, NoLetter

TEMPLATE = Path("letters") / "receipt.typ"


def render(
    submission: Submission,
    *,
    rights: Sequence[dict[str, Any]],
    secret: str,
    code: str,
    received: str,
    authority: Authority | None,
    language: str,
) -> bytes:
    """Return the receipt in the language that is active; `code` is an SVG, empty where the secret is shown no more."""
    controller = submission.controller
    data = {
        "language": language.split("-")[0],
        "sender": controller.name,
        "sender_lines": [
            *controller.postal_address.splitlines(), *filter(None, [controller.phone, controller.dpo_email]),
        ],
        "title": _("Receipt of your request"),
        "received": _("Received on %(when)s") % {"when": received},
        "keep": _("Keep these two: with them you see where your request stands, and write to us."),
        "names": {
            "reference": _("Reference"), "secret": _("Secret"), "due": _("Answer by"), "why": _("Why this date?"),
            "authority": _("You may complain at any time, free of charge, to"), "article": _("Art."),
            "code": _("The same, for the camera of a telephone"),
        },
        "reference": rights[0]["reference"], "secret": secret, "code": code, "rights": list(rights),
        "authority": [authority.name, authority.website] if authority else [],
        "page": _("Page {n} of {all}"),
    }  # fmt: skip
    folder = Path(settings.BASE_DIR) / "templates"
    made = typst.compile(
        folder / TEMPLATE, root=folder, format="pdf", sys_inputs={"receipt": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD], timestamp=int(submission.received_at.timestamp()),
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise NoLetter("nothing was set")
    return made
