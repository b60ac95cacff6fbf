"""Fetching the package: a page that says what it is, a ticket by a button, the file by a second one.

Looking changes nothing: whoever opens every link of a mail or a page uses nothing up.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dsr.models import Blocked, SubjectRequest, current_package
from dsr.services.packages import giving
from dsr.web.archive import archive
from dsr.web.public import offers, overview
from dsr.web.public.entry import own_request
from dsr.web.public.fields import Line
from dsr.web.public.shell import show


class PassphraseForm(forms.Form):
    """This will take the passphrase that came by telephone or by post."""

    use_required_attribute = False
    passphrase = Line(
        label=_("Passphrase"), help_text=_("You had it from us by telephone or by post. Capitals do not matter."),
        hints={"spellcheck": "false", "autocapitalize": "characters"},
        error_messages={"required": _("Write the passphrase.")},
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def download(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what can be fetched; on a POST hand out a ticket, with which the file can be had once."""
    dsr = own_request(request, reference)
    package = current_package(dsr) if dsr else None
    if dsr is None or package is None or package.released_at is None:
        return redirect("public:status")
    form = PassphraseForm(request.POST or None) if package.passphrase_digest else None
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return _page(request, dsr, form, status=422 if form is not None and form.errors else 200)
    try:
        typed = form.cleaned_data["passphrase"] if form is not None else ""
        token = giving.issue(dsr.pk, passphrase=typed, now=timezone.now())
    except giving.WrongPassphrase:
        return _wrong(
            request, dsr, form, _now("This is not the passphrase. Please check it letter by letter.")
        )
    except giving.TooManyTries as rest:
        text = _now("The passphrase was wrong too often. You can try again at %(time)s.")
        said = text % {"time": f"{rest.until.astimezone(dsr.controller.tz):%H:%M}"}
        return _wrong(request, dsr, form, said, status=429)
    except (giving.NothingToFetch, giving.NotYet):
        return redirect("public:status")
    return _page(request, dsr, None, ticket=token)


@login_not_required
@require_POST
def fetch(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a ticket and send the file; a ticket that was used, or is too old, leads back to a new one."""
    dsr = own_request(request, reference)
    if dsr is None:
        return redirect("public:status")
    try:
        package = giving.redeem(dsr.pk, request.POST.get("ticket", ""), now=timezone.now())
    except giving.UsedTicket:
        messages.error(request, _now("This button was used already, or is older than a quarter of an hour."))
        return redirect("public:download", dsr.reference)
    except (giving.NothingToFetch, giving.NotYet):
        return redirect("public:status")
    except Blocked:
        text = _now(
            "The file cannot be given out at this moment. Please write to us; we put it together anew."
        )
        messages.error(request, text)
        return redirect("public:status")
    return archive(package, dsr)


def _wrong(
    request: HttpRequest, dsr: SubjectRequest, form: Any, text: str, *, status: int = 422
) -> HttpResponse:
    form.add_error("passphrase", text)
    return _page(request, dsr, form, status=status)


def _page(
    request: HttpRequest, dsr: SubjectRequest, form: Any, *, ticket: str = "", status: int = 200
) -> HttpResponse:
    offer = offers.offer(dsr, timezone.now())
    if offer is None or not offer.can_be_fetched:
        return redirect("public:status")
    context = {
        "dsr": dsr, "name": overview.name_of(dsr), "form": form, "ticket": ticket, "offer": offer,
        "until": offer.until,
        "has_errors": bool(form is not None and form.errors),
    }  # fmt: skip
    return show(request, "public/download.html", dsr.controller, context, status=status)
