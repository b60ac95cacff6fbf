"""How many people can send their form in a second: the last page's POST, one web process, PostgreSQL."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import seed
from dsr.launcher import web
from dsr.launcher.orphans import ends_with_parent
from dsr.models import Draft, SubjectRequest, Submission
from dsr.vault import secrets
from tests import make

CLIENTS = 8
THREADS = 3
AIM = 100.0
CSRF = "c" * 32


def measure(*, quick: bool) -> dict[str, Any]:
    """Return submissions a second and how long one takes."""
    count = 300 if quick else 3_000
    controller = make.controller()
    print(f"preparing {count:,} forms …", flush=True)
    tokens = seed.drafts(controller, count, "access")
    keys = dict(Draft.objects.values_list("token_digest", "client_key"))
    forms = [(f"draft-{controller.pk}={token}", keys[secrets.digest(token, "draft")]) for token in tokens]
    warm, forms = forms[:100], forms[100:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
         "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning", "config.wsgi:application"],
        env={**os.environ, "FORM_LIMIT": "1000000"}, preexec_fn=ends_with_parent(), start_new_session=True,  # noqa: PLW1509
    )  # fmt: skip
    try:
        while not web.answers("127.0.0.1", port, "/healthz/"):
            time.sleep(0.05)
        asyncio.run(send_all(port, controller.slug, warm))
        begin, used = time.perf_counter(), processor_seconds(server.pid)
        times, wrong = asyncio.run(send_all(port, controller.slug, forms))
        seconds, used = time.perf_counter() - begin, processor_seconds(server.pid) - used
    finally:
        server.terminate()
        server.wait()
    return figures(count, len(forms), seconds, times, wrong) | {
        "web_cpu_ms": round(used / len(forms) * 1000, 1)
    }


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process and those below it have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(processor_seconds(int(child)) for child in below)


def figures(count: int, measured: int, seconds: float, times: list[float], wrong: int) -> dict[str, Any]:
    """Return what was measured, and whether all of it was stored."""
    numbers = sorted(
        int(ref.split("-")[2]) for ref in SubjectRequest.objects.values_list("reference", flat=True)
    )
    whole = Submission.objects.count() == count and numbers == list(range(1, count + 1))
    rate = measured / seconds
    median, slow = statistics.median(times) * 1000, statistics.quantiles(times, n=20)[18] * 1000
    print(f"{rate:.0f} submissions/s, {CLIENTS} clients; median {median:.0f} ms, 95 % {slow:.0f} ms")
    return {
        "submissions_per_s": round(rate, 1), "clients": CLIENTS, "threads": THREADS,
        "submissions": measured, "median_ms": round(median, 1), "p95_ms": round(slow, 1), "wrong_answers": wrong,
        "all_stored_without_gap": whole, "ok": whole and not wrong and rate >= AIM,
    }  # fmt: skip


async def send_all(port: int, slug: str, forms: list[tuple[str, Any]]) -> tuple[list[float], int]:
    """Send every form once, over a few connections that stay open; return how long each took, and wrong answers."""
    work, times = iter(forms), list[float]()
    ends = await asyncio.gather(*(client(port, slug, work, times) for _ in range(CLIENTS)))
    return times, sum(ends)


async def client(port: int, slug: str, work: Iterator[tuple[str, Any]], times: list[float]) -> int:
    """Send forms over one connection until none is left; return how many were not answered with the way on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    wrong = 0
    for cookie, key in work:
        body = f"csrfmiddlewaretoken={CSRF}&form={key}"
        begin = time.perf_counter()
        writer.write(
            f"POST /de/{slug}/request/check/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrf={CSRF}; {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((line[15:] for line in head.split("\r\n") if line.startswith("content-length:")), "0")
        await reader.readexactly(int(length))
        times.append(time.perf_counter() - begin)
        wrong += not (head.startswith("http/1.1 302") and f"/de/{slug}/done/" in head)
    writer.close()
    return wrong
