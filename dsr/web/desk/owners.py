"""The owners who have let their day pass, for the first page of the day."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from dsr.models import Role, State, Task, TaskState
from dsr.web.desk.steps import address
from dsr.web.desk.who import Desk

MOST = 8


def late(desk: Desk, now: datetime) -> list[dict[str, Any]]:
    """Return the questions of this person's requests that are overdue, the oldest first, at most a few."""
    mine = Q(dsr__controller__in=desk.at(Role.DPO)) | Q(
        dsr__controller__in=desk.at(Role.HANDLER), dsr__handler=desk.user
    )
    rows = Task.objects.filter(mine, state=TaskState.OPEN, due_on__lt=timezone.localdate(now))
    rows = rows.exclude(dsr__state=State.CLOSED)
    rows = rows.select_related("system", "dsr__controller").order_by("due_on", "pk")
    found = [
        (task, (now.astimezone(task.dsr.controller.tz).date() - task.due_on).days) for task in rows[:MOST]
    ]
    return [
        {
            "system": task.system.name,
            "owner": task.system.owner_name or task.system.owner_email,
            "reference": task.dsr.reference,
            "url": reverse("desk:request", args=[task.dsr.reference]),
            "chase_url": address(task.dsr, "chase_task", task.pk),
            "words": ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days},
        }
        for task, days in found
        if days > 0
    ]
