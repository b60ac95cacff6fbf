"""The page of one step: what will happen, the words it needs, the letter it sends; then the step itself."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Blocker, SubjectRequest
from dsr.services import posting, reading
from dsr.services.answering import NotEditable
from dsr.services.step import StalePage
from dsr.web import present
from dsr.web.desk import step_up
from dsr.web.desk.actions import ACTIONS, Action
from dsr.web.desk.preview import preview
from dsr.web.desk.repeats import is_repeat
from dsr.web.desk.step_form import StepForm
from dsr.web.desk.steps import blockers, mending
from dsr.web.desk.who import case_or_404, desk_of, shell

# The number of a row, as an address may name it.
ROW = re.compile(r"^[0-9]{1,18}$", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Show one step of one request, preview its letter, or carry it out."""
    if action not in ACTIONS:
        raise Http404
    dsr, entry = case_or_404(request, reference), ACTIONS[action]
    dsr.today = present.today_of(dsr)
    desk = desk_of(request)
    if entry.dpo_only and not desk.is_dpo(dsr.controller_id):
        raise PermissionDenied
    if entry.step_up and _carries_out(request) and (answer := step_up.asked(request)):
        return answer
    decides, on = desk.is_dpo(dsr.controller_id), request.GET.get("on", "")
    form = entry.form(
        request.POST or None, dsr=dsr, user=desk.user, decides=decides, on=int(on) if ROW.match(on) else None
    )
    if request.method != "POST":
        if not entry.suits(dsr):
            messages.info(request, _("This step does not fit any more: the request has moved on."))
            return redirect("desk:request", reference)
        reading.read(dsr, by=desk.user, now=timezone.now())
        return _page(request, dsr, entry, form)
    if "preview" in request.POST:
        form.is_valid()
        return _page(request, dsr, entry, form)
    if not form.is_valid():
        return _page(request, dsr, entry, form, status=422)
    return _carry_out(request, dsr, entry, form)


def _carries_out(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def _carry_out(request: HttpRequest, dsr: SubjectRequest, entry: Action, form: StepForm) -> HttpResponse:
    by, seen = desk_of(request).user, form.cleaned_data["seen"]
    try:
        entry.run(dsr.pk, by=by, now=timezone.now(), seen=seen, **form.words)
    except Blocked as blocked:
        return _page(request, dsr, entry, form, status=422, blocking=blocked.blockers)
    except (StalePage, TransitionNotAllowed, NotEditable) as error:
        stored = case_or_404(request, dsr.reference)
        if is_repeat(stored, entry.event, entry.same, form.words, by=by, seen=seen):
            return redirect("desk:request", dsr.reference)
        if isinstance(error, NotEditable):
            raise TransitionNotAllowed("the answer is frozen", object=stored, method=None) from error
        raise
    messages.success(request, _("Done: %(step)s.") % {"step": entry.verb})
    return redirect("desk:request", dsr.reference)


def _page(
    request: HttpRequest,
    dsr: SubjectRequest,
    entry: Action,
    form: StepForm,
    *,
    status: int = 200,
    blocking: list[Blocker] | None = None,
) -> HttpResponse:
    found = blocking if blocking is not None else blockers(dsr, entry, desk_of(request))
    context: dict[str, Any] = {
        "dsr": dsr,
        "action": entry,
        "form": form,
        "right": present.right_name(dsr),
        "standing": present.tone(dsr, dsr.today or present.today_of(dsr)),
        "blocking": [(blocker, *mending(dsr, blocker)) for blocker in found],
        "may": not found,
        "letter": preview(entry, dsr, form, now=timezone.now()) if entry.letter else None,
        "papers": posting.to_post(dsr).select_related("letter").order_by("pk") if entry.paper else [],
        # A look at the letter is no attempt to send it: nothing is wrong yet.
        "has_errors": bool(form.errors) and "preview" not in request.POST,
    }
    return render(request, "desk/act.html", shell(request, "requests", **context), status=status)
