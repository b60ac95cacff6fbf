"""What a monitor asks: whether the process answers, and whether anything that must go out is late."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dsr.services import obligations as service


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer that this process can answer."""
    return JsonResponse({"status": "ok"})


@require_safe
def obligations(request: HttpRequest) -> JsonResponse:
    """Answer 503 when anything due is more than a quarter of an hour late. Numbers only, nothing of any case."""
    found = service.late(now=timezone.now())
    status = 503 if found.any else 200
    words = {
        "status": "late" if found.any else "ok",
        "late_notices": found.notices,
        "late_put_off": found.put_off,
        "late_letters": found.letters,
        "late_requests": found.requests,
        "late_tasks": found.tasks,
        "late_disputes": found.disputes,
        "late_events": found.events,
        "silent_sweeps": list(found.sweeps),
    }
    return JsonResponse(words, status=status)
