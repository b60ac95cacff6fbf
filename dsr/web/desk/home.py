"""The first page of the day: what needs you, how things stand, what is coming."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import rights
from dsr.web import present
from dsr.web.desk import charts, figures, needs, owners, people, timeline, trend
from dsr.web.desk.who import desk_of, shell

MOST = 12
# Whoever asks for everything gets it, up to what one page can hold.
EVERYTHING = 200
NUMBERS = (
    _later("One"), _later("Two"), _later("Three"), _later("Four"), _later("Five"), _later("Six"),
    _later("Seven"), _later("Eight"), _later("Nine"), _later("Ten"), _later("Eleven"), _later("Twelve"),
)  # fmt: skip


def home(request: HttpRequest) -> HttpResponse:
    """Show what needs this person today."""
    desk, now = desk_of(request), timezone.now()
    most = EVERYTHING if "all" in request.GET else MOST
    lines, total = needs.lines(desk, now, most) if desk.reads else ([], 0)
    months = trend.months(desk, now, figures.counted(desk))
    numbers = figures.figures(desk, now, months)
    load, (today, start) = timeline.load(desk, now), timeline.begin(desk, now)
    days = timeline.due_days(desk, now, load)
    context = {
        "headline": headline(total) if desk.reads else open_ones(numbers.open),
        "today": today,
        "resting": resting(numbers.open - total) if desk.reads else "",
        "rows": [_row(line, first=not place) for place, line in enumerate(lines)],
        "more": total - len(lines),
        "figures": numbers,
        "bar": _bar(numbers),
        "bar_drawn": charts.bar(numbers.bar),
        "gauge": charts.gauge(numbers.on_time, numbers.reachable),
        "months": months[::-1],
        "rights": _rights(months),
        "trend": charts.trend(months),
        "people": people.people(load, start),
        "weeks": [start + timedelta(days=timeline.WEEK * n) for n in range(timeline.WEEKS)],
        "days": [day for day in days if day.count],
        "holidays": [day for day in days if day.is_holiday],
        "owners": owners.late(desk, now) if desk.reads else [],
        "drawing": timeline.drawing(days, today),
    }
    return render(request, "desk/home.html", shell(request, "home", **context))


def headline(count: int) -> str:
    """Return the headline with its number in words."""
    if not count:
        return _("Nothing needs you today")
    if count > needs.COUNTED:
        return _("More than %(number)s things need you today") % {"number": needs.COUNTED}
    said = str(NUMBERS[count - 1]) if count <= len(NUMBERS) else str(count)
    return ngettext("%(number)s thing needs you today", "%(number)s things need you today", count) % {
        "number": said
    }


def open_ones(count: int) -> str:
    """Return the headline for whoever sees figures only."""
    return ngettext("%(n)s open request", "%(n)s open requests", count) % {"n": count}


def resting(count: int) -> str:
    """Return what is said of the requests that need nobody today."""
    if count <= 0:
        return ""
    others = ngettext("%(n)s other request is on its way", "%(n)s other requests are on their way", count)
    return others % {"n": count}


def _bar(numbers: figures.Figures) -> list[tuple[str, str, str]]:
    """Return what the bar of the open requests shows: tone, words, and the list of just these."""
    words = {
        "late": (ngettext("%(n)s late", "%(n)s late", numbers.overdue), "due=late"),
        "soon": (_("%(n)s within three working days"), "due=soon"),
        "ontime": (_("%(n)s with more time"), "due=later"),
        "resting": (ngettext("%(n)s at rest", "%(n)s at rest", numbers.paused), "paused=yes"),
    }
    return [(tone, words[tone][0] % {"n": count}, words[tone][1]) for tone, count in numbers.bar]


def _rights(months: list[trend.Month]) -> list[tuple[str, list[int]]]:
    """Return how many requests of each right came in each month, the latest month first."""
    codes = sorted({code for month in months for code in month.by_right})
    language = get_language() or "en"
    return [
        (rights.get(code).name(language), [month.by_right[code] for month in months[::-1]]) for code in codes
    ]


def _row(line: needs.Need, *, first: bool) -> dict[str, Any]:
    dsr = line.dsr
    today = present.today_of(dsr)
    standing = present.tone(dsr, today)
    return {
        "tone": standing.tone, "words": standing.words, "reference": dsr.reference,
        "url": reverse("desk:request", args=[dsr.reference]), "right": present.right_name(dsr), "note": line.words,
        "rail": present.rail(dsr, today, row=True), "action": line.verb, "action_url": line.url, "primary": first,
    }  # fmt: skip
