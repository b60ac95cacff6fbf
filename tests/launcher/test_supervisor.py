"""Several programs run as one: each is restarted, all end, none is left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dsr.launcher import children
from dsr.launcher.children import Child
from dsr.launcher.supervisor import AlreadyRunning, Supervisor, alone

# Notes when it starts and when it is asked to end, and starts a child of its own, as a web server does.
PROGRAM = """
import os, signal, subprocess, sys, time
name, book = sys.argv[1:3]
def note(what): open(book, "a").write(f"{what} {name} {os.getpid()}\\n")
def end(*_): note("ended"); sys.exit()
signal.signal(signal.SIGTERM, end)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(book, "a").write(f"inner {name} {inner.pid}\\n")
note("started")
while True: time.sleep(0.05)
"""


def program(name: str, folder: Path, source: str = PROGRAM) -> Child:
    """Return a child that keeps a book of what happens to it."""
    command = [sys.executable, "-c", source, name, str(folder / "book")]
    return Child(name, command, folder, dict(os.environ), patience=5)


def book(folder: Path) -> list[tuple[str, str, int]]:
    """Return what was noted: what, who, which process."""
    path = folder / "book"
    lines = path.read_text().splitlines() if path.exists() else []
    return [(what, name, int(pid)) for what, name, pid in (line.split() for line in lines)]


def soon(true: Callable[[], object], within: float = 10) -> bool:
    """Return whether something becomes true in time."""
    end = time.monotonic() + within
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return bool(true())


def alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def started(folder: Path) -> dict[str, int]:
    """Return the newest process of each program that has started."""
    return {name: pid for what, name, pid in book(folder) if what == "started"}


def directed(folder: Path, steps: Callable[[], None], *names: str) -> list[str]:
    """Run programs while `steps` runs in a thread, then send this process TERM; return what was said."""
    said: list[str] = []

    def direct() -> None:
        try:
            assert soon(lambda: len(started(folder)) == len(names))
            steps()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=direct)
    thread.start()
    with Supervisor(said.append) as boss:
        boss.start(*[program(name, folder) for name in names])
        boss.watch(is_ready=lambda: True, when_ready=lambda: said.append("ready"))
    thread.join()
    return said


def test_the_programs_end_in_the_reverse_order_and_leave_nothing(tmp_path):
    said = directed(tmp_path, lambda: None, "broker", "worker", "web")

    assert [name for what, name, _ in book(tmp_path) if what == "ended"] == ["web", "worker", "broker"]
    assert soon(lambda: not [pid for *_, pid in book(tmp_path) if alive(pid)])
    assert said == ["ready", "ending …", "everything has ended"]


def test_a_program_that_is_killed_is_started_again_with_nothing_left_of_the_old_one(tmp_path):
    old: dict[str, int] = {}

    def kill_one() -> None:
        old.update(started(tmp_path))
        os.kill(old["web"], signal.SIGKILL)
        assert soon(lambda: started(tmp_path)["web"] != old["web"])

    said = directed(tmp_path, kill_one, "broker", "web")

    assert "web was ended by SIGKILL; starting it again in 0.5 s" in said
    assert started(tmp_path)["broker"] == old["broker"]
    assert soon(lambda: not [pid for *_, pid in book(tmp_path) if alive(pid)])


def test_when_the_one_above_is_killed_the_programs_end_by_themselves(tmp_path):
    source = textwrap.dedent("""
        import sys
        from pathlib import Path
        from dsr.launcher.supervisor import Supervisor
        from tests.launcher.test_supervisor import program
        with Supervisor(print) as boss:
            boss.start(program("worker", Path(sys.argv[1])))
            boss.watch(lambda: True, lambda: None)
    """)
    above = subprocess.Popen([sys.executable, "-c", source, str(tmp_path)])
    assert soon(lambda: "worker" in started(tmp_path))

    above.kill()
    above.wait()

    assert soon(lambda: not alive(started(tmp_path)["worker"]))
    assert [what for what, *_ in book(tmp_path)][-1] == "ended"
    os.kill(next(pid for what, _, pid in book(tmp_path) if what == "inner"), signal.SIGKILL)


def test_what_ends_at_once_is_started_later_each_time():
    child = program("web", Path("/"), source="raise SystemExit(3)")
    said: list[str] = []
    clock = children.time.monotonic

    def look() -> None:
        child.look_after(said.append)
        if child.process is not None:
            child.process.wait()

    end = clock() + 10
    while len(said) < 3 and clock() < end:
        look()
        child.start_at = 0.0

    assert said == [f"web ended with code 3; starting it again in {pause} s" for pause in ("0.5", "1", "2")]


def test_one_installation_runs_once(tmp_path):
    with alone(tmp_path), pytest.raises(AlreadyRunning, match=str(os.getpid())), alone(tmp_path):
        pass


def test_a_lock_that_a_killed_process_left_stops_nobody(tmp_path):
    (tmp_path / "run.lock").write_text("99999999")

    with alone(tmp_path):
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())


def test_a_program_that_will_not_end_is_ended(tmp_path):
    deaf = PROGRAM.replace(
        "signal.signal(signal.SIGTERM, end)", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    )
    child = program("worker", tmp_path, source=deaf)
    child.patience = 0.3
    child.start()
    assert soon(lambda: started(tmp_path))

    child.stop()

    assert soon(lambda: not [pid for *_, pid in book(tmp_path) if alive(pid)])
