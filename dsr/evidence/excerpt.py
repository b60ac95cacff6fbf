"""The part of the log that is about one request, each entry with its proof, for a bundle."""

import base64
import json
from collections.abc import Iterator

from django.db.models import Q

from dsr.evidence.entries import FIELDS, entry_of
from dsr.evidence.tree import path_of
from dsr.evidence.verify import canonical
from dsr.models import Checkpoint, LogEntry, SubjectRequest

CHUNK = 200


class NotSigned(RuntimeError):
    """The log was never signed, so nothing of it can be proved."""


def newest() -> Checkpoint:
    """Return the checkpoint to which a bundle leads. Raises NotSigned."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        raise NotSigned
    return found


def about(dsr: SubjectRequest, event: str = "event__") -> Q:
    """Return the look-up of events about a request, and about its letter as a whole."""
    whole = Q(**{f"{event}dsr": None, f"{event}submission": dsr.submission_id})
    return Q(**{f"{event}dsr": dsr}) | whole


def lines(dsr: SubjectRequest, checkpoint: Checkpoint) -> Iterator[bytes]:
    """Yield a line of JSON for each entry about a request, and about its letter as a whole."""
    fields = [f"event__{name}" for name in FIELDS]
    rows = LogEntry.objects.filter(about(dsr), seq__lt=checkpoint.size).order_by("seq")
    for seq, prev, *event in rows.values_list("seq", "prev", *fields).iterator(CHUNK):
        path = [base64.b64encode(one).decode() for one in path_of(seq, checkpoint.size)]
        # The entry in its canonical form, as it was hashed.
        yield (
            b'{"entry":'
            + canonical(entry_of(seq, prev, event))
            + b',"proof":'
            + json.dumps(path).encode()
            + b"}\n"
        )
