"""The last twelve months by month and right: how many requests came, how many were answered, how many in time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from dsr.models import Role, SubjectRequest
from dsr.web.desk.who import Desk

MONTHS = 12
# A year of so many answers is counted anew only after so many seconds: one more does not move it.
MANY, KEPT = 20_000, 600


@dataclass
class Month:
    """One month; `by_right` holds how many requests of each right came in it."""

    first: date
    received: int = 0
    answered: int = 0
    in_time: int = 0
    by_right: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The month in three letters or so, as the language has it."""
        # Translators: a short month, in the letters of Django's date format.
        return date_format(self.first, _("M"))

    @property
    def late(self) -> int:
        """How many answers of the month went out after their last day."""
        return self.answered - self.in_time


def months(desk: Desk, now: datetime, counted: QuerySet[SubjectRequest]) -> list[Month]:
    """Return twelve months up to this one, the oldest first."""
    zone = desk.controllers[0].tz if desk.controllers else ZoneInfo("UTC")
    today = now.astimezone(zone).date()
    # Keys and numbers alone: nothing that is kept says anything of a person.
    whose = sorted(desk.at(Role.DPO, Role.AUDITOR)), desk.at(Role.HANDLER) and desk.user.pk
    key = f"trend:{whose}:{today}".replace(" ", "")
    found: list[Month] | None = cache.get(key)
    if found is None:
        found = _count(counted, today, zone)
        if sum(month.answered for month in found) > MANY:
            cache.set(key, found, KEPT)
    return found


def _count(counted: QuerySet[SubjectRequest], today: date, zone: ZoneInfo) -> list[Month]:
    firsts = [_back(today, months) for months in range(MONTHS - 1, -1, -1)]
    found = {first: Month(first) for first in firsts}
    begin = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=zone)
    came = counted.filter(received_at__gte=begin).order_by()
    came = came.values_list(TruncMonth("received_at", tzinfo=zone), "right").annotate(Count("pk"))
    for at, right, count in came:
        month = found.get(at.date())
        if month:
            month.received += count
            month.by_right[right] += count
    in_time = Q(due_on=None) | Q(answered_on__lte=F("due_on"))
    went = counted.filter(answered_on__gte=firsts[0]).order_by().values(month=TruncMonth("answered_on"))
    went = went.annotate(answered=Count("pk"), timely=Count("pk", filter=in_time))
    for first, answered, timely in went.values_list("month", "answered", "timely"):
        if first in found:
            found[first].answered, found[first].in_time = answered, timely
    return [found[first] for first in firsts]


def _back(today: date, months: int) -> date:
    """Return the first day of the month so many months ago."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)
