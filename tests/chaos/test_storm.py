"""The short form of the proof: whatever is killed, stopped, refused or forgotten meanwhile, no mail is lost."""

import json
import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("DSR_TEST_DB") == "sqlite", reason="the storm has a PostgreSQL of its own"
    ),
]


def test_a_storm_of_kills_stops_and_refusals_loses_nothing_and_doubles_no_more_than_it_must(tmp_path):
    figures = tmp_path / "figures.json"
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))
    }

    ended = subprocess.run(
        [sys.executable, "-m", "tests.chaos.prove", "--json", str(figures)],
        cwd=ROOT, env=outside, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = json.loads(figures.read_text())
    assert found["lost"] == 0
    assert found["mails_due"] > 300
    assert found["kills"] >= 8
