"""A mail as a file or pasted as text: who wrote, when it reached the house, and what it says."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from html import unescape

LONGEST = 20_000
HEADER = re.compile(r"^(from|von|från|date|datum|subject|betreff|ämne|to|an|till)\s*:", re.IGNORECASE)
# The words of other languages for the headers of a mail that somebody copied out of a window.
NAMES = {
    "von": "From",
    "från": "From",
    "datum": "Date",
    "betreff": "Subject",
    "ämne": "Subject",
    "an": "To",
    "till": "To",
}
TAGS, GAPS = (
    re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]+>", re.DOTALL | re.IGNORECASE),
    re.compile(r"\n{3,}"),
)


@dataclass(frozen=True)
class Mail:
    """What a mail tells of itself; empty where it tells nothing."""

    name: str
    email: str
    body: str
    at: datetime | None


def read(raw: bytes) -> Mail | None:
    """Return what a mail says, or None where it is none."""
    try:
        message = message_from_bytes(raw, policy=default)
        if not isinstance(message, EmailMessage) or not message.get("From"):
            return None
        name, address = parseaddr(str(message["From"]))
        subject, body = str(message.get("Subject", "")).strip(), _body(message)
    except (MessageError, LookupError, ValueError, KeyError, TypeError, RecursionError):
        return None  # the last: a mail within a mail within a mail, a thousand times
    words = "\n\n".join(filter(None, (subject, body)))
    return Mail(name.strip()[:200], address.strip()[:254], words[:LONGEST], _arrived(message))


def pasted(text: str) -> Mail | None:
    """Return what a mail says that was pasted with its headers, or None for any other text."""
    lines = text.lstrip().splitlines()
    headers = []
    for line in lines:
        found = HEADER.match(line.strip())
        if not found:
            break
        value = line.strip()[found.end() :].strip()
        headers.append(f"{NAMES.get(found[1].lower(), found[1].capitalize())}: {value}")
    if not any(header.startswith("From:") for header in headers):
        return None
    body = "\n".join(lines[len(headers) :]).strip()
    return read("\n".join([*headers, "Content-Type: text/plain; charset=utf-8", "", body]).encode())


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    if part.get_content_subtype() == "html":
        text = unescape(TAGS.sub("\n", text))
    return GAPS.sub("\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()


def _arrived(message: EmailMessage) -> datetime | None:
    """Return when the last server took the mail: that is when it was received, whenever it was written."""
    stamps = [str(line).rsplit(";", 1)[-1] for line in message.get_all("Received", [])]
    for stamp in (*stamps[:1], str(message.get("Date", ""))):
        try:
            at = parsedate_to_datetime(stamp.strip())
        except (ValueError, TypeError):
            continue
        if at.tzinfo is not None:
            return at
    return None
