"""The one command of the embedded installation: everything runs, comes back, and ends."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from dsr.launcher import web
from tests.launcher.test_supervisor import alive, soon
from tests.processes import ROOT

pytestmark = pytest.mark.slow
PROGRAMS = {
    "broker": "(valkey|redis)-server",
    "worker": "celery.*worker",
    "web": "granian",
    "scheduler": "celery.*beat",
}


def free_port() -> int:
    """Return a port on which nobody listens, below those that the system lends to any program in between."""
    ports = random.sample(range(20_000, 30_000), 50)
    return next(port for port in ports if web.is_free("127.0.0.1", port))


def descendants(pid: int) -> list[int]:
    """Return every process that a process started, and what those started."""
    return [below for child in children(pid) for below in (child, *descendants(child))]


def children(pid: int) -> list[int]:
    """Return the processes that a process started; none when it has just ended."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def command_of(pid: int) -> str:
    """Return the command line of a process; empty when it has just ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def programs(pid: int) -> dict[str, int]:
    """Return the program of each name that runs directly below a process."""
    lines = {child: command_of(child) for child in children(pid)}
    return {
        name: child
        for name, words in PROGRAMS.items()
        for child, line in lines.items()
        if re.search(words, line)
    }


@contextmanager
def installation(folder: Path, port: int, **more: str):
    """Run an installation of its own in a folder."""
    unset = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PYTEST_XDIST_WORKER"}
    given = {name: value for name, value in os.environ.items() if name not in unset}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run", f"--port={port}"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        env={**given, "VAR_DIR": str(folder), "DEMO": "0", "PRODUCTION": "0", "LOG_LEVEL": "WARNING", **more},
    )  # fmt: skip
    try:
        yield process
    finally:
        # What is left would hold the pipe open, and this test with it.
        left = descendants(process.pid)
        for pid in (process.pid, *left):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=30)


def test_one_command_runs_everything_brings_back_what_is_killed_and_leaves_nothing(tmp_path):
    port = free_port()
    with installation(tmp_path / "var", port) as process:
        assert soon(lambda: web.answers("127.0.0.1", port, "/healthz/"), within=120)
        first = programs(process.pid)
        assert set(first) == set(PROGRAMS)
        assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "var" / "broker").stat().st_mode & 0o777 == 0o700

        for pid in first.values():
            os.kill(pid, signal.SIGKILL)

        assert soon(lambda: set(programs(process.pid)) == set(PROGRAMS), within=60)
        assert set(programs(process.pid).values()) & set(first.values()) == set()
        assert soon(lambda: web.answers("127.0.0.1", port, "/healthz/"), within=60)

        below = descendants(process.pid)
        process.send_signal(signal.SIGINT)

        assert process.wait(40) == 0
        assert [pid for pid in below if alive(pid)] == []
        assert web.is_free("127.0.0.1", port)


def test_nothing_is_left_when_the_command_itself_is_killed(tmp_path):
    port = free_port()
    with installation(tmp_path / "var", port) as process:
        assert soon(lambda: web.answers("127.0.0.1", port, "/healthz/"), within=60)
        below = descendants(process.pid)

        process.kill()

        assert len(below) > len(PROGRAMS)
        assert soon(lambda: not [pid for pid in below if alive(pid)], within=30)


def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with installation(tmp_path / "var", port) as process:
            _, words = process.communicate(timeout=40)

    assert process.returncode == 1
    assert f"Another program listens on 127.0.0.1:{port}" in words
