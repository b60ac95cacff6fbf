"""The page after sending: what was received, the secret, each due date and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dsr.models import Controller, Draft, Mandate, SubjectRequest, Submission
from dsr.notices import receipt_paper
from dsr.notices.words import longdate, numbered
from dsr.services import drafts
from dsr.web import codes, present
from dsr.web.public import visit, words
from dsr.web.public.mailbox import CodeForm, state_of
from dsr.web.public.shell import complaint, for_controller, moment, show


@for_controller
@require_safe
def done(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Show the receipt as long as the form's day lasts, the secret for half an hour."""
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    if draft is None or draft.submission_id is None:
        return redirect("public:start", controller.slug)
    submission, shown = _receipt(draft, controller)
    secret = drafts.secret_of(draft, visit.token_of(request, controller), now=now)
    context = {
        "submission": submission,
        "rights": shown,
        "received": moment(submission.received_at, controller),
        "count": words.few(len(shown)),
        "secret": secret,
        "code": codes.as_svg(codes.receipt(shown[0]["dsr"].reference, secret)) if secret else "",
        "unconfirmed": any(right["dsr"].state == "unconfirmed" for right in shown),
        "represented": submission.relation != "self",
        "told": Mandate.objects.filter(submission=submission).exists(),
        "own_words": words.own(controller, "done"),
        "code_form": CodeForm(),
        **state_of(submission),
        **complaint(controller),
    }
    return show(request, "public/done.html", controller, context)


@for_controller
@require_safe
def receipt(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Return the receipt as a PDF, with the secret as long as the page itself shows it."""
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    if draft is None or draft.submission_id is None:
        return redirect("public:start", controller.slug)
    submission, shown = _receipt(draft, controller)
    secret = drafts.secret_of(draft, visit.token_of(request, controller), now=now)
    made = receipt_paper.render(
        submission,
        rights=[
            {"name": str(right["name"]), "official": right["official"], "reference": right["dsr"].reference,
             "due_on": longdate(right["dsr"].due_on), "article": numbered(right["dsr"].law.article),
             "why": [str(step["text"]) for step in right["why"]]}
            for right in shown
        ],
        secret=secret,
        code=codes.as_svg(codes.receipt(shown[0]["dsr"].reference, secret)) if secret else "",
        received=moment(submission.received_at, controller),
        authority=complaint(controller).get("authority"),
        language=get_language() or controller.language,
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="receipt.pdf"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def _receipt(draft: Draft, controller: Controller) -> tuple[Submission, list[dict[str, Any]]]:
    """Return what was sent, and for each right its name, its day and why."""
    submission = Submission.objects.select_related("subject", "controller").get(pk=draft.submission_id)
    shown = [
        {"dsr": dsr, "name": words.in_words(dsr.law.plain), "official": dsr.law.name(get_language() or "en"),
         "why": present.why(dsr)}
        for dsr in requests_of(submission, controller)
    ]  # fmt: skip
    return submission, shown


def requests_of(submission: Submission, controller: Controller) -> list[SubjectRequest]:
    """Return the requests of a submission with all that a page shows of them, read in as few queries as can be."""
    rows = submission.requests.select_related("extension").prefetch_related("pauses").order_by("pk")
    requests = list(rows)
    for dsr in requests:
        dsr.submission, dsr.controller = submission, controller
    return requests
