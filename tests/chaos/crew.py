"""The processes of a storm: two workers, two schedulers, a sweeper without broker, and writers; killed and replaced."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from dsr.launcher.orphans import ends_with_parent
from tests.chaos.place import Place

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = ("celery", "-A", "tests.chaos.quick")
# One process in each pool: whatever is killed had one mail in hand at the most.
WORKER = (*CELERY, "worker", "-Q", "mail,sweeps", "-c", "1", "--without-mingle", "--without-gossip")
WRITERS_AT_ONCE = 3
LONGEST_START = 60.0


class Crew:
    """This will keep the processes of a storm at work, whatever happens to them."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._commands: dict[str, tuple[str, ...]] = {
            "worker0": (*WORKER, "-n", "w0@here"),
            "worker1": (*WORKER, "-n", "w1@here"),
            "beat0": (*CELERY, "beat", "-s", str(place.folder / "beat0"), "--pidfile="),
            "beat1": (*CELERY, "beat", "-s", str(place.folder / "beat1"), "--pidfile="),
            "sweeper": ("tests.chaos.sweeper", "0"),
            "writer": ("tests.chaos.writer", "steady", "0.6"),
        }  # fmt: skip
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def begin(self) -> None:
        """Start everybody."""
        for name in self._commands:
            self._running[name] = self._start(name, *self._commands[name])

    def kill(self, name: str) -> None:
        """Kill a process with everything below it, and start another in its place."""
        process = self._running[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running[name] = self._start(name, *self._commands[name])

    def kill_child(self, name: str) -> bool:
        """Kill one process of a worker's pool; return whether there was one."""
        pid, ends = self._running[name].pid, time.monotonic() + LONGEST_START
        children: list[str] = []
        while not children and time.monotonic() < ends:
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            time.sleep(0.1)  # it is still starting
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(random.choice(children)), signal.SIGKILL)
        return bool(children)

    def replace_dead(self) -> int:
        """Start whoever ended without being told; return how many there were."""
        dead = [name for name, process in self._running.items() if process.poll() is not None]
        for name in dead:
            self._running[name] = self._start(name, *self._commands[name])
        return len(dead)

    def ask_to_end(self, name: str) -> None:
        """Ask a worker politely to end, and give it a second, as an impatient deployment does before it kills."""
        self._running[name].terminate()
        time.sleep(1)

    def burst_of_writers(self, number: int) -> None:
        """Have several writers write as quickly as they can, and kill all of them in the middle of it."""
        writers = [
            self._start(f"burst{at}", "tests.chaos.writer", f"b{number}-{at}", "0", shown=True)
            for at in range(WRITERS_AT_ONCE)
        ]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        time.sleep(random.uniform(0.2, 0.5))
        for writer in writers:
            writer.kill()
        for writer in writers:
            writer.wait()
            assert writer.stdout is not None
            writer.stdout.close()

    def with_clock_ahead(self, seconds: int, rounds: int) -> None:
        """Let one sweeper work for some rounds whose clock is ahead; it ends politely."""
        process = self._start("ahead", "tests.chaos.sweeper", str(seconds), shown=True)
        assert process.stdout is not None
        for _round in range(rounds):
            process.stdout.readline()
        process.terminate()
        process.wait()
        process.stdout.close()

    def end_writer(self) -> None:
        """End the writer, so that no more becomes due."""
        writer = self._running.pop("writer")
        writer.terminate()
        writer.wait()

    def end(self) -> None:
        """End everybody."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, name: str, *module: str, shown: bool = False) -> subprocess.Popen[bytes]:
        with (self._place.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *module], cwd=ROOT, env=self._place.environment, stderr=log,
                stdout=subprocess.PIPE if shown else log, start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGKILL),
            )  # fmt: skip
