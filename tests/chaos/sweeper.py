"""A program of a storm: the sweeps without a broker, on a clock that may be wrong.

`python -m tests.chaos.sweeper AHEAD`, in seconds; it goes on until it is ended, and prints a line for each round.
"""

import importlib
import signal
import sys
import threading
from datetime import timedelta

import django
from django.db import Error, close_old_connections
from django.utils import timezone

django.setup()
tempo = importlib.import_module("tests.chaos.tempo")
delivery = importlib.import_module("dsr.notices.delivery")
reminders = importlib.import_module("dsr.services.reminders")


def main(ahead: timedelta) -> None:
    """Sweep every second until told to end."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.wait(1):
        close_old_connections()
        try:
            reminders.sweep(now=timezone.now() + ahead)
            delivery.sweep(clock=lambda: timezone.now() + ahead)
        except Error:
            continue
        print("swept", flush=True)


if __name__ == "__main__":
    tempo.keep()
    main(timedelta(seconds=float(sys.argv[1])))
