"""Goes through the whole log and names the first place where it is not what it was: `verify_log`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection

from dsr.evidence import guards
from dsr.evidence.entries import FIELDS, NOTHING, hash_of
from dsr.evidence.tree import BLOCK, HEIGHT, Growing
from dsr.models import Event, LogBlock, LogEntry, LogQueue

CHUNK = 5000
# So far around a place the audit looks for where its entry came from.
NEAR = 200


class Kind(StrEnum):
    """What was done to the log."""

    EDITED = "edited"
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    FORKED = "forked"
    CUT = "cut"
    BLOCK = "block"


@dataclass(frozen=True)
class Wrong:
    """The first wrong place: the number of its entry, what is wrong, and what is known beyond that."""

    kind: Kind
    seq: int
    about: str = ""

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.kind}{f' ({self.about})' if self.about else ''}"


@dataclass
class Found:
    """What an audit found: how long the log is, how many events wait for their place, and what is wrong."""

    entries: int = 0
    waiting: int = 0
    checkpoints: int = 0
    wrong: Wrong | None = None
    unguarded: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether all is as it should be."""
        return self.wrong is None and not self.unguarded


def audit(signed: Mapping[int, bytes]) -> Found:
    """Return what is wrong with the log; `signed` has the root that was signed at each size."""
    found = Found(unguarded=guards.missing(connection))
    walk = Walk(signed, dict(LogBlock.objects.values_list("number", "root")))
    found.wrong = walk.through(_rows()) or walk.short() or _outside()
    found.entries, found.checkpoints = walk.next, walk.agreed
    found.waiting = LogQueue.objects.count()
    return found


def _rows() -> Iterator[Sequence[Any]]:
    """Yield number, hash before, own hash and event of each entry, in order."""
    fields = [f"event__{name}" for name in FIELDS]
    rows = LogEntry.objects.order_by("seq").values_list("seq", "prev", "hash", *fields)
    return rows.iterator(CHUNK)


class Walk:
    """One way through the log, from its first entry to the last."""

    def __init__(self, signed: Mapping[int, bytes], blocks: Mapping[int, bytes]) -> None:
        self.signed, self.blocks = signed, blocks
        self.next, self.agreed, self.agreed_at = 0, 0, 0
        self._prev = NOTHING
        self._blocks, self._open = Growing(), Growing()

    def through(self, rows: Iterable[Sequence[Any]]) -> Wrong | None:
        """Return the first wrong entry."""
        for seq, prev, own, *event in rows:
            wrong = self._entry(seq, bytes(prev), bytes(own), event) or self._add(bytes(own))
            if wrong:
                return wrong
        return None

    def short(self) -> Wrong | None:
        """Return where the log ends although more of it was signed."""
        most = max(self.signed, default=0)
        return Wrong(Kind.CUT, self.next, f"{most} entries were signed") if most > self.next else None

    def _entry(self, seq: int, prev: bytes, own: bytes, event: Sequence[Any]) -> Wrong | None:
        if seq != self.next:
            return Wrong(Kind.REMOVED, self.next)
        if hash_of(seq, prev, event) != own:
            return _why(seq, prev, own, event)
        if prev != self._prev:
            # This one still follows what stood before it once; that was replaced, with a hash to fit.
            return Wrong(Kind.EDITED, max(seq - 1, 0), f"entry {seq} follows another one")
        self._prev, self.next = own, seq + 1
        return None

    def _add(self, leaf: bytes) -> Wrong | None:
        self._open.add(leaf)
        if self._open.size == BLOCK:
            number, root = self.next // BLOCK - 1, self._open.root()
            self._blocks.add(root, HEIGHT)
            self._open = Growing()
            if bytes(self.blocks.get(number, NOTHING)) != root:
                return Wrong(Kind.BLOCK, number * BLOCK, f"the stored root of block {number} is another one")
        if self.next in self.signed:
            if self._blocks.root(self._open) != self.signed[self.next]:
                about = f"rewritten between the checkpoints of {self.agreed_at} and {self.next} entries"
                return Wrong(Kind.FORKED, self.agreed_at, about)
            self.agreed, self.agreed_at = self.agreed + 1, self.next
        return None


def _why(seq: int, prev: bytes, own: bytes, event: Sequence[Any]) -> Wrong:
    """Return what was done to an entry that does not fit its hash: moved from another number, or edited."""
    for place in range(max(0, seq - NEAR), seq + NEAR):
        if place == seq or hash_of(place, prev, event) != own:
            continue
        if place < seq:
            return Wrong(Kind.INSERTED, place)
        return Wrong(Kind.REORDERED if _elsewhere(seq) else Kind.REMOVED, seq)
    fields = [f"event__{name}" for name in FIELDS]
    near = LogEntry.objects.filter(seq__gte=seq - NEAR, seq__lt=seq + NEAR).exclude(seq=seq)
    if any(hash_of(seq, prev, other) == own for other in near.values_list(*fields)):
        return Wrong(Kind.REORDERED, seq)
    return Wrong(Kind.EDITED, seq, f"event {event[0]}")


def _elsewhere(seq: int) -> bool:
    """Return whether the entry that belongs to a number stands under another one."""
    fields = [f"event__{name}" for name in FIELDS]
    near = LogEntry.objects.filter(seq__gt=seq, seq__lt=seq + NEAR).values_list("prev", "hash", *fields)
    return any(hash_of(seq, bytes(prev), event) == bytes(own) for prev, own, *event in near)


def _outside() -> Wrong | None:
    """Return an event that is neither in the log nor waiting for it, or one that waited and is gone."""
    queued = LogQueue.objects.values("event_id")
    stray = Event.objects.filter(entry=None).exclude(pk__in=queued).order_by("pk").first()
    if stray is not None:
        after = (
            LogEntry.objects.filter(event__lt=stray.pk).order_by("-seq").values_list("seq", flat=True).first()
        )
        return Wrong(
            Kind.REMOVED, (after or 0) + 1, f"event {stray.pk} is not in the log, and does not wait for it"
        )
    gone = LogQueue.objects.exclude(event_id__in=Event.objects.values("pk")).order_by("event_id").first()
    if gone is not None:
        end = LogEntry.objects.count()
        return Wrong(Kind.REMOVED, end, f"event {gone.event_id} was removed before it had its place")
    return None
