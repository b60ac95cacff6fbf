"""The six weeks ahead as a picture: which day is the last day of how many requests, which days are free."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.dateformat import format as date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dsr.models import State
from dsr.web.dates import longdate
from dsr.web.desk.figures import counted
from dsr.web.desk.who import Desk
from dsr.web.tone import standing

# How many have their last day then, by that day, the account of whoever handles them, and their name.
Load = Mapping[tuple[date, int | None, str | None], int]
WHO = ("handler", "handler__first_name", "handler__last_name", "handler__email")
WEEK, WEEKS = 7, 6
DAYS = WEEK * WEEKS
# The drawing: heights in pixels, widths in percent, so that it takes the width of its place.
TOP, BLOCK, GAP, FOOT = 26, 14, 4, 26
# So many blocks stand on each other; what is more becomes a number above them.
MOST_BLOCKS = 8
SATURDAY = 5
# Two names of holidays stand at least so many days apart; one needs so many days of room to its right.
NAME_APART, NAME_ROOM = 6, 12


@dataclass(frozen=True)
class DueDay:
    """One day of the timeline."""

    on: date
    count: int
    tone: str
    free: str | None

    @property
    def is_holiday(self) -> bool:
        """Whether it is free although it is no weekend."""
        return bool(self.free) and self.on.weekday() < SATURDAY


def due_days(desk: Desk, now: datetime, load: Load) -> list[DueDay]:
    """Return the days of six weeks from this Monday on, from the next one at a weekend, with what is due on each."""
    today, start = begin(desk, now)
    end = start + timedelta(days=DAYS - 1)
    counts: Counter[date] = Counter()
    for (on, _handler, _name), count in load.items():
        counts[on] += count
    free = _free_everywhere(desk, start, end)
    days = (start + timedelta(days=n) for n in range(DAYS))
    return [DueDay(day, counts[day], _tone(day, today, free), free.get(day)) for day in days]


def begin(desk: Desk, now: datetime) -> tuple[date, date]:
    """Return today, and the Monday on which the six weeks begin."""
    today = now.astimezone(desk.controllers[0].tz).date() if desk.controllers else now.date()
    ahead = WEEK if today.weekday() >= SATURDAY else 0
    return today, today - timedelta(days=today.weekday()) + timedelta(days=ahead)


def load(desk: Desk, now: datetime) -> Load:
    """Return how many open requests have their last day on which day, by whoever handles them."""
    _today, start = begin(desk, now)
    weeks = (start, start + timedelta(days=DAYS - 1))
    rows = counted(desk).exclude(state=State.CLOSED).filter(due_on__range=weeks).order_by()
    counted_by = rows.values("due_on", *WHO).annotate(count=Count("pk")).values_list("due_on", *WHO, "count")
    return {(on, who, f"{first} {last}".strip() or mail): n for on, who, first, last, mail, n in counted_by}


def _free_everywhere(desk: Desk, start: date, end: date) -> dict[date, str]:
    """Return the days that are free at each of the controllers, with their names."""
    each = [controller.calendar.free_days(start, end) for controller in desk.controllers]
    if not each:
        return {}
    return {day: name for day, name in each[0].items() if all(day in other for other in each)}


def _tone(day: date, today: date, free: Mapping[date, str]) -> str:
    return standing(last_on=day, today=today, free=free).tone


def drawing(days: list[DueDay], today: date) -> SafeString:
    """Return the timeline as SVG; the same stands in a table beside it, for whoever does not see it."""
    rows = min(max((day.count for day in days), default=0), MOST_BLOCKS)
    ground = TOP + max(rows, 4) * (BLOCK + GAP) + 12
    parts = [*_weeks(days, ground), *_free(days, ground)]
    for place, day in enumerate(days):
        parts += _blocks(place, day, ground)
        if day.on == today:
            ends = f'x1="{_x(place)}%" x2="{_x(place + 1)}%" y1="{ground}" y2="{ground}"'
            parts.append(f'<line class="tl-today" {ends}/>')
    label = escape(_("Last days of the next six weeks; the table below says the same."))
    return mark_safe(  # noqa: S308  (numbers and escaped words only)
        f'<svg class="timeline" role="img" aria-label="{label}" width="100%" height="{ground + FOOT}">'
        f"{''.join(parts)}</svg>"
    )


def _x(place: float) -> str:
    return f"{100 * place / DAYS:.2f}"


def _weeks(days: list[DueDay], ground: int) -> Iterator[str]:
    yield f'<line class="tl-ground" x1="0" x2="100%" y1="{ground}" y2="{ground}"/>'
    for place in range(0, DAYS, WEEK):
        x = _x(place)
        # Translators: a day and its short month, in the letters of Django's date format.
        name = escape(date_format(days[place].on, _("j M")))
        yield f'<line class="tl-week" x1="{x}%" x2="{x}%" y1="{TOP - 6}" y2="{ground}"/>'
        # Where there is little room, the stylesheet shows every second name only.
        kind = "tl-name tl-odd" if place // WEEK % 2 else "tl-name"
        yield f'<text class="{kind}" x="{x}%" dx="2" y="{TOP - 12}">{name}</text>'


def _free(days: list[DueDay], ground: int) -> Iterator[str]:
    width = f"{100 / DAYS:.2f}"
    named = -DAYS
    for place, day in enumerate(days):
        if day.is_holiday and place - named > NAME_APART:
            # The first of several in a row gives the name; near the right edge it is written towards the left.
            named = place
            at, anchor = (place, "start") if place < DAYS - NAME_ROOM else (place + 1, "end")
            yield (
                f'<text class="tl-feast" x="{_x(at)}%" y="{ground + 18}" text-anchor="{anchor}">'
                f"{escape(_(day.free or ''))}</text>"
            )
        if day.free:
            kind = "tl-holiday" if day.is_holiday else "tl-free"
            yield (
                f'<rect class="{kind}" x="{_x(place)}%" y="{TOP - 6}" width="{width}%" height="{ground - TOP}">'
                f"<title>{escape(longdate(day.on))}: {escape(_(day.free))}</title></rect>"
            )


def _blocks(place: int, day: DueDay, ground: int) -> Iterator[str]:
    shown = min(day.count, MOST_BLOCKS)
    for row in range(shown):
        y = ground - 4 - (row + 1) * BLOCK - row * GAP
        yield (
            f'<rect class="tl-block {day.tone}" x="{_x(place + 0.16)}%" y="{y}" width="{68 / DAYS:.2f}%"'
            f' height="{BLOCK}" rx="3"/>'
        )
    if day.count > shown:
        y = ground - 8 - shown * (BLOCK + GAP)
        yield f'<text class="tl-more" x="{_x(place + 0.5)}%" y="{y}" text-anchor="middle">{day.count}</text>'
