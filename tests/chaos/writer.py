"""A program of a storm: writes letters into the desk until it is ended, however the database behaves.

`python -m tests.chaos.writer NAME PAUSE`. It prints a line when its first letter is stored.
"""

import importlib
import itertools
import sys
import time
import uuid

import django
from django.db import Error, close_old_connections, connection
from django.utils import timezone

django.setup()
tempo = importlib.import_module("tests.chaos.tempo")
models = importlib.import_module("dsr.models")
intake = importlib.import_module("dsr.services.intake")
handling = importlib.import_module("dsr.services.handling")

# Every so many letters: a person whose mailbox does not exist, and one whose identity is in doubt.
GONE, DOUBTED = 10, 3
PATIENCE = 0.3


def patiently(change):
    """Do one change; again as long as the database is away. What was done meanwhile is refused, and that is well."""
    while True:
        try:
            return change()
        except Error:
            connection.close()
            close_old_connections()
            time.sleep(PATIENCE)
        except Exception as refusal:  # noqa: BLE001  (the first try was stored after all)
            print(type(refusal).__name__, file=sys.stderr, flush=True)
            return None


def main(name: str, pause: float) -> None:
    """Write letter after letter."""
    controller = patiently(lambda: models.Controller.objects.get(slug="storm"))
    officer = patiently(lambda: models.User.objects.get(email="dpo@controller.example.org"))
    for number in itertools.count():
        write(controller, officer, name, number)
        if not number:
            print("stored", flush=True)
        time.sleep(pause)


def write(controller, officer, name: str, number: int) -> None:
    """Write one letter, and do to some of them what sends a second one."""
    key = uuid.uuid4()
    box = "gone" if number % GONE == GONE - 1 else "p"
    asked = intake.Asked(
        rights=("access",),
        language="de",
        name="Mira Erfunden",
        email=f"{box}-{name}-{number}@person.example.net",
    )
    receipt = patiently(
        lambda: intake.submit(
            controller, asked, now=timezone.now(), channel="post", by=officer, client_key=key
        )
    )
    if receipt is not None and number % DOUBTED == 0:
        (dsr,) = receipt.requests
        patiently(lambda: handling.ask_identity(dsr.pk, why="-", asks="-", by=officer, now=timezone.now()))


if __name__ == "__main__":
    tempo.keep()
    main(sys.argv[1], float(sys.argv[2]))
