"""Runs several programs as one: all start, each is restarted, all end."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dsr.launcher.children import Child
from dsr.launcher.valkey import NoAnswer

LOOK_EVERY = 0.2


class AlreadyRunning(Exception):
    """Another process runs the same installation."""


class Supervisor:
    """This will start the children in their order and look after them until it is told to end."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children, self.say = children, say
        self.ending = False

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Run until INT or TERM; call `when_ready` once, as soon as `is_ready`. Then end all, the last first."""
        with self.listening():
            try:
                told = False
                for child in self.children:
                    self.attend(child)
                while not self.ending:
                    time.sleep(LOOK_EVERY)
                    for child in self.children:
                        self.attend(child)
                    if not told and is_ready():
                        told = True
                        when_ready()
            finally:
                self.end()

    def attend(self, child: Child) -> None:
        """Start a child that is not running; one that does not get ready is treated as ended."""
        if self.ending:
            return
        try:
            child.look_after(self.say)
        except NoAnswer as error:
            self.say(f"{child.name}: {error}")
            child.sweep()

    def end(self) -> None:
        """End the children, the one that was started last first, so that nobody loses what it leans on."""
        self.say("ending …")
        for child in reversed(self.children):
            child.stop()
        self.say("everything has ended")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take INT, TERM and HUP as the wish to end; a second one ends the waiting at once."""

        def heard(number: int, frame: object) -> None:
            if self.ending:
                for child in self.children:
                    child.sweep()
            self.ending = True

        before = {
            number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of one installation. Raises AlreadyRunning with the number of the process that holds it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunning(file.read().strip()) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
