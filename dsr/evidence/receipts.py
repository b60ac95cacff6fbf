"""The proof that a request is in the log, for the person who sent it: checked without this server."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dsr.evidence.entries import FIELDS, entry_of
from dsr.evidence.tree import path_of
from dsr.evidence.verify import PROOF_HEAD, canonical
from dsr.models import Checkpoint, Event, EventName, LogEntry, SubjectRequest


@dataclass(frozen=True)
class Receipt:
    """A proof as text, the checkpoint it leads to, and the public key that signed that."""

    text: str
    checkpoint: Checkpoint


def receipt(dsr: SubjectRequest) -> Receipt | None:
    """Return the proof that a request was received; nothing before the first checkpoint that covers it.

    It leads to that very checkpoint, so it is the same whenever it is fetched.
    """
    entry = LogEntry.objects.filter(event__dsr=dsr, event__name=EventName.SUBMITTED).order_by("seq").first()
    checkpoint = covering(entry.seq) if entry else None
    if entry is None or checkpoint is None:
        return None
    row = Event.objects.values_list(*FIELDS).get(pk=entry.event_id)
    written = base64.b64encode(canonical(entry_of(entry.seq, entry.prev, row))).decode()
    path = [base64.b64encode(each).decode() for each in path_of(entry.seq, checkpoint.size)]
    head = [PROOF_HEAD, f"extra {written}", f"index {entry.seq}", *path]
    return Receipt("\n".join([*head, "", checkpoint.note]), checkpoint)


def covering(seq: int) -> Checkpoint | None:
    """Return the first checkpoint that covers an entry."""
    return Checkpoint.objects.filter(size__gt=seq).order_by("size").first()


def proved(requests: Iterable[SubjectRequest]) -> set[int]:
    """Return which of the requests have a proof by now."""
    last = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    ids: Sequence[int] = [dsr.pk for dsr in requests]
    rows = LogEntry.objects.filter(event__dsr__in=ids, event__name=EventName.SUBMITTED, seq__lt=last)
    return {pk for pk in rows.values_list("event__dsr", flat=True) if pk is not None}
