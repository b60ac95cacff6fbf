"""The page on which a person says whether somebody acts for them: looking at it changes nothing, its buttons do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dsr.services import mandates
from dsr.services.mandates import UnknownMandate
from dsr.web.public.shell import show


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest, token: str) -> HttpResponse:
    """Show who says to act for the person; take their yes or no."""
    try:
        submission = mandates.find(token)
        if request.method != "POST":
            context = {"agent": submission.subject.agent_name, "relation": submission.relation}
            return show(request, "public/mandate.html", submission.controller, context)
        said_yes = request.POST.get("answer") == "yes"
        (mandates.confirm if said_yes else mandates.deny)(token, now=timezone.now())
    except UnknownMandate:
        return show(request, "public/link_over.html", None, {"mandate": True}, status=404)
    return show(request, "public/mandate_said.html", submission.controller, {"yes": said_yes})
