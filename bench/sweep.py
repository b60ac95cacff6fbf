"""One reminder sweep over 100,000 open requests: with nothing due, and with 10,000 due."""

import time
from datetime import timedelta
from typing import Any

from bench import seed
from dsr.models import Notice, SubjectRequest
from dsr.services import reminders
from tests import make
from tests.make import at

# Wednesday morning, after the reminders of the day.
NOW = at("2026-06-10 10:00")
AIM_IDLE, AIM_DUE = 0.5, 10.0


def measure(*, quick: bool) -> dict[str, Any]:
    """Return the seconds that each sweep took."""
    many, due = (5_000, 500) if quick else (90_000, 10_000)
    controller = make.controller()
    print(f"writing {many + due:,} open requests …", flush=True)
    # Those of 1 June are to be answered by 1 July, so their first reminder, 14 working days before, is due on 11 June.
    seed.requests(controller, many, received_at=at("2026-06-05 09:00"), now=NOW, first=1)
    seed.requests(controller, due, received_at=at("2026-06-01 09:00"), now=NOW, first=many + 1)
    seed.analyse()
    tomorrow = NOW + timedelta(days=1)
    rows_before = Notice.objects.count()
    idle = timed(NOW)
    rows_idle = Notice.objects.count() - rows_before
    woken = SubjectRequest.objects.filter(wake_at__lte=tomorrow).count()
    used = time.process_time()
    busy = timed(tomorrow)
    used = time.process_time() - used
    rows_due = Notice.objects.count() - rows_before - rows_idle
    again = timed(tomorrow)
    print(f"nothing due: {idle:.3f} s; {woken:,} requests due, {rows_due:,} rows written: {busy:.2f} s")
    ok = rows_idle == 0 and rows_due >= due and idle <= AIM_IDLE and busy <= AIM_DUE
    return {
        "open_requests": SubjectRequest.objects.exclude(state="closed").count(), "nothing_due_s": round(idle, 3),
        "due_requests": woken, "rows_written": rows_due, "due_s": round(busy, 2), "due_cpu_s": round(used, 2),
        "again_s": round(again, 3), "ok": ok,
    }  # fmt: skip


def timed(now: Any) -> float:
    """Return how many seconds one sweep takes."""
    begin = time.perf_counter()
    reminders.sweep(now=now)
    return time.perf_counter() - begin
