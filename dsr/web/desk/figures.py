"""The figures of the home page: what is open and how it stands, what was answered in time, how long it takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dsr.models import Event, EventName, Role, State, SubjectRequest
from dsr.web.desk.days import late, within
from dsr.web.desk.trend import Month
from dsr.web.desk.who import Desk
from dsr.web.tone import WARN_DAYS

YEAR = timedelta(days=365)
# So many of the last answers make the median; more would not move it and would have to be read.
SAMPLE = 500
FEWEST_FOR_TENTHS = 10


@dataclass(frozen=True)
class Figures:
    """What the tiles say. Shares are percentages; None where there is nothing to divide."""

    open: int
    paused: int
    extended: int
    overdue: int
    soon: int
    unexplained: int
    on_time: float | None
    reachable: float | None
    median_days: int | None
    ninetieth: int | None

    @property
    def bar(self) -> list[tuple[str, int]]:
        """The open requests by days left, the most pressing first; what rests is neither late nor on time."""
        calm = self.open - self.overdue - self.soon - self.paused
        parts = [("late", self.overdue), ("soon", self.soon), ("ontime", calm), ("resting", self.paused)]
        return [(tone, count) for tone, count in parts if count > 0]


def counted(desk: Desk) -> QuerySet[SubjectRequest]:
    """Return the requests that a person may see figures of: a handler's own, all for DPO and auditor."""
    whole = Q(controller__in=desk.at(Role.DPO, Role.AUDITOR))
    own = desk.at(Role.HANDLER)
    mine = Q(controller__in=own, handler=desk.user)
    return SubjectRequest.objects.filter(whole | mine if own else whole)


def figures(desk: Desk, now: datetime, months: list[Month]) -> Figures:
    """Return the figures of today, and with the months of the trend those of the last twelve months."""
    is_late, near = late(desk, now), within(desk, now, WARN_DAYS) & Q(due_on__isnull=False)
    rows = counted(desk).exclude(state=State.CLOSED).order_by()
    explained = Exists(Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED))
    now_open = rows.aggregate(
        open=Count("pk"),
        # While the clock rests there is no last day.
        paused=Count("pk", filter=Q(due_on=None)),
        extended=Count("pk", filter=Q(extension__isnull=False)),
        overdue=Count("pk", filter=is_late),
        soon=Count("pk", filter=near),
        unexplained=Count("pk", filter=is_late & ~Q(explained)),
    )
    done, in_time = sum(month.answered for month in months), sum(month.in_time for month in months)
    middle, tenth = _days_taken(counted(desk).filter(answered_on__gt=(now - YEAR).date()))
    calm = now_open["open"] - now_open["overdue"]
    return Figures(
        **now_open,
        on_time=_share(in_time, done + now_open["overdue"]),
        reachable=_share(in_time + calm, done + now_open["open"]),
        median_days=middle,
        ninetieth=tenth,
    )


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _days_taken(answered: QuerySet[SubjectRequest]) -> tuple[int | None, int | None]:
    rows: Any = answered.order_by("-answered_on").values_list(
        "answered_on", "received_at", "submission__zone"
    )
    taken = [(on - at.astimezone(ZoneInfo(zone)).date()).days for on, at, zone in rows[:SAMPLE]]
    if not taken:
        return None, None
    tenth = round(quantiles(taken, n=10)[-1]) if len(taken) >= FEWEST_FOR_TENTHS else None
    return round(median(taken)), tenth
