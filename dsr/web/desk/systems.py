"""The register of systems as the data protection officer reads it: what each holds, who keeps it, what is open."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.law import rights
from dsr.models import Role, State, System, TaskState
from dsr.notices.words import numbered
from dsr.web.access import role_required
from dsr.web.desk.who import desk_of, shell


@role_required(Role.DPO)
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """Show the systems of the controllers whose officer the person is."""
    desk = desk_of(request)
    is_open = Q(tasks__state=TaskState.OPEN) & ~Q(tasks__dsr__state=State.CLOSED)
    late = is_open & Q(tasks__due_on__lt=timezone.localdate())
    found = System.objects.filter(controller__in=desk.at(Role.DPO)).select_related("controller")
    found = found.annotate(waiting=Count("tasks", filter=is_open), late=Count("tasks", filter=late))
    rows = [_row(system) for system in found.order_by("controller__name", "-is_active", "name")]
    several = len({row["system"].controller_id for row in rows}) > 1
    context = {"rows": rows, "several": several, "in_use": sum(row["system"].is_active for row in rows)}
    return render(request, "desk/systems.html", shell(request, "systems", **context))


def _row(system: System) -> dict[str, Any]:
    return {
        "system": system,
        "articles": list(
            dict.fromkeys(
                numbered(right.article) for right in rights.ALL.values() if right.code in system.rights
            )
        ),
        "late": system.late,  # type: ignore[attr-defined]
        "waiting": system.waiting,  # type: ignore[attr-defined]
    }
