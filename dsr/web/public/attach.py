"""The page on which files can be added, each kept at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.models import Attachment, Controller, Draft
from dsr.services import drafts, files
from dsr.web.public import flow, visit, words
from dsr.web.public.pages import address, go_on, reachable, show_page
from dsr.web.public.shell import for_controller

# The digits of the longest number that a row may have.
DIGITS = 18


class SeveralFiles(forms.FileInput):
    """This will let a browser choose several files at once."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """The field for files; what is wrong with one of them is said beside it, the others are kept."""

    files = forms.FileField(
        label=_("Choose files"), required=False,
        widget=SeveralFiles(attrs={"accept": ",".join(files.EXTENSIONS), "multiple": True}),
        help_text=_(
            "PDF, pictures (JPEG, PNG, HEIC), text (TXT, EML, DOCX) or tables (CSV, XLSX), up to 20 MB each, "
            "ten at most."
        ),
    )  # fmt: skip


@for_controller
@require_http_methods(["GET", "HEAD", "POST"])
def files_page(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Add files, take them out again, or go on without."""
    draft = visit.draft_of(request, controller, now=timezone.now())
    if draft is not None and draft.submission_id is not None:
        return redirect("public:done", controller.slug)
    answers = flow.given(draft.answers) if draft else {}
    if draft is None or not reachable(controller, answers, "files"):
        return redirect(address(controller, flow.first_open(controller, answers)))
    if request.method == "POST":
        return _change(request, controller, draft, answers)
    return _show(request, controller, draft, answers, [])


def _change(
    request: HttpRequest, controller: Controller, draft: Draft, answers: flow.Answers
) -> HttpResponse:
    number = request.POST.get("remove", "")
    if number.isdecimal() and len(number) <= DIGITS:
        for attachment in _kept(draft).filter(pk=int(number)):
            files.drop(attachment)
        return redirect(request.get_full_path())
    wrong = _take(request.FILES.getlist("files"), draft)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"taken": not wrong, "wrong": " ".join(wrong)})
    if wrong:
        return _show(request, controller, draft, answers, wrong, status=422)
    if "add" in request.POST:
        return redirect(request.get_full_path())
    draft = drafts.keep(draft.pk, now=timezone.now(), pages={"files": {"asked_as": ""}})
    return go_on(request, controller, draft, "files")


def _take(uploads: Sequence[UploadedFile], draft: Draft) -> list[str]:
    """Keep every file that can be kept; return what is wrong with the others."""
    wrong = []
    for upload in uploads:
        try:
            files.take(upload, draft=draft, now=timezone.now())
        except files.NotTaken as error:
            wrong.append(words.refusal(error.reason, upload.name or ""))
    return wrong


def _kept(draft: Draft) -> Any:
    return Attachment.objects.filter(draft=draft, submission=None).order_by("pk")


def _show(
    request: HttpRequest, controller: Controller, draft: Draft, answers: flow.Answers, wrong: list[str], *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    form = FilesForm({}) if wrong else FilesForm()
    for text in wrong:
        form.add_error("files", text)
    kept = list(_kept(draft))
    context = {
        "form": form, "has_errors": bool(wrong), "kept": kept, "full": len(kept) >= files.MOST_FILES,
        "proof_wanted": not kept and answers["relation"].get("basis") in {"authority", "appointed"},
    }  # fmt: skip
    return show_page(
        request, controller, answers, "files", context, template="public/files.html", status=status
    )
