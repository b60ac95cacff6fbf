"""How a request stands against its last day: one tone of colour, one shape, and always words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.web.dates import shortdate

Tone = Literal["late", "soon", "ontime", "resting", "done"]
SHAPES: dict[str, str] = {"late": "▲", "soon": "◆", "ontime": "●", "resting": "❚❚", "done": "✓"}
WARN_DAYS = 3


@dataclass(frozen=True)
class Standing:
    """The tone of a request on one day, and the words that go with it."""

    tone: Tone
    words: str


def standing(
    *,
    last_on: date | None,
    today: date,
    paused_since: date | None = None,
    closed_on: date | None = None,
    answered_on: date | None = None,
    free: Collection[date] = (),
    warn_days: int = WARN_DAYS,
) -> Standing:
    """Return tone and words of a request: closed before paused, paused before late.

    `free` are the days on which nobody works; a request is `soon` when at most `warn_days` working days
    are left. The words count calendar days, as the law does.
    """
    if closed_on:
        return Standing("done", _closed(last_on, closed_on, answered_on))
    if paused_since:
        return Standing("resting", _paused((today - paused_since).days))
    if last_on is None:
        return Standing("ontime", _("no last day yet"))
    left = (last_on - today).days
    if left < 0:
        return Standing("late", ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left})
    near = left <= 1 or _working_days(today, last_on, free) <= warn_days
    return Standing("soon" if near else "ontime", _left(left))


def _closed(last_on: date | None, closed_on: date, answered_on: date | None) -> str:
    if answered_on is None:
        return _("closed on %(day)s") % {"day": shortdate(closed_on)}
    late = (answered_on - last_on).days if last_on else 0
    if late > 0:
        return ngettext("answered %(n)s day late", "answered %(n)s days late", late) % {"n": late}
    return _("answered on %(day)s") % {"day": shortdate(answered_on)}


def _paused(days: int) -> str:
    if days < 1:
        return _("paused since today")
    return ngettext("paused %(n)s day", "paused %(n)s days", days) % {"n": days}


def _left(days: int) -> str:
    if days == 0:
        return _("due today")
    if days == 1:
        return _("due tomorrow")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def _working_days(today: date, last_on: date, free: Collection[date]) -> int:
    """Return the working days after today up to the last day, that day included."""
    days = (today + timedelta(days=ahead) for ahead in range(1, (last_on - today).days + 1))
    return sum(day not in free for day in days)
