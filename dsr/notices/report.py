"""What the reports say: figures of a week for the officer, of a month for the management, next year's free days."""

from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from dsr.evidence import checkpoints
from dsr.models import WAITING, Controller, Notice, State, Status, SubjectRequest, Task, TaskState
from dsr.notices import links
from dsr.notices.overviews import HOLIDAYS, MONTHLY, WEEKLY
from dsr.notices.words import longdate

A_WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)
SUNDAY = 6
Figures = list[tuple[str, str]]


def contents(controller: Controller, kind: str, occasion: str, *, now: datetime) -> dict[str, Any]:
    """Return what one report says: its lines, each with a figure, and whose it is."""
    lines = {WEEKLY: _week, MONTHLY: _month, HOLIDAYS: _free_days}[kind](controller, occasion, now)
    return {
        "lines": [f"{said}: {figure}" for said, figure in lines],
        "period": _period(kind, occasion),
        "year": occasion[:4],
        "checkpoint": _checkpoint() if kind == WEEKLY else "",
        "link": _link(controller, kind),
    }


def _link(controller: Controller, kind: str) -> str:
    """Return where what a report says is found, or changed."""
    if kind == HOLIDAYS:
        return links.to_holidays(controller.slug)
    return links.to_figures() if kind == MONTHLY else links.to_desk()


def _period(kind: str, occasion: str) -> str:
    """Return the week as "12/2026", the month with its name, the year as it is."""
    if kind == WEEKLY:
        year, week = occasion.split("-W")
        return f"{int(week)}/{year}"
    # Translators: a month with its year, in the letters of Django's date format.
    return date_format(date.fromisoformat(f"{occasion}-01"), _("F Y")) if kind == MONTHLY else occasion


def _checkpoint() -> str:
    """Return the signed state of the log, which the reader's mailbox keeps for us; empty before the first."""
    last = checkpoints.latest()
    return last.note.strip() if last else ""


def nothing_ever_came(controller: Controller) -> bool:
    """Return whether there is nothing to report: no request has ever come in."""
    return not SubjectRequest.objects.filter(controller=controller).exists()


def _week(controller: Controller, occasion: str, now: datetime) -> Figures:
    year, week = occasion.split("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    today = now.astimezone(controller.tz).date()
    rows = SubjectRequest.objects.filter(controller=controller)
    open_ones = rows.exclude(state=State.CLOSED)
    notices = Notice.objects.filter(controller=controller)
    asked = Task.objects.filter(dsr__controller=controller, state=TaskState.OPEN).exclude(
        dsr__state=State.CLOSED
    )
    undelivered = notices.filter(status=Status.FAILED, due_at__gte=now - A_WEEK)
    figures = [
        (_("Received in the week before"), _received(rows, controller, monday - A_WEEK, monday - ONE_DAY)),
        (_("Closed in the week before"), rows.filter(closed_on__gte=monday - A_WEEK, closed_on__lt=monday).count()),
        (_("Open"), open_ones.count()),
        (_("Overdue"), open_ones.filter(due_on__lt=today).count()),
        (_("Due within seven days"), open_ones.filter(due_on__range=(today, today + A_WEEK)).count()),
        (_("Waiting for the person"), open_ones.filter(state__in=WAITING).count()),
        (_("Systems that have not answered in time"), asked.filter(due_on__lt=today).count()),
        (_("Mails that could not be delivered"), undelivered.count()),
        (_("Letters to be printed and posted"), notices.filter(status=Status.TO_POST).count()),
    ]  # fmt: skip
    return [(said, str(figure)) for said, figure in figures]


def _month(controller: Controller, occasion: str, now: datetime) -> Figures:
    first = date.fromisoformat(f"{occasion}-01")
    last = (first + timedelta(days=32)).replace(day=1) - ONE_DAY
    today = now.astimezone(controller.tz).date()
    rows = SubjectRequest.objects.filter(controller=controller)
    answered = rows.filter(answered_on__range=(first, last))
    done, in_time = (
        answered.count(),
        answered.filter(Q(due_on=None) | Q(answered_on__lte=F("due_on"))).count(),
    )
    open_ones = rows.exclude(state=State.CLOSED)
    late = open_ones.filter(due_on__lt=today).count()
    whole = done + late
    figures = [
        (_("Received"), _received(rows, controller, first, last)),
        (_("Answered"), done),
        (_("Answered in time"), in_time),
        (_("Answered late"), done - in_time),
        (_("Open today"), open_ones.count()),
        (_("Overdue today"), late),
        (_("On time, of what was answered or is overdue"), f"{round(100 * in_time / whole)} %" if whole else "-"),
        (_("Days until the answer, half of them fewer"), _middle(answered)),
    ]  # fmt: skip
    return [(said, str(figure)) for said, figure in figures]


def _middle(answered: QuerySet[SubjectRequest]) -> str:
    days = [(dsr.answered_on - dsr.submission.received_on).days for dsr in
            answered.select_related("submission").only("answered_on", "submission")
            if dsr.answered_on is not None]  # fmt: skip
    return str(round(median(days))) if days else "-"


def _free_days(controller: Controller, occasion: str, now: datetime) -> Figures:
    year = int(occasion)
    days = controller.calendar.free_days(date(year, 1, 1), date(year, 12, 31))
    named = {day: controller.calendar.name_of(day) for day in days}
    return [(longdate(day), name) for day, name in named.items() if name and day.weekday() < SUNDAY]


def _received(rows: QuerySet[SubjectRequest], controller: Controller, first: date, last: date) -> int:
    begin = datetime.combine(first, time(), controller.tz)
    end = datetime.combine(last + ONE_DAY, time(), controller.tz)
    return rows.filter(submission__received_at__gte=begin, submission__received_at__lt=end).count()
