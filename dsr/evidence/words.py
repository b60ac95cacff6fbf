"""Binds the log to words that people wrote without holding them.

The log gets a commitment: a hash over the words and a salt. The salt is a personal field of the submission, so the
purge destroys it with the words; what stays in the log says nothing then, and the chain still holds.
"""

import secrets
from datetime import datetime
from typing import Any

from dsr.evidence.verify import canonical, commitment
from dsr.models import Actor, Direction, Event, EventName, Message, Submission, User

SALT_BYTES = 16
REQUEST, MESSAGE = "request", "message"


def new_salt() -> str:
    """Return the salt of a new submission."""
    return secrets.token_hex(SALT_BYTES)


def of_request(submission: Submission, right: str) -> str:
    """Return what was asked with one right, as the log is bound to it: the letter, and the answers to its questions."""
    return canonical({"details": submission.details.get(right, {}), "letter": submission.letter}).decode()


def bound_request(submission: Submission, right: str) -> str:
    """Return the commitment to what was asked with one right."""
    return commitment(submission.salt, REQUEST, of_request(submission, right))


def keep_message(
    *, submission: Submission, author: User | None = None, at: datetime, **fields: Any
) -> Message:
    """Store a message of the correspondence, and bind the log to it."""
    message = Message.objects.create(submission=submission, author=author, at=at, **fields)
    if submission.salt:
        incoming = message.direction == Direction.IN
        Event.objects.create(
            controller_id=submission.controller_id, submission=submission, dsr_id=message.dsr_id,
            name=EventName.WORDS_KEPT, at=at, by=author,
            actor=Actor.PERSON if incoming else Actor.STAFF if author else Actor.SYSTEM,
            data={"message": message.pk, "text": commitment(submission.salt, MESSAGE, message.body)},
        )  # fmt: skip
    return message
