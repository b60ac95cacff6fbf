"""Who has how much to answer in each of the six weeks ahead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dsr.web.desk.timeline import WEEK, WEEKS, Load

# So many people stand on the page, those with most to answer first.
MOST = 8
BUSY = 60.0


@dataclass(frozen=True)
class Person:
    """One person, the number to answer in each week with the width of its bar in percent, and their sum."""

    name: str
    weeks: Sequence[tuple[int, float]]
    total: int
    url: str


def people(load: Load, start: date) -> list[Person]:
    """Return whoever has something to answer in the weeks from `start` on; nobody's requests stand last."""
    names: dict[Any, Any] = {}
    weeks: dict[Any, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for (on, who, name), count in load.items():
        names[who] = name if who else _("nobody yet")
        weeks[who][(on - start).days // WEEK] += count
    heaviest = max((count for row in weeks.values() for count in row), default=1)
    order = sorted(weeks, key=lambda who: (who is None, -sum(weeks[who])))[:MOST]
    return [
        Person(
            name=names[who],
            weeks=[(count, BUSY * count / heaviest) for count in weeks[who]],
            total=sum(weeks[who]),
            url=f"?handler={who or 'none'}",
        )
        for who in order
    ]
