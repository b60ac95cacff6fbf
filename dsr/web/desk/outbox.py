"""The mails of the demo, to be read like a mailbox; it exists nowhere else."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dsr.notices import filebox
from dsr.web.desk.who import shell


@login_not_required
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mails; one of them whole, when it is asked for. Raises Http404 outside the demo."""
    folder = getattr(settings, "MAIL_FOLDER", "")
    if not settings.DEMO or not folder:
        raise Http404
    wanted = request.GET.get("mail", "")
    mail = filebox.read_one(folder, wanted) if wanted else None
    if wanted and mail is None:
        raise Http404
    context = {"mails": [] if mail else filebox.read_all(folder, most=100), "mail": mail}
    return render(request, "desk/outbox.html", {"section": "outbox", **_shell(request), **context})


def _shell(request: HttpRequest) -> dict[str, object]:
    return shell(request, "outbox") if request.user.is_authenticated else {}
