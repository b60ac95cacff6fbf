"""How long the register takes in each form, and what memory: a million requests on PostgreSQL, beside a raw COPY."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection

from bench import crowd
from dsr.models import SubjectRequest

MANY, SOME = 1_000_000, 100_000
# What the issue of these figures is held against: seconds for a million rows, megabytes of growth.
AIMS = {"csv": 60.0, "json": 180.0, "xlsx": 180.0}
MEMORY, FIRST_ROW, RATIO = 60.0, 1.0, 3.0
# The same columns by plain SQL, without labels, languages and zones: what the database must do in any case.
RAW = """
    SELECT r.reference, c.name, r."right", s.channel, s.received_at::date, s.received_at, s.entered_at, s.confirmed_at,
        k.sent_at, s.relation, s.language, i.level, i.method, p.doubted, p.spans, p.days,
        coalesce(e.first_due_on, r.due_on), e.announced_on, e.ground, t.asked, t.answered, n.everyone, n.told, o.number,
        f.amount, r.due_on, r.safe_on, u.email, r.state, r.outcome, r.grounds, r.answered_on, s.medium,
        r.answered_on - s.received_at::date, r.answered_on - r.due_on, l.explained, r.closed_on, r.purge_on
    FROM dsr_subjectrequest r
    JOIN dsr_submission s ON s.id = r.submission_id
    JOIN dsr_controller c ON c.id = r.controller_id
    LEFT JOIN dsr_user u ON u.id = r.handler_id
    LEFT JOIN dsr_extension e ON e.dsr_id = r.id
    LEFT JOIN (SELECT submission_id, min(sent_at) sent_at FROM dsr_notice WHERE kind = 'acknowledgement' GROUP BY 1) k
        ON k.submission_id = s.id
    LEFT JOIN (SELECT DISTINCT ON (submission_id) submission_id, level, method FROM dsr_identityproof
        ORDER BY submission_id, level DESC, at DESC) i ON i.submission_id = s.id
    LEFT JOIN (SELECT dsr_id, bool_or(reason = 'identity') doubted, sum(answered_on - asked_on) days,
        string_agg(asked_on || '/' || coalesce(answered_on::text, ''), '; ') spans FROM dsr_pause GROUP BY 1) p
        ON p.dsr_id = r.id
    LEFT JOIN (SELECT dsr_id, count(*) asked, count(*) FILTER (WHERE state = 'answered') answered FROM dsr_task
        GROUP BY 1) t ON t.dsr_id = r.id
    LEFT JOIN (SELECT dsr_id, count(*) everyone, count(*) FILTER (WHERE state = 'notified') told
        FROM dsr_recipientnotice GROUP BY 1) n ON n.dsr_id = r.id
    LEFT JOIN (SELECT dsr_id, count(*) number FROM dsr_instruction GROUP BY 1) o ON o.dsr_id = r.id
    LEFT JOIN (SELECT dsr_id, max(amount) amount FROM dsr_fee GROUP BY 1) f ON f.dsr_id = r.id
    LEFT JOIN (SELECT dsr_id, true explained FROM dsr_event WHERE name = 'lateness_explained' GROUP BY 1) l
        ON l.dsr_id = r.id
    ORDER BY r.id"""


def measure(*, quick: bool) -> dict[str, object]:
    """Fill the tables, take each form in a process of its own, and hold it against the raw copy of the same rows."""
    count = SOME if quick else MANY
    crowd.fill(count)
    raw = _raw()
    print(f"{count:,} requests; raw COPY of the same columns: {raw:.1f} s")
    figures: dict[str, object] = {"requests": SubjectRequest.objects.count(), "raw_copy_s": round(raw, 2)}
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for form, aim in AIMS.items():
            took, first, grown, size = _one(form, Path(folder) / f"register.{form}")
            print(
                f"{form:5} {took:7.1f} s  first row {first:5.2f} s  +{grown:3.0f} MB  {size / 1e6:4.0f} MB written"
            )
            figures[form] = {
                "s": round(took, 2),
                "first_row_s": round(first, 3),
                "grown_mb": round(grown),
                "ratio": round(took / raw, 2),
            }
            fine = fine and took <= aim * count / MANY + 1 and grown <= MEMORY and first <= FIRST_ROW
    return {**figures, "ok": fine}


def _raw() -> float:
    begin = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({RAW}) TO STDOUT (FORMAT csv)") as copy:
        for _block in copy:
            pass
    return time.perf_counter() - begin


def _one(form: str, target: Path) -> tuple[float, float, float, float]:
    """Return the seconds, the seconds to the first row, the megabytes that memory grew by, the bytes written."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.exports_one", form, str(target)],
        check=True,
        capture_output=True,
        text=True,
    )
    took, first, grown, size = map(float, told.stdout.split())
    return took, first, grown, size
