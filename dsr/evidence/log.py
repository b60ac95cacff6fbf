"""Gives each event its place in the log. Events are queued by a trigger, in the transaction that wrote them.

One process at a time does this, a few hundred events in a transaction; intake never waits for it. An event leaves the
queue in the very transaction that chains it, so none is ever chained twice or left out.
"""

from django.db import connection, transaction

from dsr.evidence.entries import FIELDS, NOTHING, hash_of, hashes
from dsr.evidence.tree import BLOCK, Growing
from dsr.models import Event, LogBlock, LogEntry, LogQueue

BATCH = 1000
# Any number that no other lock of this database uses.
LOCK = 7_241_962


def sequence() -> int:
    """Chain every event that waits; return how many. Another process that is at it already is left to do it."""
    done, after = 0, 0
    while found := _batch(after):
        after, count = found
        done += count
    return done


def size() -> int:
    """Return how many entries the log has."""
    last = LogEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if last is None else last + 1


def is_ours() -> bool:
    """Return whether this transaction, and no other, may add to the log. SQLite lets one alone write anyhow."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _batch(after: int) -> tuple[int, int] | None:
    """Chain the oldest events of the queue after one; return the last looked at, and how many were chained.

    One that is gone from its table stays in the queue, for the audit to name.
    """
    with transaction.atomic():
        if not is_ours():
            return None
        waiting = LogQueue.objects.filter(event_id__gt=after).order_by("event_id")
        ids = list(waiting.values_list("event_id", flat=True)[:BATCH])
        if not ids:
            return None
        rows = list(Event.objects.filter(pk__in=ids).order_by("pk").values_list(*FIELDS))
        last = LogEntry.objects.order_by("-seq").values_list("seq", "hash").first()
        seq, prev = (last[0] + 1, bytes(last[1])) if last else (0, NOTHING)
        entries = []
        for row in rows:
            own = hash_of(seq, prev, row)
            entries.append(LogEntry(seq=seq, event_id=row[0], prev=prev, hash=own))
            seq, prev = seq + 1, own
        LogEntry.objects.bulk_create(entries)
        LogQueue.objects.filter(event_id__in=[row[0] for row in rows]).delete()
        _close_blocks(seq)
        return ids[-1], len(rows)


def _close_blocks(size: int) -> None:
    """Write the root of each block that is full now."""
    for number in range(LogBlock.objects.count(), size // BLOCK):
        tree = Growing()
        for leaf in hashes(number * BLOCK, (number + 1) * BLOCK):
            tree.add(leaf)
        LogBlock.objects.create(number=number, root=tree.root())
