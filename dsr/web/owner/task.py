"""The page behind the link of a system's owner. Looking changes nothing; a dead link and a wrong one look the same."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dsr.models import Task, TaskState
from dsr.notices.task_link import DeadLink
from dsr.services import files, reading, tasks
from dsr.web.owner import words
from dsr.web.owner.forms import AnswerForm, BackForm
from dsr.web.public.shell import show
from dsr.web.public.words import refusal

# So long a number of a row can be at most.
DIGITS = 18


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, token: str) -> HttpResponse:
    """Show one question, take its answer or its files, or take it back."""
    try:
        found = tasks.find(token)
        if request.method == "POST":
            return _change(request, found)
    except DeadLink as error:
        raise Http404 from error
    if found.state == TaskState.HANDED_BACK:
        return _page(request, "owner/back.html", found)
    again = "again" in request.GET and tasks.may_answer(found, found.dsr)
    if found.is_open or again:
        kept = {"answer": found.answer, "reason": found.reason, "comment": found.comment} if again else {}
        reading.task_opened(found, now=timezone.now())
        return _form(request, found, AnswerForm(initial=kept))
    told_on = timezone.localdate(found.answered_at, found.dsr.controller.tz)
    may_correct = tasks.may_answer(found, found.dsr)
    return _page(request, "owner/answered.html", found, told_on=told_on, may_correct=may_correct)


def _change(request: HttpRequest, found: Task) -> HttpResponse:
    here, now = request.path, timezone.now()
    if "back" in request.POST:
        form = BackForm(request.POST)
        if not form.is_valid():
            return _form(request, found, AnswerForm(), back=form, status=422)
        tasks.hand_back(found.pk, comment=form.cleaned_data["comment"], now=now)
        return redirect(here)
    if not tasks.may_answer(found, found.dsr):
        return redirect(here)
    form = AnswerForm(request.POST)
    wrong = _take(request.FILES.getlist("files"), found)
    if removed := request.POST.get("remove", ""):
        _remove(found, removed)
    if wrong or removed or "add" in request.POST:
        return _as_typed(request, found, wrong)
    if not form.is_valid():
        return _form(request, found, form, status=422)
    said = form.cleaned_data
    tasks.answer(found.pk, answer=said["answer"], comment=said["comment"], reason=said["reason"], now=now)
    return redirect(here)


def _as_typed(request: HttpRequest, found: Task, wrong: Sequence[str]) -> HttpResponse:
    """Show the page again with what was typed, after a file came or went; it is not an answer yet."""
    if not wrong:
        return _form(request, found, AnswerForm(initial=request.POST.dict()))
    form = AnswerForm(request.POST)
    form.errors.clear()
    for text in wrong:
        form.add_error("files", text)
    return _form(request, found, form, status=422)


def _take(uploads: Sequence[UploadedFile], found: Task) -> list[str]:
    """Keep every file that can be kept; return what is wrong with the others."""
    wrong = []
    for upload in uploads:
        try:
            files.take_for(upload, task=found, now=timezone.now())
        except files.NotTaken as error:
            wrong.append(refusal(error.reason, upload.name or ""))
    return wrong


def _remove(found: Task, number: str) -> None:
    if number.isdecimal() and len(number) <= DIGITS:
        for attachment in found.attachments.filter(pk=int(number)):
            files.drop(attachment)


def _form(
    request: HttpRequest, found: Task, form: AnswerForm, *, back: BackForm | None = None, status: int = 200
) -> HttpResponse:
    kept = list(found.attachments.order_by("pk"))
    more: dict[str, Any] = {
        "form": form, "back": back or BackForm(), "kept": kept, "full": len(kept) >= files.MOST_FILES,
        "asks": words.asks(found), "hints": words.hints(), "identifiers": words.identifiers(found),
        "has_errors": bool(form.is_bound and form.errors),
        "is_late": found.is_late(timezone.localdate(timezone.now(), found.dsr.controller.tz)),
    }  # fmt: skip
    return _page(request, "owner/task.html", found, status=status, **more)


def _page(
    request: HttpRequest, template: str, found: Task, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Return a page of the owner: every language is offered, whatever the controller's form offers."""
    controller = found.dsr.controller
    context = {
        "controller": controller, "task": found, "system": found.system, "reference": found.dsr.reference,
        "files": found.attachments.count(), **more,
    }  # fmt: skip
    return show(request, template, None, context, status=status)
