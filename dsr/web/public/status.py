"""The person's own page: where each request stands, the letters, a way to write and to take a request back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from django_fsm import TransitionNotAllowed

from dsr.models import Actor, State, SubjectRequest, Submission
from dsr.models.reference import parse
from dsr.services import handling, reading
from dsr.services import recipients as told
from dsr.vault import secrets
from dsr.web import guessing
from dsr.web.public import contact, identity, overview, received, visit
from dsr.web.public.entry import ENTRY, MINUTES, entered, open_for
from dsr.web.public.fields import Line
from dsr.web.public.renew import too_often
from dsr.web.public.sent import requests_of
from dsr.web.public.shell import complaint, show


class PairForm(forms.Form):
    """Reference and secret, as the receipt has them."""

    use_required_attribute = False
    reference = Line(
        label=_("Reference"), help_text=_("For example DSR-2026-000123-K."), hints={"spellcheck": "false"},
        error_messages={"required": _("Write the reference. It stands on your receipt and in our e-mails.")},
    )  # fmt: skip
    secret = Line(
        label=_("Secret"), help_text=_("26 letters and figures from your receipt; hyphens and capitals do not matter."),
        hints={"spellcheck": "false", "autocapitalize": "characters"},
        error_messages={"required": _("Write the secret. It stands on your receipt.")},
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Ask for reference and secret; with the right pair show where the requests stand."""
    if request.method == "POST":
        return _open(request)
    submission = entered(request)
    if submission is None:
        return show(request, "public/status_entry.html", None, {"form": PairForm()})
    return _overview(request, submission)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once more, then take one request back."""
    submission = entered(request)
    if submission is None:
        return redirect("public:status")
    dsr = submission.requests.filter(reference=parse(reference) or "-").first()
    if dsr is None or not dsr.is_open:
        return redirect("public:status")
    if request.method != "POST":
        context = {"dsr": dsr, "name": overview.name_of(dsr)}
        return show(request, "public/withdraw.html", submission.controller, context)
    try:
        handling.withdraw(dsr.pk, now=timezone.now(), actor=Actor.PERSON)
        messages.success(request, _("You took this request back. It is closed."))
    except TransitionNotAllowed:
        pass  # somebody closed it in this very moment: the page says how it ended
    return redirect("public:status")


@login_not_required
@require_POST
def recipients(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the person's wish to know who was told of a change of their data."""
    submission = entered(request)
    dsr = submission.requests.filter(reference=reference).first() if submission else None
    if dsr is not None and overview.may_ask_who(dsr):
        told.ask_for_list(dsr.pk, now=timezone.now())
        messages.success(request, _("We have your wish. You find the list here as soon as it is ready."))
    return redirect("public:status")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page for whoever uses this device next."""
    request.session.pop(ENTRY, None)
    messages.success(
        request, _("The page is closed. Nobody can open it from this device without the secret.")
    )
    response = redirect("public:status")
    visit.forget_sent(request, response)
    return response


def _open(request: HttpRequest) -> HttpResponse:
    """Check a pair. A wrong secret and an unknown reference take the same way through this function."""
    reference = request.POST.get("reference", "")
    if guessing.pair_too_often(request, reference):
        return too_often(request)
    form = PairForm(request.POST)
    if form.is_valid():
        submission = _match(form.cleaned_data["reference"], form.cleaned_data["secret"])
        if submission is not None:
            open_for(request, submission)
            reading.status_opened(submission, now=timezone.now())
            return redirect("public:status")
        guessing.note_wrong_pair(request, reference)
        wrong = _(
            "This reference and this secret do not belong together. Please check both, letter by letter."
        )
        form.add_error(None, wrong)
    return show(request, "public/status_entry.html", None, {"form": form, "has_errors": True}, status=422)


def _match(reference: str, secret: str) -> Submission | None:
    """Return the submission to which a pair belongs. A digest is computed and compared in every case."""
    rows = SubjectRequest.objects.filter(reference=parse(reference) or "-")
    found = rows.values_list("submission_id", "submission__secret_digest").first()
    submission_id, stored = found or (None, "")
    if not secrets.same(secrets.normal(secret), stored, "receipt"):
        return None
    return Submission.objects.get(pk=submission_id)


def _overview(request: HttpRequest, submission: Submission) -> HttpResponse:
    controller, now = submission.controller, timezone.now()
    cards = overview.cards(requests_of(submission, controller), now=now)
    context = {
        "submission": submission,
        "purged": submission.purged_at is not None,
        "headline": overview.headline(cards),
        "cards": cards,
        "messages_both_ways": overview.correspondence(submission, cards),
        "may_change_address": contact.may_change(submission),
        "identity_means": identity.means(submission),
        "asked_you": any(card.waits_for_person for card in cards),
        "unconfirmed": any(card.dsr.state == State.UNCONFIRMED for card in cards),
        "further": len(cards) - 1,
        "proofs": received.proofs([(card.dsr, card.name) for card in cards]),
        "log_key": received.log_key(),
        **complaint(controller),
        "minutes": MINUTES,
    }
    return show(request, "public/status.html", controller, context)
