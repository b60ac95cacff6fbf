"""10,000 reminders due at once, sent by two workers through a local mail server; the form answers meanwhile."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from bench import seed
from dsr.launcher import web
from dsr.launcher.orphans import ends_with_parent
from dsr.models import Draft, Notice, Status, SubjectRequest
from dsr.notices import ladder
from dsr.notices.hours import clock_time
from dsr.services import reminders
from dsr.vault import secrets
from tests import make
from tests.chaos.posts import post
from tests.smtp_server import SmtpServer

AIM_SECONDS, AIM_RATE = 200.0, 50.0
# How much a worker may grow between a tenth of the way and its end, in MB.
AIM_GROWTH = 20.0
PACE, FORMS, SEE_OTHER = 0.2, 900, 302
NEVER_CLOSED = {"opens": "00:00", "closes": "00:00", "every_day": True}
OPEN = (Status.WAITING, Status.SENDING)


def measure(*, quick: bool) -> dict[str, Any]:
    """Return how long the mails took, how much the workers grew, and how the form answered meanwhile."""
    count, forms = (1_000, 150) if quick else (10_000, FORMS)
    form = make.controller()
    tokens = seed.drafts(form, forms, "access")
    keys = dict(Draft.objects.values_list("token_digest", "client_key"))
    posts = [(f"draft-{form.pk}={token}", keys[secrets.digest(token, "draft")]) for token in tokens]
    due = fill(count)
    print(f"{due:,} reminders are due", flush=True)
    with SmtpServer() as mail, ExitStack() as stack:
        os.environ["MAIL_URL"] = mail.url
        port = stack.enter_context(web_server())
        workers = [stack.enter_context(running("worker", "-Q", "mail,sweeps,exports", "-c", "1", "-n", f"w{n}@here",
                                               "--without-mingle", "--without-gossip")) for n in range(2)]  # fmt: skip
        while not web.answers("127.0.0.1", port, "/healthz/"):
            time.sleep(0.05)
        begin = time.perf_counter()
        stack.enter_context(running("beat", "-s", os.environ["VAR_DIR"] + "/beat", "--pidfile="))
        mail.wait_for(1, 60)
        times, sizes = asyncio.run(meanwhile(port, form.slug, posts, workers, mail, due))
        seconds = time.perf_counter() - begin
        arrived = mail.inbox  # once: the mails of the last forms are still coming in
        copies = len(arrived) - len({received.message_id for received in arrived})
    return figures(due, seconds, times, sizes, copies)


def fill(count: int) -> int:
    """Write requests that are late, let the sweep write today's reminder of each, and return how many mails are due."""
    now = timezone.now()
    local = now.astimezone(make.BERLIN)
    a_minute_ago = (local - timedelta(minutes=1)).strftime("%H:%M")
    office = make.controller("office", prefix="XO", ladder={**NEVER_CLOSED, "at": a_minute_ago})
    seed.requests(office, count, received_at=now - timedelta(days=45), now=now, first=1)
    Notice.objects.all().delete()
    last = office.calendar.previous_working_day(local.date())
    SubjectRequest.objects.filter(controller=office).update(
        wake_at=datetime.combine(last, clock_time(a_minute_ago, local.time()), office.tz)
    )
    reminders.sweep(now=now)
    Notice.objects.filter(status=Status.WAITING).update(due_at=now, next_try_at=now)
    seed.analyse()
    due = Notice.objects.filter(status=Status.WAITING).count()
    connection.close()
    return due


async def meanwhile(
    port: int, slug: str, posts: list[Any], workers: list[Any], mail: SmtpServer, due: int
) -> tuple[list[float], list[list[float]]]:
    """Send forms, five a second, until every reminder has come; return their times, and the workers' sizes."""
    times, sizes, wrong = list[float](), list[list[float]](), 0
    work = iter(posts)
    ends = time.monotonic() + 3 * AIM_SECONDS
    while len(mail.arrived) < due and time.monotonic() < ends:
        if one := next(work, None):
            begin = time.perf_counter()
            answer = await asyncio.to_thread(post, port, slug, *one)
            times.append(time.perf_counter() - begin)
            wrong += answer != SEE_OTHER
        if len(mail.arrived) > due // 10:
            sizes.append([megabytes(worker.pid) for worker in workers])
        await asyncio.sleep(PACE)
    assert not wrong, f"{wrong} forms were not taken"
    return times, sizes


def megabytes(pid: int) -> float:
    """Return how much memory a process and those below it hold."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), 0)
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own / 1024 + sum(megabytes(int(child)) for child in below)


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one program of Celery; end it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery:app", *words], env=dict(os.environ),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=ends_with_parent(), start_new_session=True,  # noqa: PLW1509
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def web_server() -> Iterator[int]:
    """Run one web process; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
         "--blocking-threads", "3", "--no-ws", "--log-level", "warning", "config.wsgi:application"],
        env=dict(os.environ), preexec_fn=ends_with_parent(), start_new_session=True,  # noqa: PLW1509
    )  # fmt: skip
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def figures(
    due: int, seconds: float, times: list[float], sizes: list[list[float]], copies: int
) -> dict[str, Any]:
    """Return what was measured."""
    sent = Notice.objects.filter(status=Status.SENT).count()
    left = Notice.objects.filter(status__in=OPEN, kind__in=ladder.KINDS).count()
    growth = (
        max((last - first for first, last in zip(sizes[0], sizes[-1], strict=True)), default=0.0)
        if sizes
        else 0.0
    )
    slow = statistics.quantiles(times, n=20)[18] * 1000 if len(times) > 1 else 0.0
    rate = due / seconds
    print(f"{due:,} mails in {seconds:.0f} s: {rate:.0f}/s; form 95 % {slow:.0f} ms ({len(times)} posts)")
    return {
        "mails_due": due, "mails_sent": sent, "left": left, "seconds": round(seconds, 1), "mails_per_s": round(rate, 1),
        "copies": copies, "workers": 2, "growth_mb": round(growth, 1), "worker_mb": [round(size) for size in sizes[-1]],
        "form_p95_ms": round(slow, 1), "form_median_ms": round(statistics.median(times) * 1000, 1), "forms": len(times),
        "ok": not copies and seconds <= AIM_SECONDS * due / 10_000 and growth <= AIM_GROWTH,
    }  # fmt: skip
