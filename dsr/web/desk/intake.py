"""Taking a request in by hand, under a minute: telephone, post, mail, fax, counter."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dsr.models import Controller, Role, Submission
from dsr.services import byhand
from dsr.vault import secrets
from dsr.web import present
from dsr.web.access import role_required
from dsr.web.desk.intake_form import IntakeForm
from dsr.web.desk.who import Desk, desk_of, shell
from dsr.web.public import words

SECRET = "taken_in"  # noqa: S105  (the name of a place in the session)


@role_required(Role.DPO, Role.HANDLER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or store what arrived."""
    desk = desk_of(request)
    form = IntakeForm(request.POST or None, request.FILES or None, controllers=_controllers(desk))
    if request.method == "POST" and form.is_valid() and (response := _store(request, form, desk)):
        return response
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "desk/intake.html", shell(request, "intake", **context), status=status)


def _store(request: HttpRequest, form: IntakeForm, desk: Desk) -> HttpResponse | None:
    """Store what was typed and go on to what came of it; nothing when a file was refused."""
    controller: Controller = form.cleaned_data["controller"]
    received_at = form.received_at
    assert received_at is not None  # noqa: S101  (a valid form has it)
    try:
        receipt = byhand.take_in(
            controller, form.asked, received_at=received_at, channel=form.cleaned_data["channel"], by=desk.user,
            now=timezone.now(), client_key=form.cleaned_data["key"], scans=form.cleaned_data["scans"],
            keep=not desk.is_dpo(controller.pk),
        )  # fmt: skip
    except byhand.ScanNotTaken as refused:
        form.add_error("scans", words.refusal(refused.reason, refused.name))
        return None
    if receipt.secret:
        # Shown once, on the next page, so that it can be told on the telephone; then it is gone.
        request.session[SECRET] = {str(receipt.submission.client_key): receipt.secret}
    return redirect("desk:taken_in", receipt.submission.client_key)


@role_required(Role.DPO, Role.HANDLER)
def taken_in(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what came of it: references, last days, and once the secret for the status page."""
    desk = desk_of(request)
    submission = (
        Submission.objects.filter(client_key=key, entered_by=desk.user).select_related("controller").first()
    )
    if submission is None:
        raise Http404
    requests = desk.cases.filter(submission=submission).select_related(
        "controller", "submission", "extension"
    )
    secret = request.session.pop(SECRET, {}).get(str(key), "")
    context = {
        "submission": submission,
        "requests": [
            {"dsr": dsr, "right": present.right_name(dsr), "why": present.why(dsr)}
            for dsr in requests.prefetch_related("pauses").order_by("pk")
        ],
        "secret": secrets.grouped(secret) if secret else "",
    }
    return render(request, "desk/taken_in.html", shell(request, "intake", **context))


def _controllers(desk: Desk) -> list[Controller]:
    wanted = set(desk.at(Role.DPO, Role.HANDLER))
    return [controller for controller in desk.controllers if controller.pk in wanted]
