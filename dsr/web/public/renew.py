"""A new secret: the reference first, then the code from the mailbox. Every reference gets the same pages."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.services import renewal
from dsr.vault import secrets
from dsr.web import guessing
from dsr.web.public.entry import open_for
from dsr.web.public.fields import Line
from dsr.web.public.mailbox import CodeForm
from dsr.web.public.shell import show

WISH = "renewal"


class ReferenceForm(forms.Form):
    """This will take the reference."""

    use_required_attribute = False
    reference = Line(
        label=_("Reference"), help_text=_("For example DSR-2026-000123-K."), hints={"spellcheck": "false"},
        error_messages={"required": _("Write the reference. It stands on your receipt and in our e-mails.")},
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Take the reference and have a code mailed to the confirmed mailbox; the page says the same in any case."""
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if guessing.too_often(request, "renewal"):
            return too_often(request)
        guessing.note_wrong(request, "renewal")
        request.session[WISH] = renewal.wish(form.cleaned_data["reference"], now=timezone.now())
        return redirect("public:renew")
    has_errors = bool(form.errors)
    context = {"form": form, "has_errors": has_errors}
    return show(request, "public/lost.html", None, context, status=422 if has_errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """Take the code; with the right one show the new secret, once."""
    wish: Any = request.session.get(WISH)
    if wish is None:
        return redirect("public:lost")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "has_errors": bool(form.errors)}
        return show(request, "public/renew.html", None, context, status=422 if form.errors else 200)
    if guessing.too_often(request, "renewal-code"):
        return too_often(request)
    renewed = renewal.redeem(int(wish), form.cleaned_data["code"], now=timezone.now())
    if renewed is None:
        guessing.note_wrong(request, "renewal-code")
        form.add_error("code", _("This code does not hold: please check it, or ask for another one."))
        return show(request, "public/renew.html", None, {"form": form, "has_errors": True}, status=422)
    submission, secret = renewed
    request.session.pop(WISH, None)
    open_for(request, submission)
    context = {
        "secret": secrets.grouped(secret),
        "references": submission.requests.order_by("pk").values_list("reference", flat=True),
    }
    return show(request, "public/renewed.html", submission.controller, context)


def too_often(request: HttpRequest) -> HttpResponse:
    """Return the page that says from when it can be tried again."""
    response = show(request, "public/too_often.html", None, {"minutes": guessing.MINUTES}, status=429)
    response["Retry-After"] = str(guessing.MINUTES * 60)
    return response
