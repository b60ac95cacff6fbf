"""How the office does: by month, right, controller and channel, counted inside the database.

A share is that of the requests which came in the period: on time = answered in time, out of all that were or are to
be answered (in time, late, open in time, open and late); best still reachable counts those that are open in time as
well. What ends without an answer of the controller's (withdrawn, handed over, merged, no request) is in no share and
counted as unanswered; with it, the four make up all that were received.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext_noop

from dsr.law import rights
from dsr.models import (
    Channel,
    Controller,
    Event,
    EventName,
    Pause,
    PauseReason,
    State,
    SubjectRequest,
    Task,
    TaskState,
)

WAYS = {
    "month": gettext_noop("Month"),
    "right": gettext_noop("Right"),
    "controller": gettext_noop("Controller"),
    "channel": gettext_noop("Channel"),
}
Lines = Callable[[dict[str, Any]], list["Line"]]
# One in ten answers may take longer than the ninetieth percentile.
TENTH = 0.9


@dataclass
class Line:
    """The figures of one month, right, controller or channel. Days are calendar days from receipt to answer."""

    key: Any
    received: int = 0
    closed: int = 0
    open_at_end: int = 0
    in_time: int = 0
    late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    unanswered: int = 0
    extended: int = 0
    identity_asked: int = 0
    refused: int = 0
    explained: int = 0
    days: Counter[int] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        """How many requests the shares are of."""
        return self.in_time + self.late + self.open_in_time + self.open_late

    @property
    def on_time(self) -> float | None:
        """Percent answered in time; None where there is nothing to divide."""
        return _share(self.in_time, self.counted)

    @property
    def reachable(self) -> float | None:
        """Percent in time if everything that is open in time is answered in time."""
        return _share(self.in_time + self.open_in_time, self.counted)

    @property
    def identity_share(self) -> float | None:
        """Percent in which the identity was doubted."""
        return _share(self.identity_asked, self.received)

    @property
    def median(self) -> int | None:
        """Days within which half of the answers were given."""
        return percentile(self.days, 0.5)

    @property
    def ninetieth(self) -> int | None:
        """Days within which nine in ten answers were given."""
        return percentile(self.days, TENTH)


@dataclass
class Report:
    """One report: its period, the sum of all, the lines of each way, and the tables of single matters.

    `grounds` counts refusals by the article of their ground; `owners` says of each system how many questions it
    answered and within how many days half of them.
    """

    first: date
    last: date
    total: Line
    lines: dict[str, list[Line]]
    grounds: list[tuple[str, int]]
    owners: list[tuple[str, int, int | None]]


def percentile(days: Counter[int], part: float) -> int | None:
    """Return the smallest number of days within which at least that part of the answers was given."""
    wanted, so_far = sum(days.values()) * part, 0
    for number in sorted(days):
        so_far += days[number]
        if so_far >= wanted:
            return number
    return None


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def report(requests: QuerySet[SubjectRequest], *, first: date, last: date, now: datetime) -> Report:
    """Return the figures of the requests that came from `first` to `last`, both included, by the controllers' days.

    Open at the end means: at the end of each month, and of the period for every other way.
    """
    found: dict[str, dict[Any, Line]] = {way: {} for way in WAYS}
    total = Line("")
    grounds: Counter[str] = Counter()
    owners: dict[str, Counter[int]] = defaultdict(Counter)
    for controller in Controller.objects.filter(pk__in=requests.order_by().values("controller")):
        own = requests.filter(controller=controller).order_by()
        own = own.annotate(came_on=TruncDate("submission__received_at", tzinfo=controller.tz))
        came = own.filter(came_on__range=(first, last))

        def lines(cell: dict[str, Any], controller: Controller = controller) -> list[Line]:
            keys = {
                "month": cell["month"], "right": cell["right"], "channel": cell["submission__channel"],
                "controller": controller.name,
            }  # fmt: skip
            places = [found[way].setdefault(key, Line(key)) for way, key in keys.items() if key]
            return [*places, total]

        today = now.astimezone(controller.tz).date()
        for cell in came.annotate(month=TruncMonth("came_on")).values(*CELL).annotate(**_counts(today)):
            for line in lines(cell):
                for name in COUNTED:
                    setattr(line, name, getattr(line, name) + cell[f"n_{name}"])
        _days(came, lines)
        _ends(own, first, last, lines)
        grounds.update(_grounds(came))
        _answers(came, controller, owners)
    return Report(
        first, last, total,
        {way: _in_order(way, found[way].values()) for way in WAYS},
        grounds.most_common(),
        [(name, sum(days.values()), percentile(days, 0.5)) for name, days in sorted(owners.items())],
    )  # fmt: skip


CELL = ("month", "right", "submission__channel")
COUNTED = (
    "received", "in_time", "late", "open_in_time", "open_late", "unanswered", "extended", "identity_asked",
    "refused", "explained",
)  # fmt: skip


def _counts(today: date) -> dict[str, Any]:
    """Return what is counted of the requests that came, each a condition inside one query."""
    is_open, answered = ~Q(state=State.CLOSED), Q(answered_on__isnull=False)
    in_time = Q(due_on=None) | Q(answered_on__lte=F("due_on"))
    past = Q(due_on__lt=today)
    doubted = Exists(Pause.objects.filter(dsr=OuterRef("pk"), reason=PauseReason.IDENTITY))
    explained = Exists(Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED))
    what = {
        "received": Q(),
        "in_time": answered & in_time,
        "late": answered & ~in_time,
        "open_in_time": is_open & ~answered & ~past,
        "open_late": is_open & ~answered & past,
        "unanswered": ~is_open & ~answered,
        "extended": Q(extension__isnull=False),
        "identity_asked": Q(doubted),
        "refused": Q(outcome="refused", state=State.CLOSED),
        "explained": Q(explained),
    }
    return {f"n_{name}": Count("pk", filter=condition or None) for name, condition in what.items()}


def _days(came: QuerySet[SubjectRequest], lines: Lines) -> None:
    """Count the answers by the days that they took."""
    taken = ExpressionWrapper(F("answered_on") - F("came_on"), output_field=DurationField())
    answered = came.filter(answered_on__isnull=False).annotate(month=TruncMonth("came_on"), taken=taken)
    for cell in answered.values(*CELL, "taken").annotate(n=Count("pk")):
        for line in lines(cell):
            line.days[cell["taken"].days] += cell["n"]


def _ends(own: QuerySet[SubjectRequest], first: date, last: date, lines: Lines) -> None:
    """Count what was closed, and what was open at the end of each month and of the period."""
    closed = own.filter(closed_on__range=(first, last)).annotate(month=TruncMonth("closed_on"))
    for cell in closed.values(*CELL).annotate(n=Count("pk")):
        for line in lines(cell):
            line.closed += cell["n"]
    for month in months(first, last):
        end = min(_last_of(month), last)
        still = own.filter(Q(closed_on=None) | Q(closed_on__gt=end), came_on__lte=end)
        for cell in still.values(*CELL[1:]).annotate(n=Count("pk")):
            by_month, *others = lines({**cell, "month": month})
            by_month.open_at_end += cell["n"]
            if end == last:
                for line in others:
                    line.open_at_end += cell["n"]


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month from the one of `first` to the one of `last`."""
    found = [first.replace(day=1)]
    while (following := _last_of(found[-1]) + timedelta(days=1)) <= last:
        found.append(following)
    return found


