"""How an event is written in the log, and where the log's hashes are read."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from dsr.evidence.verify import canonical, leaf_hash
from dsr.models import LogEntry

VERSION = 1
FIELDS = ("pk", "at", "actor", "by_id", "controller_id", "data", "dsr_id", "name", "salt", "submission_id",
          "version")  # fmt: skip
NOTHING = b""


def entry_of(seq: int, prev: bytes, row: Sequence[Any]) -> dict[str, Any]:
    """Return the entry of an event, given as its FIELDS, at its place after another one."""
    pk, at, actor, by, controller, data, dsr, name, salt, submission, version = row
    return {
        "actor": actor, "at": at.astimezone(UTC).isoformat(timespec="microseconds"), "by": by,
        "controller": controller, "data": data, "dsr": dsr, "event": pk, "name": name, "prev": bytes(prev).hex(),
        "salt": bytes(salt).hex(), "seq": seq, "submission": submission, "v": VERSION, "version": version,
    }  # fmt: skip


def hash_of(seq: int, prev: bytes, row: Sequence[Any]) -> bytes:
    """Return the hash of an event at its place: it depends on every entry before it."""
    return leaf_hash(canonical(entry_of(seq, prev, row)))


def hashes(start: int, end: int) -> Iterator[bytes]:
    """Yield the hashes of the entries from `start` up to, without, `end`, in order."""
    rows = LogEntry.objects.filter(seq__gte=start, seq__lt=end).order_by("seq").values_list("hash", flat=True)
    for value in rows.iterator(2000):
        yield bytes(value)
