"""Whether a known reference can be told from an unknown one: status, headers, size and time of the answers.

Posts wrong pairs at the status page and wishes for a new secret, known and unknown by turns, in this process.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from dsr.models import Tally
from dsr.services import intake
from tests import make

SAMPLES = 500
# So many bytes the pages may differ by, and such a share of their time.
APART, NEAR = 32, 0.05
UNKNOWN, WRONG = "DSR-2031-000009-C", "0" * 26


def measure(*, quick: bool) -> dict[str, Any]:
    """Return what differs between the answers, medians in milliseconds."""
    samples = 100 if quick else SAMPLES
    known = _request()
    doors: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
        "status": lambda reference: ("/en/status/", {"reference": reference, "secret": WRONG}),
        "lost": lambda reference: ("/en/status/lost/", {"reference": reference}),
    }
    said: dict[str, Any] = {"samples": samples}
    for name, door in doors.items():
        said |= {f"{name}_{what}": value for what, value in _compare(door, known, samples).items()}
    for what, value in said.items():
        print(f"{what:>30}: {value}")
    alike = all(
        said[f"{name}_same_status_and_headers"] and said[f"{name}_bytes_apart"] <= APART for name in doors
    )
    near = all(said[f"{name}_difference_ms"] <= NEAR * said[f"{name}_median_known_ms"] for name in doors)
    return {**said, "ok": alike and near}


def _compare(door: Callable[[str], tuple[str, dict[str, str]]], known: str, samples: int) -> dict[str, Any]:
    took: dict[str, list[float]] = {known: [], UNKNOWN: []}
    shapes: dict[str, set[Any]] = {known: set(), UNKNOWN: set()}
    for turn in range(samples):
        # By turns first and second, so that whatever slows this machine slows both.
        for reference in (known, UNKNOWN) if turn % 2 else (UNKNOWN, known):
            Tally.objects.all().delete()
            url, data = door(reference)
            browser = Client(HTTP_HOST="localhost")
            begun = time.perf_counter()
            answer = browser.post(url, data)
            took[reference].append(time.perf_counter() - begun)
            headers = tuple(sorted((k, v) for k, v in answer.headers.items() if k != "Content-Length"))
            shapes[reference].add((answer.status_code, headers, len(answer.content)))
    one, other = (statistics.median(times) * 1000 for times in took.values())
    sizes = [{size for _status, _headers, size in found} for found in shapes.values()]
    return {
        "median_known_ms": round(one, 2),
        "median_unknown_ms": round(other, 2),
        "difference_ms": round(abs(one - other), 3),
        "same_status_and_headers": len({shape[:2] for found in shapes.values() for shape in found}) == 1,
        "bytes_apart": max(set.union(*sizes)) - min(set.union(*sizes)),
    }


def _request() -> str:
    """Return the reference of a fresh request with a confirmed mailbox's shape."""
    controller = make.controller()
    asked = intake.Asked(
        rights=("access",), language="en", name="Mira Erfunden", email="mira@person.example.net"
    )
    return str(intake.submit(controller, asked, now=timezone.now()).requests[0].reference)
