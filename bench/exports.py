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
RAW = """SELECT r.*, s.received_at, s.entered_at, s.confirmed_at, s.channel, s.language, s.relation, s.medium
    FROM dsr_subjectrequest r JOIN dsr_submission s ON s.id = r.submission_id ORDER BY r.id"""


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