def _last_of(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _grounds(came: QuerySet[SubjectRequest]) -> Counter[str]:
    """Count the refusals, whole or in part, by the article of each ground."""
    found: Counter[str] = Counter()
    refused = came.filter(state=State.CLOSED, outcome__in=["refused", "partly_granted"])
    for right, codes, number in refused.values_list("right", "grounds").annotate(n=Count("pk")):
        for code in codes:
            found[rights.get(right).ground(code).ref] += number
    return found


def _answers(came: QuerySet[SubjectRequest], controller: Controller, owners: dict[str, Counter[int]]) -> None:
    """Count the answers of the owners of systems by the days that they took."""
    asked = Task.objects.filter(dsr__in=came.values("pk"), state=TaskState.ANSWERED).order_by()
    asked = asked.annotate(
        asked_on=TruncDate("asked_at", tzinfo=controller.tz),
        on=TruncDate("answered_at", tzinfo=controller.tz),
    )
    taken = ExpressionWrapper(F("on") - F("asked_on"), output_field=DurationField())
    for name, days, number in asked.values_list("system__name", taken).annotate(n=Count("pk")):
        owners[f"{controller.name}: {name}"][days.days] += number


def _in_order(way: str, lines: Iterable[Line]) -> list[Line]:
    """Return the lines in the order of their kind: of the calendar, of the articles, of the alphabet."""
    order = {code: place for place, code in enumerate([*rights.ALL, *Channel.values])}
    return sorted(
        lines, key=lambda line: (order.get(line.key, 0) if way in {"right", "channel"} else 0, line.key)
    )


def name(way: str, key: Any) -> str:
    """Return what a line is called in the language that is active."""
    if way == "month":
        return date_format(key, "F Y")
    if way == "right":
        return rights.get(key).name(get_language() or "en")
    return str(Channel(key).label) if way == "channel" else str(key)
