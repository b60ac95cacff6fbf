"""The figures of the home page: open, overdue, on time, how long an answer takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dsr.models import Event, EventName, Pause, Role, State, SubjectRequest
from dsr.web.desk.days import late
from dsr.web.desk.who import Desk

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
    unexplained: int
    on_time: float | None
    reachable: float | None
    median_days: int | None
    ninetieth: int | None


def counted(desk: Desk) -> QuerySet[SubjectRequest]:
    """Return the requests that a person may see figures of: a handler's own, all for DPO and auditor."""
    whole = Q(controller__in=desk.at(Role.DPO, Role.AUDITOR))
    own = Q(controller__in=desk.at(Role.HANDLER), handler=desk.user)
    return SubjectRequest.objects.filter(whole | own)


def figures(desk: Desk, now: datetime) -> Figures:
    """Return the figures of today and of the last twelve months."""
    is_late = late(desk, now)
    rests = Exists(Pause.objects.waiting().filter(dsr=OuterRef("pk")))
    explained = Exists(Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED))
    rows = counted(desk).order_by()
    now_open = rows.exclude(state=State.CLOSED).aggregate(
        open=Count("pk"),
        paused=Count("pk", filter=Q(rests)),
        extended=Count("pk", filter=Q(extension__isnull=False)),
        overdue=Count("pk", filter=is_late),
        unexplained=Count("pk", filter=is_late & ~Q(explained)),
    )
    answered = rows.filter(state=State.CLOSED, answered_on__gt=(now - YEAR).date())
    in_time = Q(due_on=None) | Q(answered_on__lte=F("due_on"))
    done = answered.aggregate(all=Count("pk"), in_time=Count("pk", filter=in_time))
    middle, tenth = _days_taken(answered)
    return Figures(
        **now_open,
        on_time=_share(done["in_time"], done["all"] + now_open["overdue"]),
        reachable=_share(
            done["in_time"] + now_open["open"] - now_open["overdue"], done["all"] + now_open["open"]
        ),
        median_days=middle,
        ninetieth=tenth,
    )


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _days_taken(answered: QuerySet[SubjectRequest]) -> tuple[int | None, int | None]:
    rows: Any = answered.order_by("-answered_on").values_list(
        "answered_on", "submission__received_at", "submission__zone"
    )
    taken = [(on - at.astimezone(ZoneInfo(zone)).date()).days for on, at, zone in rows[:SAMPLE]]
    if not taken:
        return None, None
    tenth = round(quantiles(taken, n=10)[-1]) if len(taken) >= FEWEST_FOR_TENTHS else None
    return round(median(taken)), tenth
