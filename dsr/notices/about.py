"""What a mail to staff says of a dispute, and of due dates that moved."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dsr.models import Event, EventName, Notice
from dsr.notices import dispute_ladder, links
from dsr.notices import words as wording

MOVED = "dates_moved"
# So many dates one mail lists; the desk shows them all.
MOST = 60


def dispute(notice: Notice, today: date) -> dict[str, Any]:
    """Return what a reminder says of a dispute: what it is, and its own day."""
    found = dispute_ladder.dispute_of(notice)
    if found is None:
        return {}
    return {
        "dispute": found.get_kind_display(),
        "dispute_due_on": wording.longdate(found.due_on),
        "dispute_late": today > found.due_on,
        "tag": f"[{wording.time_left(found.due_on, today)}]",
    }


def occasion_of(first: int, last: int) -> str:
    """Return the occasion of a mail about dates that moved: the first and the last of their events."""
    return f"e{first}-{last}"


def dates(notice: Notice) -> dict[str, Any]:
    """Return one line for each date that moved, with a link to its request."""
    if notice.kind != MOVED:
        return {}
    first, last = (int(number) for number in notice.occasion.removeprefix("e").split("-"))
    rows = Event.objects.filter(controller=notice.controller_id, name=EventName.DATE_MOVED)
    rows = rows.filter(pk__gte=first, pk__lte=last).select_related("dsr").order_by("pk")
    lines = [{"text": _moved(row), "link": links.to_case(row.dsr) if row.dsr else ""} for row in rows[:MOST]]
    return {"moved": lines, "moved_more": max(rows.count() - MOST, 0)}


def _moved(row: Event) -> str:
    return f"{row.dsr}: {_day(row.data['from'])} \N{RIGHTWARDS ARROW} {_day(row.data['to'])}"


def _day(written: str | None) -> str:
    return wording.longdate(date.fromisoformat(written)) if written else _("no day")
