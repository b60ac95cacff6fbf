"""A letter on paper: the text that stands in the correspondence, set as a tagged PDF (PDF/UA-1) for a window envelope.

The template is compiled by typst; the letter reaches it as data, so nothing that anybody wrote is ever markup.
"""

import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dsr.models import Message, SubjectRequest
from dsr.notices import bilingual

TEMPLATE = Path("letters") / "letter.typ"
STANDARD = "ua-1"
BULLET = "- "
UNPRINTABLE = frozenset({"Cc", "Cn", "Co", "Cs"})
# Head, subject, greeting and closing: less than that is no letter.
LEAST_PARTS = 3
# Millimetres from the left edge to the window and to the block of facts. DIN 5008 (form B) has the window at the
# left, and so have most envelopes; the Swedish ones have it at the right.
LEFT, RIGHT = (25, 125), (112, 25)
WINDOW_AT_RIGHT = frozenset({"SE"})
# Where marks help to fold for the window: the countries that use DIN 5008.
MARKS = frozenset({"AT", "DE"})


class NoLetter(ValueError):
    """A message is no letter that could be printed: it was never one, or its words were destroyed."""


def render(message: Message) -> bytes:
    """Return a letter to the person as a PDF. Raises NoLetter.

    A sign for which this machine has no font cannot stand in PDF/UA: such a letter is a tagged PDF and no more.
    """
    data = json.dumps(contents(message), ensure_ascii=False)
    try:
        return _set(data, message.at, [STANDARD])
    except typst.TypstError:
        return _set(data, message.at, [])


def _set(data: str, at: datetime, standards: list[Any]) -> bytes:
    folder = Path(settings.BASE_DIR) / "templates"
    made = typst.compile(
        folder / TEMPLATE,
        root=folder,
        format="pdf",
        sys_inputs={"letter": data},
        pdf_standards=standards,
        # The day of the letter, so that the same letter is the same file whenever it is fetched.
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise NoLetter("nothing was set")
    return made


def contents(message: Message) -> dict[str, Any]:
    """Return what the template prints. Raises NoLetter."""
    own, *others = bilingual.parted(printable(message.body).strip())
    found = own.split("\n\n")
    if len(found) < LEAST_PARTS or message.dsr is None:
        raise NoLetter(f"message {message.pk}")
    head, subject, *rest = found
    controller = message.submission.controller
    window, info = RIGHT if controller.country in WINDOW_AT_RIGHT else LEFT
    with translation.override(message.language):
        page = _("Page {n} of {all}")
    return {
        "language": message.language.split("-")[0] or "en",
        "sender": controller.name,
        "sender_lines": _sender(message.dsr),
        "return_line": " · ".join([controller.name, *controller.postal_address.splitlines()]),
        "address": _address(message),
        "facts": head.splitlines()[1:],
        "subject": subject.replace("\n", " "),
        "reference": message.dsr.reference,
        "parts": [part for paragraph in rest for part in _parts(paragraph)],
        "others": [_other(version, message.submission.controller.binding_language) for version in others],
        "page": page,
        "window": window,
        "info": info,
        "marks": controller.country in MARKS,
    }


def _other(version: str, language: str) -> dict[str, Any]:
    """Return a further version of a letter, which begins on a page of its own: its subject and what follows."""
    _head, subject, *rest = version.split("\n\n")
    return {
        "language": language.split("-")[0],
        "subject": subject.replace("\n", " "),
        "parts": [part for paragraph in rest for part in _parts(paragraph)],
    }


def printable(text: str) -> str:
    """Return a text without control characters, which no font can show; ends of lines stay."""
    spaced = text.replace("\t", " ")
    return "".join(sign for sign in spaced if sign == "\n" or unicodedata.category(sign) not in UNPRINTABLE)


def _address(message: Message) -> list[str]:
    """Return the lines that show through the window: the person, or whoever acts for them."""
    subject = message.submission.subject
    lines = [line.strip() for line in printable(subject.postal_address).splitlines() if line.strip()]
    name = printable(subject.agent_name or subject.name)
    return lines if lines and lines[0] == name else [*filter(None, [name]), *lines]


def _sender(dsr: SubjectRequest) -> list[str]:
    controller = dsr.controller
    return [*controller.postal_address.splitlines(), *filter(None, [controller.phone, controller.dpo_email])]


def _parts(paragraph: str) -> list[dict[str, Any]]:
    """Return a paragraph as lines and lists, in their order."""
    found: list[dict[str, Any]] = []
    for line in paragraph.splitlines():
        kind = "list" if line.startswith(BULLET) else "lines"
        if not found or found[-1]["kind"] != kind:
            found.append({"kind": kind, "lines": []})
        found[-1]["lines"].append(line.removeprefix(BULLET))
    return found
