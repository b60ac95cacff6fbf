"""Which requests are late or near their last day, each by the day it is at its own controller."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Q

from dsr.models import WAITING
from dsr.web.desk.who import Desk


def local_days(desk: Desk, now: datetime) -> dict[date, list[int]]:
    """Return the controllers by the day it is there."""
    days: dict[date, list[int]] = defaultdict(list)
    for controller in desk.controllers:
        days[now.astimezone(controller.tz).date()].append(controller.pk)
    return days


def late(desk: Desk, now: datetime) -> Q:
    """Return the condition that the last day of an open request has passed; one that waits is not late."""
    return between(desk, now, None, -1) & ~Q(state__in=WAITING)


def between(desk: Desk, now: datetime, first: int | None, last: int) -> Q:
    """Return the condition that the last day lies so many days from today, both included."""
    found = Q(pk__in=[])
    for today, controllers in local_days(desk, now).items():
        there = Q(controller__in=controllers, due_on__lte=today + timedelta(days=last))
        if first is not None:
            there &= Q(due_on__gte=today + timedelta(days=first))
        found |= there
    return found


def within(desk: Desk, now: datetime, working_days: int) -> Q:
    """Return the condition that at most so many working days of the controller are left."""
    found = Q(pk__in=[])
    for controller in desk.controllers:
        today = now.astimezone(controller.tz).date()
        until = controller.calendar.add_working_days(today, working_days)
        found |= Q(controller=controller.pk, due_on__range=(today, until))
    return found
