"""The ladder of a dispute: three working days before its day, on that day, and each working day after it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dsr.models import Dispute, Notice
from dsr.notices.hours import clock_time
from dsr.notices.ladder import MORNING

KIND = "dispute_due"
# Working days before the day at which the officer is reminded.
BEFORE = (3, 0)
ONE_DAY = timedelta(days=1)
OF_DISPUTE = re.compile(r"^d(\d+):")


def occasion(dispute: Dispute, day: date) -> str:
    """Return the occasion of a reminder: a day that is set anew starts the ladder anew."""
    return f"d{dispute.pk}:{dispute.due_on.isoformat()}:{day.isoformat()}"


def dispute_of(notice: Notice) -> Dispute | None:
    """Return the dispute that a notice is about."""
    found = OF_DISPUTE.match(notice.occasion)
    return Dispute.objects.filter(pk=int(found[1])).first() if found else None


def after(dispute: Dispute, *, now: datetime) -> datetime | None:
    """Return the next moment at which to remind; None once nothing of ours is due."""
    if not dispute.waits:
        return None
    return next(at for at, _day in _moments(dispute, now) if at > now)


def due(dispute: Dispute, *, now: datetime) -> date | None:
    """Return the latest day of the ladder that came since the dispute was last looked at."""
    if not dispute.waits or dispute.wake_at is None or dispute.wake_at > now:
        return None
    days = []
    for at, day in _moments(dispute, dispute.wake_at):
        if at > now:
            break
        if at >= dispute.wake_at:
            days.append(day)
    return days[-1] if days else None


def still_holds(notice: Notice) -> bool:
    """Return whether a reminder that was written down is still worth sending."""
    dispute = dispute_of(notice)
    return (
        dispute is not None
        and dispute.waits
        and notice.occasion.startswith(f"d{dispute.pk}:{dispute.due_on.isoformat()}:")
    )


def _moments(dispute: Dispute, since: datetime) -> Iterator[tuple[datetime, date]]:
    """Yield every moment of the ladder, from those before the day on, without end."""
    controller = dispute.dsr.controller
    calendar, at = controller.calendar, clock_time(controller.ladder.get("at"), MORNING)
    for days in BEFORE:
        day = calendar.add_working_days(dispute.due_on, -days) if days else dispute.due_on
        yield datetime.combine(day, at, controller.tz), day
    # Days long over need not be walked through one by one.
    day = max(dispute.due_on, since.astimezone(controller.tz).date() - ONE_DAY)
    while True:
        day = calendar.next_working_day(day + ONE_DAY)
        yield datetime.combine(day, at, controller.tz), day
