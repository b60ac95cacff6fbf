"""How one request stands on one day, for desk and public pages alike: its rail, its tone, why its date is that date."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dsr.law.calendars import Calendar
from dsr.law.deadlines import Timetable
from dsr.models import SubjectRequest
from dsr.notices.words import cited
from dsr.web.rail import Rail
from dsr.web.tone import Standing, standing


def today_of(dsr: SubjectRequest, now: datetime | None = None) -> date:
    """Return the day it is for the controller of a request."""
    return (now or timezone.now()).astimezone(dsr.controller.tz).date()


def right_name(dsr: SubjectRequest) -> str:
    """Return the name of the right in the language of the page."""
    return dsr.law.name(get_language() or "en")


def tone(dsr: SubjectRequest, today: date) -> Standing:
    """Return the colour of a request and the words that go with it."""
    last_on = dsr.due_on
    return standing(
        last_on=last_on,
        today=today,
        paused_since=_paused_since(dsr),
        closed_on=dsr.closed_on,
        answered_on=dsr.answered_on,
        free=_free(dsr.controller.calendar, today, last_on) if last_on and today < last_on else (),
    )


def rail(dsr: SubjectRequest, today: date, *, row: bool = False) -> Rail:
    """Return the ruler of a request: its days, pauses, free days, and what an extension would give.

    In a `row` of a list an extension is shown only while it is to be decided, so that the law is asked for few.
    """
    received, now = dsr.submission.received_on, tone(dsr, today).tone
    table = dsr.timetable() if dsr.is_open and (not row or now == "soon") else None
    extendable = table.extendable_to if table and _may_extend(dsr, today, table.announce_by) else None
    last = [day for day in (dsr.due_on, extendable, today if dsr.is_open else dsr.closed_on) if day]
    return Rail(
        received_on=received,
        today=today,
        last_on=dsr.due_on,
        extendable_to=extendable,
        extended=dsr.is_extended,
        first_last_on=dsr.extension.first_due_on if dsr.is_extended else None,
        pauses=tuple((pause.asked_on, pause.answered_on) for pause in dsr.pauses.all() if pause.rests),
        free=frozenset(_free(dsr.controller.calendar, received, max(last, default=received))),
        tone=now,
        closed_on=dsr.closed_on,
    )


def why(dsr: SubjectRequest) -> list[dict[str, str]]:
    """Return the rules that gave the date, in order, each with its source, in the language of the page."""
    return reasons(dsr.timetable(), dsr)


def reasons(table: Timetable, dsr: SubjectRequest) -> list[dict[str, str]]:
    """Return the rules of a timetable in the language of the page, the year only where it is another one."""
    year = dsr.submission.received_on.year
    return [
        {
            "text": _(step.text) % {name: _said(value, year) for name, value in step.values},
            "source": cited(step.source),
        }
        for step in table.explanation
    ]


def free_days(calendar: Calendar, start: date, end: date) -> frozenset[date]:
    """Return the days from `start` to `end`, both included, on which nobody has to work."""
    return frozenset(_free(calendar, start, end))


def _paused_since(dsr: SubjectRequest) -> date | None:
    if not dsr.is_open:
        return None
    since = dsr.reopened_on or date.min
    waiting = [p for p in dsr.pauses.all() if p.rests and p.answered_on is None and p.asked_on >= since]
    return min((pause.asked_on for pause in waiting), default=None)


def _may_extend(dsr: SubjectRequest, today: date, announce_by: date | None) -> bool:
    """Tell whether the mark "if extended" still means anything."""
    return not dsr.is_extended and not dsr.law.immediate and (announce_by is None or today <= announce_by)


def _said(value: Any, year: int) -> str:
    """Return a value of the law's explanation in words: a date with its year only where it is another one."""
    if isinstance(value, date):
        # Translators: a date with and without its year, in the letters of Django's date format.
        return date_format(value, _("j F")) if value.year == year else date_format(value, _("j F Y"))
    return _(value) if isinstance(value, str) and value else str(value)


def _free(calendar: Calendar, start: date, end: date) -> Iterable[date]:
    months = {(day.year, day.month) for day in (start + timedelta(n) for n in range((end - start).days + 1))}
    return [day for month in sorted(months) for day in _free_in(calendar, *month) if start <= day <= end]


@lru_cache(maxsize=2048)
def _free_in(calendar: Calendar, year: int, month: int) -> tuple[date, ...]:
    """Return the free days of one month. A calendar is frozen, so what it says of a month stays."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    days = (first + timedelta(n) for n in range((after - first).days))
    return tuple(day for day in days if not calendar.is_working_day(day))
