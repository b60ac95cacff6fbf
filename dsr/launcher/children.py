"""One program that runs beside the others: started, watched, restarted, ended."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dsr.launcher.orphans import ends_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# Who ran this long was well: the next fault is a new one.
WELL_AFTER = 60.0


def no_wait() -> None:
    """Wait for nothing."""


@dataclass
class Child:
    """One program; `patience` is how many seconds it may take to finish what it has in hand."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    patience: float = 10.0
    wait_until_ready: Callable[[], None] = no_wait
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """Start the program in a session of its own: a Ctrl-C in the terminal is not its business."""
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, env=dict(self.environment), stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=ends_with_parent(),  # noqa: PLW1509  (there are no threads here)
        )  # fmt: skip
        self.started_at = time.monotonic()
        self.wait_until_ready()

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start the program again when it has ended, later each time that it soon ended again."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            end = describe(self.process.returncode)
            self.sweep()
            self.pause = FIRST_PAUSE if now - self.started_at > WELL_AFTER else self.pause
            say(f"{self.name} {end}; starting it again in {self.pause:g} s")
            self.process, self.start_at = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if self.process is None and now >= self.start_at:
            self.start()

    def stop(self) -> None:
        """Ask the program to finish, and end it and its own children when its time is up."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self.sweep()
        self.process.wait()
        self.process = None

    def sweep(self) -> None:
        """End whatever the program left behind in its session."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def describe(code: int) -> str:
    """Return in words how a program ended."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
