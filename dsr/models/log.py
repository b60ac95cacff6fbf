"""The log over the events: each has its place, is chained to the one before it, and is signed with all of them."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared

HASH_BYTES = 32


class LogQueue(Declared):
    """An event that has no place in the log yet. A trigger writes the row, in the transaction of the event."""

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"event {self.event_id}"


class LogEntry(Declared):
    """The place of an event in the log: its number from 0, the hash before it, and its own. Rows are only added."""

    impersonal: ClassVar = ("prev", "hash")

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField("dsr.Event", models.PROTECT, related_name="entry")
    prev = models.BinaryField(max_length=HASH_BYTES)
    hash = models.BinaryField(max_length=HASH_BYTES)

    def __str__(self) -> str:
        return f"entry {self.seq}"


class LogBlock(Declared):
    """The root over a full block of entries, so that a proof need not read all of them. Rows are only added."""

    impersonal: ClassVar = ("root",)

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=HASH_BYTES)

    def __str__(self) -> str:
        return f"block {self.number}"


class Checkpoint(Declared):
    """What was signed: how many entries the log had, and the root over them. Rows are only added.

    `key` is the public key, for pages that show it; whoever checks the log has it from elsewhere.
    """

    impersonal: ClassVar = ("note", "key")

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    note = models.TextField()
    key = models.TextField(default="")

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"
