"""How long the audit takes over a million events, and how many events a second the log takes in."""

import resource
import time
from datetime import timedelta
from typing import Any

from django.db import connection

from dsr.evidence import checkpoints, keys, log
from dsr.evidence.audit import audit
from dsr.evidence.receipts import receipt
from dsr.evidence.verify import Key
from dsr.models import Checkpoint, Event, LogEntry, LogQueue
from tests import make
from tests.make import at

NOW = at("2026-06-10 10:00")
MANY, FEW = 1_000_000, 20_000
AIM = 60.0
# Rows written by the database itself, as other processes would have written them in years.
FILL = """
INSERT INTO dsr_event (controller_id, submission_id, dsr_id, name, at, actor, by_id, version, data, salt)
SELECT controller_id, submission_id, dsr_id, 'assigned', at + n * interval '1 second', actor, by_id, n,
       jsonb_build_object('to', n), decode(md5(n::text), 'hex')
FROM dsr_event, generate_series(1, %s) AS n WHERE name = 'submitted'
"""


def measure(*, quick: bool) -> dict[str, Any]:
    """Return the seconds of one audit, and how quickly events get their place."""
    many = FEW if quick else MANY
    (dsr,) = make.requests(make.controller(), now=NOW)
    print(f"writing {many:,} events …", flush=True)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [many])
        cursor.execute("ANALYZE")
    begin = time.perf_counter()
    chained = log.sequence()
    chaining = time.perf_counter() - begin
    checkpoints.keep(now=NOW + timedelta(days=1))
    begin, used = time.perf_counter(), time.process_time()
    found = audit({Checkpoint.objects.get().size: _root()})
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    begin = time.perf_counter()
    proof = receipt(dsr)
    proving = time.perf_counter() - begin
    print(f"{chained:,} events chained in {chaining:.1f} s; audit of {found.entries:,}: {seconds:.1f} s")
    right = found.right and found.entries == LogEntry.objects.count() == Event.objects.count()
    ok = (
        right
        and not LogQueue.objects.exists()
        and proof is not None
        and seconds <= AIM
        and found.checkpoints == 1
    )
    return {
        "events": found.entries, "audit_s": round(seconds, 2), "audit_cpu_s": round(used, 2),
        "chained_per_s": round(chained / chaining),
        "proof_ms": round(proving * 1000, 1), "aim_s": AIM,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "ok": ok,
    }  # fmt: skip


def _root() -> bytes:
    """Return what was signed."""
    note = Checkpoint.objects.get().note
    return checkpoints.read(note, [Key(keys.signer().public)]).root
