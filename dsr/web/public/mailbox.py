"""The page on which the sender of a form confirms the mailbox: by code, by another mail, or with another address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.models import Blocked, Controller, MailboxCheck, Submission
from dsr.services import mailbox
from dsr.services.mailbox import NotCorrectable, Tried
from dsr.web.public import visit
from dsr.web.public.fields import Address, Line
from dsr.web.public.shell import for_controller, moment, show


class CodeForm(forms.Form):
    """The code from the mail."""

    use_required_attribute = False
    code = Line(
        label=_("Code from our e-mail"), help_text=_("Ten letters and figures; hyphens and capitals do not matter."),
        hints={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"},
        error_messages={"required": _("Write the code that stands in our e-mail.")},
    )  # fmt: skip


class CorrectForm(forms.Form):
    """Another address, where the first was wrong."""

    use_required_attribute = False
    email = Address(
        label=_("Your right e-mail address"), hints={"autocomplete": "email"},
        error_messages={"required": _("Write the address to which we shall send the e-mail.")},
    )  # fmt: skip


@for_controller
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_page(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Take a code, send the mail again, or correct the address; a look at it changes nothing."""
    submission = visit.sent_by(request, controller, now=timezone.now())
    if submission is None:
        return redirect("public:status")
    if request.method != "POST":
        return _show(request, submission)
    if "again" in request.POST:
        return _again(request, submission)
    return _correct(request, submission) if "email" in request.POST else _code(request, submission)


def _code(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        tried = mailbox.confirm_by_code(submission.pk, form.cleaned_data["code"], now=timezone.now())
        if tried == Tried.CONFIRMED:
            messages.success(request, gettext("Thank you, your address is confirmed."))
            return redirect(_back(request, submission))
        wrong = {
            Tried.WRONG: _("This is not the code from our newest e-mail. Please check it, letter by letter."),
            Tried.OVER: _(
                "No code holds at the moment: it is older than ten minutes, was tried too often, or is not sent yet. "
                "Please use the link in our e-mail, which holds longer."
            ),
        }
        form.add_error("code", wrong[tried])
    return _show(request, submission, code=form, status=422)


def _again(request: HttpRequest, submission: Submission) -> HttpResponse:
    now = timezone.now()
    _tell(request, submission, mailbox.send_again(submission.pk, now=now))
    return redirect(_back(request, submission))


def _correct(request: HttpRequest, submission: Submission) -> HttpResponse:
    form, now = CorrectForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            due_at = mailbox.correct_address(submission.pk, form.cleaned_data["email"], now=now)
        except (NotCorrectable, Blocked):
            form.add_error("email", _("The address cannot be changed here any more. Please write to us."))
        else:
            _tell(request, submission, due_at)
            return redirect(_back(request, submission))
    return _show(request, submission, correct=form, status=422)


def _tell(request: HttpRequest, submission: Submission, due_at: Any) -> None:
    """Say when the mail goes: an address gets one a day, whoever asks for it."""
    if due_at is None:
        messages.info(request, gettext("The e-mail is on its way already. It may take some minutes."))
    elif due_at <= timezone.now():
        messages.success(request, gettext("We send the e-mail now. It may take some minutes."))
    else:
        text = gettext("We send at most one such e-mail a day to an address. The next one goes on %(when)s.")
        messages.info(request, text % {"when": moment(due_at, submission.controller)})


def _show(
    request: HttpRequest, submission: Submission, *, code: forms.Form | None = None,
    correct: forms.Form | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    form = code or correct
    context = {
        **state_of(submission), "code_form": code or CodeForm(), "correct_form": correct or CorrectForm(),
        "form": form or CodeForm(), "has_errors": bool(form and form.errors), "back": _back(request, submission),
    }  # fmt: skip
    return show(request, "public/mailbox.html", submission.controller, context, status=status)


def state_of(submission: Submission) -> dict[str, Any]:
    """Return how the confirmation stands, for every page that speaks of it."""
    check = MailboxCheck.objects.filter(submission=submission).first()
    return {
        "to_confirm": bool(submission.confirm_digest),
        "denied": bool(
            check and check.denied_at and not submission.confirm_digest and not submission.confirmed_at
        ),
        "held": bool(check and check.held and submission.confirm_digest),
        "address": submission.subject.mail_address,
    }


def _back(request: HttpRequest, submission: Submission) -> str:
    """Return the page from which the visitor came: the receipt of this browser, or else the status page."""
    slug = submission.controller.slug
    mine = visit.draft_of(request, submission.controller, now=timezone.now())
    if mine is not None and mine.submission_id == submission.pk:
        return reverse("public:done", args=[slug])
    return reverse("public:status")
