"""A message of the person to the desk, with the files that belong to it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.models import State, Submission
from dsr.services import conversation
from dsr.services.files import EXTENSIONS, Looked, NotTaken, look
from dsr.web.public import words
from dsr.web.public.attach import SeveralFiles
from dsr.web.public.entry import entered
from dsr.web.public.fields import Words
from dsr.web.public.shell import show


class MessageForm(forms.Form):
    """What the person writes to the desk, and sends along."""

    use_required_attribute = False
    body = Words(
        rows=8, label=_("Your message"), error_messages={"required": _("Write something before you send it.")}
    )
    files = forms.FileField(
        label=_("Files"), required=False,
        widget=SeveralFiles(attrs={"accept": ",".join(EXTENSIONS), "multiple": True}),
        help_text=_(
            "PDF, pictures (JPEG, PNG, HEIC), text (TXT, EML, DOCX) or tables (CSV, XLSX), up to 20 MB each, "
            "ten at most."
        ),
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take a message of the person; if one of its files cannot be taken, nothing is sent and the words stay."""
    submission = entered(request)
    if submission is None and request.POST.get("body", "").strip():
        # The page closed itself while somebody was writing: their words are given back.
        return show(request, "public/closed.html", None, {"typed": request.POST["body"]}, status=403)
    if submission is None or submission.purged_at:
        return redirect("public:status")
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, form, submission):
        messages.success(request, _("Your message is with us. Whoever works on your request will read it."))
        return redirect("public:status")
    context = {
        "form": form, "has_errors": bool(form.errors), "chose_files": bool(request.FILES),
        "is_proof": submission.requests.filter(state=State.AWAITING_IDENTITY).exists(),
    }  # fmt: skip
    return show(
        request, "public/write.html", submission.controller, context, status=422 if form.errors else 200
    )


def _send(request: HttpRequest, form: MessageForm, submission: Submission) -> bool:
    """Send words and files together, or note in the form what is wrong with which file."""
    looked: list[Looked] = []
    for upload in request.FILES.getlist("files"):
        try:
            looked.append(look(upload))
        except NotTaken as error:
            form.add_error("files", words.refusal(error.reason, upload.name or ""))
    if form.errors:
        return False
    try:
        conversation.write_in(submission, body=form.cleaned_data["body"], looked=looked, now=timezone.now())
    except NotTaken as error:
        form.add_error("files", words.refusal(error.reason, looked[-1].name))
        return False
    return True
