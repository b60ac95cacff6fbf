"""A mail that is dropped at the desk is read as it was written; what is none, or is made to do harm, is none."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from dsr.services import mail_file

LETTERS = Path(__file__).parents[3] / "shared" / "fixtures" / "inbound_letters"


def nested(depth: int) -> bytes:
    """Return a mail whose only text lies so many parts deep."""
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    return f"From: a@mail.example.org\r\n{parts}Content-Type: text/plain\r\n\r\nHallo\r\n".encode()


def within(depth: int) -> bytes:
    """Return a mail that holds a mail that holds a mail, and so on."""
    return b"From: a@mail.example.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nHallo"


@pytest.mark.skipif(
    not (LETTERS / "labels.json").exists(), reason=f"the letters are not there: {LETTERS} is missing"
)
def test_real_letters_in_every_encoding_give_sender_day_and_every_word():
    labels = json.loads((LETTERS / "labels.json").read_text(encoding="utf-8"))
    assert len(labels) >= 20

    for label in labels:
        mail = mail_file.read((LETTERS / label["file"]).read_bytes())

        assert mail is not None, label["file"]
        assert (mail.name, mail.email) == (label["requester"]["name"], label["requester"]["email"])
        assert mail.at == datetime.fromisoformat(label["received_date_header"]), label["file"]
        assert mail.body.startswith(label["subject"]), label["file"]
        assert label["requester"]["name"] in mail.body, label["file"]
        assert (label["requester_reference"] or "") in mail.body, label["file"]
        assert "\N{REPLACEMENT CHARACTER}" not in mail.body, label["file"]


@pytest.mark.parametrize("made", [nested, within])
def test_parts_within_parts_beyond_measure_are_no_mail_and_no_error(made):
    assert mail_file.read(made(20)) is not None
    assert mail_file.read(made(5000)) is None


@pytest.mark.parametrize(
    "raw", [b"", b"Hallo", b"Subject: nobody wrote this\r\n\r\nHallo", bytes(range(256))]
)
def test_what_nobody_sent_is_no_mail(raw):
    assert mail_file.read(raw) is None
