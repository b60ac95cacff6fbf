"""Another address: named on one page, confirmed there by the code that went to it. Looking changes nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.models import Medium, State, Submission
from dsr.services import contact
from dsr.services.mailbox import Tried
from dsr.web.public.entry import entered
from dsr.web.public.fields import Address
from dsr.web.public.mailbox import CodeForm
from dsr.web.public.shell import moment, show


class NewAddressForm(forms.Form):
    """This will take the address to which letters shall go."""

    use_required_attribute = False
    email = Address(
        label=_("Your new e-mail address"), hints={"autocomplete": "email"},
        error_messages={"required": _("Write the address to which our letters shall go.")},
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Take a new address, then the code that was mailed to it."""
    submission = entered(request)
    if submission is None or not may_change(submission):
        return redirect("public:status")
    if request.method != "POST":
        return _page(request, submission)
    return _name(request, submission) if "email" in request.POST else _code(request, submission)


def may_change(submission: Submission) -> bool:
    """Return whether another address can be named here; one that was never confirmed is corrected elsewhere."""
    fresh = bool(submission.confirm_digest) and submission.requests.filter(state=State.UNCONFIRMED).exists()
    return submission.purged_at is None and submission.medium == Medium.MAIL and not fresh


def _name(request: HttpRequest, submission: Submission) -> HttpResponse:
    form, now = NewAddressForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            due_at = contact.ask(submission.pk, form.cleaned_data["email"], now=now)
        except contact.SameAddress:
            form.add_error("email", _("Our letters go to this address already."))
        except contact.TooMany:
            form.add_error(
                "email", _("You asked for three codes today. Please try again tomorrow, or write to us.")
            )
        else:
            text = _now("We send at most one such e-mail a day to an address. The next one goes on %(when)s.")
            if due_at > now:
                messages.info(request, text % {"when": moment(due_at, submission.controller)})
            return redirect("public:address")
    return _page(request, submission, email_form=form, status=422)


def _code(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        tried = contact.confirm(submission.pk, form.cleaned_data["code"], now=timezone.now())
        if tried == Tried.CONFIRMED:
            messages.success(request, _now("From now on our letters go to your new address."))
            return redirect("public:status")
        wrong = {
            Tried.WRONG: _("This is not the code from our newest e-mail. Please check it, letter by letter."),
            Tried.OVER: _("No code holds at the moment: it is older than ten minutes, was tried too often, or is "
                          "not sent yet."),
        }  # fmt: skip
        form.add_error("code", wrong[tried])
    return _page(request, submission, code_form=form, status=422)


def _page(
    request: HttpRequest, submission: Submission, *, status: int = 200, **forms_given: Any
) -> HttpResponse:
    waiting = contact.pending(submission)
    form = next(iter(forms_given.values()), None)
    context = {
        "email_form": NewAddressForm(), "code_form": CodeForm(), "form": form, "has_errors": form is not None,
        "waiting": waiting.new_address if waiting else "", "current": submission.subject.mail_address, **forms_given,
    }  # fmt: skip
    return show(request, "public/address.html", submission.controller, context, status=status)
