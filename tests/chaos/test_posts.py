"""The embedded installation, killed while people send their forms: each that was answered is there, once and whole."""

import json
import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.slow


def test_a_web_process_on_sqlite_killed_between_the_posts_keeps_each_form_once_and_whole():
    # The long form of the proof asks for more of it.
    count, kills = (500, 5) if os.environ.get("DSR_PROVE") == "long" else (80, 2)
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))
    }

    ended = subprocess.run(
        [sys.executable, "-m", "tests.chaos.posts", str(count), str(kills)],
        cwd=ROOT, env=outside, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout.splitlines()[-1])
    assert (found["answers"], found["integrity"]) == ([302], "ok")
    assert found["stored"] == found["once"] == found["told"] == count
    assert (found["requests"], found["without_gap"]) == (2 * count, True)
