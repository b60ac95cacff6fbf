"""The page behind the link that confirms a mailbox: looking at it changes nothing, its two buttons do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dsr.services import identity, mailbox
from dsr.services.identity import UnknownLink
from dsr.vault import secrets
from dsr.web.public.shell import show


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the buttons; on a POST take the mailbox as proven, or as a stranger's.

    A used link and a wrong one look the same.
    """
    try:
        if request.method != "POST":
            submission = identity.find_link(token)
            return show(request, "public/confirm.html", submission.controller, {})
        if "not_me" in request.POST:
            stopped = mailbox.deny(token, now=timezone.now())
            return show(request, "public/not_me.html", stopped.controller, {})
        confirmed = identity.confirm_by_link(token, now=timezone.now())
    except UnknownLink:
        return show(request, "public/link_over.html", None, {}, status=404)
    controller = confirmed.submission.controller
    context = {
        "secret": secrets.grouped(confirmed.secret),
        "references": confirmed.submission.requests.order_by("pk").values_list("reference", flat=True),
    }
    return show(request, "public/confirmed.html", controller, context)
