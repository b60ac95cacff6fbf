"""Runs several programs as one: all start, each is restarted, all end."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dsr.launcher.children import Child
from dsr.launcher.valkey import NoAnswer

LOOK_EVERY = 0.2


class AlreadyRunning(Exception):
    """Another process runs the same installation."""


class Supervisor:
    """This will start programs in their order, look after them, and end them all when it is left."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.ending = False
        self.before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Take INT, TERM and HUP as the wish to end."""
        wishes = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        self.before = {number: signal.signal(number, self.heard) for number in wishes}
        return self

    def __exit__(self, *error: object) -> None:
        """End the programs, the one that was started last first, so that nobody loses what it leans on."""
        self.ending = True
        self.say("ending …")
        for child in reversed(self.children):
            child.stop()
        for number, handler in self.before.items():
            signal.signal(number, handler)
        self.say("everything has ended")

    def heard(self, number: int, frame: object) -> None:
        """Note the wish to end; a second one ends the waiting for whoever does not."""
        if self.ending:
            for child in self.children:
                child.sweep()
        self.ending = True

    def start(self, *children: Child) -> None:
        """Start programs, one after the other."""
        for child in children:
            self.children.append(child)
            self.attend(child)

    def watch(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Look after the programs until told to end; call `when_ready` once, as soon as `is_ready`."""
        told = False
        while not self.ending:
            time.sleep(LOOK_EVERY)
            for child in self.children:
                self.attend(child)
            if not told and is_ready():
                told = True
                when_ready()

    def attend(self, child: Child) -> None:
        """Start a child that is not running; one that does not get ready is treated as ended."""
        if self.ending:
            return
        try:
            child.look_after(self.say)
        except NoAnswer as error:
            self.say(f"{child.name}: {error}")
            child.sweep()


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
