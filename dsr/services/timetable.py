"""The timetable of the sweeps: how often each goes, and how long it may be silent. Its only list; one line each."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rhythm:
    """How often a sweep goes: `every` so many seconds, or at a minute of each hour, or at a time of each day (UTC).

    `patience` is how long it may be silent. A tick is dropped after `expires` seconds, before it could pile up behind
    others: the next one finds the same rows.
    """

    patience: timedelta
    every: int = 0
    minute: int = 0
    hour: int | None = None
    expires: int = 0

    @property
    def drops_after(self) -> int:
        """After how many seconds a tick that nobody took is dropped."""
        return self.expires or self.every - 1


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


# In the order in which one process does them one after the other.
RHYTHMS = {
    "dates": Rhythm(_minutes(180), minute=7, expires=3000),
    "reminders": Rhythm(_minutes(15), every=60),
    "owners": Rhythm(_minutes(15), every=60),
    "overviews": Rhythm(_minutes(30), every=300),
    "outbox": Rhythm(_minutes(15), every=15),
    "drafts": Rhythm(_minutes(60), every=900),
    "packages": Rhythm(_minutes(30), every=300),
    "purge": Rhythm(timedelta(hours=36), hour=2, minute=30, expires=36000),
    "log": Rhythm(_minutes(15), every=30),
    "exports": Rhythm(_minutes(60), every=20),
}
