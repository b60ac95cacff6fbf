"""The page of one request: where it stands, what comes next, what was written, what happened."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dsr.models import Attachment
from dsr.services import files, reading
from dsr.web import present
from dsr.web.desk import history, reminders, what_if
from dsr.web.desk.facts import facts, first_line, letters, waiting_for
from dsr.web.desk.panels import panels
from dsr.web.desk.steps import missing, steps
from dsr.web.desk.talk import talk
from dsr.web.desk.who import case_or_404, desk_of, shell


def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request to whoever may read it; the reading is logged."""
    dsr, desk, now = case_or_404(request, reference), desk_of(request), timezone.now()
    dsr.today = today = present.today_of(dsr, now)
    events = list(dsr.events.select_related("by"))
    messages = list(dsr.submission.messages.select_related("author", "dsr"))
    reading.read(dsr, by=desk.user, now=now, known=(events, messages))
    tried = what_if.WhatIfForm(request.GET, dsr=dsr)
    notices = [one for one in dsr.submission.notices.all() if one.recipient == "person"]
    acknowledged = [notice for notice in notices if notice.kind == "acknowledgement" and notice.sent_at]
    context: dict[str, Any] = {
        "dsr": dsr,
        "right": present.right_name(dsr),
        "head": first_line(dsr),
        "waiting_for": waiting_for(dsr, desk),
        "may_take_along": desk.is_dpo(dsr.controller_id),
        "may_write": dsr.submission.purged_at is None,
        "steps": steps(dsr, desk),
        "missing": missing(dsr),
        "panels": panels(dsr, desk),
        "standing": present.tone(dsr, today),
        "rail": present.rail(dsr, today),
        "why": present.why(dsr),
        "what_if": tried,
        "would_be": what_if.answer(tried),
        "comments": dsr.comments.all(),
        "watches": any(one.user_id == desk.user.pk for one in dsr.watches.all()),
        "letters_seen": len(messages),
        "reminders": reminders.coming(dsr, now),
        "milestones": history.milestones(dsr, events, acknowledged[0].sent_at if acknowledged else None),
        "talk": talk(dsr, messages),
        "log": history.log(dsr, events),
        "readers": history.readers(events),
        "letters": letters(dsr, notices),
        **facts(dsr, desk),
    }
    return render(request, "desk/case.html", shell(request, "requests", **context))


@require_GET
def file(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """Hand out a file that came with a request, never to be shown by the browser itself."""
    dsr = case_or_404(request, reference)
    # What an owner sent for another right of the same letter belongs to that request.
    own = Q(task=None) | Q(task__dsr=dsr)
    found = Attachment.objects.filter(own, submission=dsr.submission_id, pk=pk).first()
    if found is None or not found.stored_as:
        raise Http404
    reading.file_opened(dsr, found, by=desk_of(request).user, now=timezone.now())
    response = FileResponse(
        files.opened(found), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )  # fmt: skip
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
