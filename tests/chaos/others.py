"""The faults that need no storm: each with the tests that cause it, run together and told by fault."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from tests.processes import ROOT

FAULTS = {
    "a report of a provider a hundred times, out of order, forged, old": ("tests/web/test_webhooks.py",),
    "TLS refused, not offered, not vouched for; 421": ("tests/notices/test_tls.py",),
    "greylisting, 5xx, line cut, silence": ("tests/notices/test_delivery.py",),
    "one way to send is down": ("tests/notices/test_second_way.py",),
    "a provider's interface fails": ("tests/notices/test_providers.py",),
    "nights of changed clocks, leap days, a year in eight countries": (
        "tests/notices/test_ladder.py", "tests/services/test_year.py", "tests/services/test_overviews.py",
    ),
    "two clicks, many posts at once": ("tests/web/desk/test_two_clicks.py", "tests/services/test_drafts.py"),
    "two people on one case": ("tests/services/test_step.py",),
    "disk full during an upload": ("tests/chaos/test_disk_full.py",),
    "a web process on SQLite killed between the posts": ("tests/chaos/test_posts.py",),
    "days without workers, then two schedulers and three sweepers": ("tests/chaos/test_outage.py",),
}  # fmt: skip


def run(folder: Path) -> dict[str, dict[str, int]]:
    """Run the tests of every fault; return by fault how many passed, failed, and were skipped."""
    report = folder / "others.xml"
    files = dict.fromkeys(path for paths in FAULTS.values() for path in paths)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *files],
        cwd=ROOT, check=False, env={**os.environ, "DSR_PROVE": "long"}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    ends: dict[str, Counter[str]] = {path: Counter() for path in files}
    for case in ET.parse(report).iter("testcase"):
        tags = {child.tag for child in case}
        end = "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"
        path = case.attrib["classname"].replace(".", "/") + ".py"
        ends.setdefault(path, Counter())[end] += 1
    return {fault: dict(sum((ends[path] for path in paths), Counter())) for fault, paths in FAULTS.items()}


def all_passed(found: dict[str, dict[str, int]]) -> bool:
    """Return whether every fault was caused and nothing failed."""
    return all(ends.get("passed") and not ends.get("failed") for ends in found.values())
