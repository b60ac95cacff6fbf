"""The heartbeat of each sweep: written when it ends well, missed when it does not come."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from dsr.models import Heartbeat
from dsr.services.timetable import RHYTHMS


@dataclass
class Beat:
    """What a sweep says of itself when it ends: how much it did."""

    did: int = 0


@contextmanager
def beating(sweep: str, *, now: datetime) -> Iterator[Beat]:
    """Do one sweep; when it ends without an error, write down that it did. `now` is when it began."""
    beat = Beat()
    yield beat
    stored = {"last_at": now, "did": max(0, beat.did)}
    Heartbeat.objects.update_or_create(
        sweep=sweep, defaults=stored, create_defaults={**stored, "first_at": now}
    )


def silent(*, now: datetime) -> list[str]:
    """Return the sweeps that should have gone through by now and did not.

    A sweep that never ran counts from when the first of the others did, so that a fresh installation is not late.
    """
    beats = {beat.sweep: beat for beat in Heartbeat.objects.all()}
    begun = min((beat.first_at for beat in beats.values()), default=now)
    last = {sweep: beats[sweep].last_at if sweep in beats else begun for sweep in RHYTHMS}
    return [sweep for sweep, rhythm in RHYTHMS.items() if last[sweep] < now - rhythm.patience]
