"""The page after sending: what was received, the secret, each due date and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dsr.models import Controller, SubjectRequest, Submission
from dsr.services import drafts
from dsr.web import present
from dsr.web.public import visit, words
from dsr.web.public.shell import complaint, for_controller, moment, show


@for_controller
@require_safe
def done(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Show the receipt as long as the form's day lasts, the secret for half an hour."""
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    if draft is None or draft.submission_id is None:
        return redirect("public:start", controller.slug)
    submission = Submission.objects.select_related("subject").get(pk=draft.submission_id)
    requests = requests_of(submission, controller)
    context = {
        "submission": submission,
        "received": moment(submission.received_at, controller),
        "rights": [
            {"dsr": dsr, "name": words.in_words(dsr.law.plain), "official": dsr.law.name(get_language() or "en"),
             "why": present.why(dsr)}
            for dsr in requests
        ],
        "count": words.few(len(requests)),
        "secret": drafts.secret_of(draft, visit.token_of(request, controller), now=now),
        "unconfirmed": any(dsr.state == "unconfirmed" for dsr in requests),
        "represented": submission.relation != "self",
        **complaint(controller),
    }  # fmt: skip
    return show(request, "public/done.html", controller, context)


def requests_of(submission: Submission, controller: Controller) -> list[SubjectRequest]:
    """Return the requests of a submission with all that a page shows of them, read in as few queries as can be."""
    rows = submission.requests.select_related("extension").prefetch_related("pauses").order_by("pk")
    requests = list(rows)
    for dsr in requests:
        dsr.submission, dsr.controller = submission, controller
    return requests
