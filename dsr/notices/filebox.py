"""A mailbox made of files, one a mail, for the demo and for whoever has no mail server at hand."""

import os
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"^[0-9]{20}-[0-9a-f]{32}$")
SHOWN = 200


class EmailBackend(BaseEmailBackend):
    """This will write each mail as one `.eml` file below MAIL_FOLDER: a reader sees it whole or not at all."""

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(folder or settings.MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails, return how many. Raises OSError when the disk refuses."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in email_messages:
            self._write(mail.message().as_bytes(linesep="\r\n"))
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        stamp = int(datetime.now(UTC).timestamp() * 1_000_000)
        target = self.folder / f"{stamp:020d}-{uuid.uuid4().hex}.eml"
        unfinished = target.with_suffix(".part")
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)


@dataclass(frozen=True)
class Mail:
    """One mail as the outbox page shows it; `name` is how it is asked for again."""

    name: str
    at: datetime | None
    to: str
    subject: str
    text: str
    html: str
    message_id: str


def read_all(folder: Path | str, most: int = SHOWN) -> list[Mail]:
    """Return the newest mails of a folder, newest first."""
    files = sorted(Path(folder).glob("*.eml"), reverse=True)[:most]
    return [_read(file) for file in files]


def read_one(folder: Path | str, name: str) -> Mail | None:
    """Return one mail by its name; None for a name that is none, so that no path can be smuggled in."""
    file = Path(folder) / f"{name}.eml"
    return _read(file) if NAME.match(name) and file.is_file() else None


def _read(file: Path) -> Mail:
    parsed = message_from_bytes(file.read_bytes(), policy=policy.default)
    sent = parsed["Date"]
    return Mail(
        name=file.stem,
        at=parsedate_to_datetime(sent) if sent else None,
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        message_id=str(parsed["Message-ID"] or ""),
    )


def _part(parsed: ParsedMail, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""
