"""Showing who one is: a document that is destroyed with the decision, or the word of the controller's own area."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.models import Submission
from dsr.services import handover as vouching
from dsr.services import papers
from dsr.services.files import NotTaken
from dsr.web.public import words
from dsr.web.public.entry import entered
from dsr.web.public.shell import show

ENDINGS = ".pdf,.jpg,.jpeg,.png,.heic"


class PaperForm(forms.Form):
    """This will take one copy of a document."""

    use_required_attribute = False
    paper = forms.FileField(
        label=_("A picture or a copy of the document"), widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=_("Cover what we do not need: the picture of your face, numbers, and all but what our letter asks."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )  # fmt: skip


def means(submission: Submission) -> list[str]:
    """Return the ways in which the person can show who they are, on this page and now."""
    if submission.purged_at is not None:
        return []
    found = [papers.MEANS] if papers.is_wanted(submission) else []
    open_ones = submission.requests.exclude(state="closed").exists()
    return [*found, *([vouching.MEANS] if open_ones and vouching.is_offered(submission.controller) else [])]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Show the ways that the controller offers; on a POST take one document."""
    submission = entered(request)
    if submission is None or not means(submission):
        return redirect("public:status")
    if request.method != "POST":
        return _page(request, submission, PaperForm())
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            papers.take(submission.pk, form.cleaned_data["paper"], now=timezone.now())
        except NotTaken as error:
            form.add_error("paper", words.refusal(error.reason, form.cleaned_data["paper"].name or ""))
        except papers.NotAsked:
            return redirect("public:status")
        else:
            text = _now("We have your document. Only who decides about it sees it; then it is destroyed.")
            messages.success(request, text)
            return redirect("public:status")
    return _page(request, submission, form, status=422)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Come back from the controller's own area: a button takes its word; looking at the page uses nothing up."""
    submission = entered(request)
    token = str(request.POST.get("token", "") if request.method == "POST" else request.GET.get("token", ""))
    context: dict[str, Any] = {"token": token[: vouching.MOST_LETTERS]}
    if submission is None:
        return show(request, "public/handover.html", None, {**context, "closed": True}, status=403)
    if request.method != "POST":
        return show(request, "public/handover.html", submission.controller, context)
    try:
        vouching.take(submission.pk, token, now=timezone.now())
    except vouching.NotVouched:
        context = {**context, "wrong": True}
        return show(request, "public/handover.html", submission.controller, context, status=422)
    messages.success(request, _now("Thank you. We know now that it is you."))
    return redirect("public:status")


def _page(
    request: HttpRequest, submission: Submission, form: PaperForm, *, status: int = 200
) -> HttpResponse:
    offered, controller = means(submission), submission.controller
    first = submission.requests.order_by("pk").first()
    away = ""
    if vouching.MEANS in offered and first is not None:
        joint = "&" if "?" in controller.handover_url else "?"
        away = f"{controller.handover_url}{joint}{urlencode({'request': first.reference})}"
    context = {
        "form": form, "has_errors": bool(form.errors), "takes_papers": papers.MEANS in offered, "away": away,
        "held": papers.held(submission).count(), "most": papers.MOST,
    }  # fmt: skip
    return show(request, "public/identity.html", controller, context, status=status)
