"""What changed while a page lay open: asked every half minute where scripts run, told at the next click elsewhere."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsr.models import Direction, Message, Role
from dsr.web.access import role_required
from dsr.web.desk.who import Desk, case_or_404, desk_of

NUMBER = re.compile(r"^[0-9]{1,18}$", re.ASCII)


@require_GET
def case_changed(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a request has changed since the version that the page shows; the same element as before if not."""
    dsr = case_or_404(request, reference)
    seen, letters = _number(request, "seen"), _number(request, "letters")
    since = dsr.events.filter(version__gt=seen).exclude(name="read").select_related("by")
    now_there = dsr.submission.messages.count()
    context = {
        "dsr": dsr, "seen": seen, "letters": letters, "wrote": now_there > letters,
        "since": list(since) if dsr.version > seen else [],
    }  # fmt: skip
    return render(request, "desk/live_case.html", context)


@role_required(Role.DPO, Role.HANDLER)
@require_GET
def work_arrived(request: HttpRequest) -> HttpResponse:
    """Say that there is work which the first page does not show yet."""
    newest = latest(desk_of(request))
    # The first time it is only asked how things stand; the page then carries that along.
    shown = _number(request, "newest") or newest
    return render(request, "desk/live_home.html", {"newest": shown, "arrived": newest > shown})


def latest(desk: Desk) -> int:
    """Return a number that grows with each request and each message of a person that this desk may read."""
    case = desk.cases.order_by("-pk").values_list("pk", flat=True).first() or 0
    written = Message.objects.filter(submission__controller__in=desk.at(Role.DPO, Role.HANDLER))
    message = written.filter(direction=Direction.IN).order_by("-pk").values_list("pk", flat=True).first() or 0
    return case + message


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if NUMBER.match(given) else 0
