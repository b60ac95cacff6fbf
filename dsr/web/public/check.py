"""The last page before sending: everything that was entered, each with a way to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsr.models import Attachment, Controller, Draft
from dsr.services import drafts
from dsr.services.intake import NothingAsked
from dsr.web.public import flood, flow, proof, visit
from dsr.web.public.forms import form_for
from dsr.web.public.pages import address, show_page
from dsr.web.public.shell import for_controller, show


@dataclass(frozen=True)
class Row:
    """One answer as the person gave it, and where to change it."""

    question: Any
    answer: Any
    url: str


@for_controller
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Show all answers; send them, once, however often the button is pressed."""
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    if draft is None:
        if request.method == "POST":
            return show(request, "public/gone.html", controller, {}, status=410)
        return redirect("public:start", controller.slug)
    if draft.submission_id is not None:
        return redirect("public:done", controller.slug)
    answers = flow.given(draft.answers)
    still_open = flow.first_open(controller, answers)
    if still_open != "check":
        return redirect(address(controller, still_open))
    # The button of an older tab belongs to a form that was deleted since: its owner looks at this one first.
    stale = request.method == "POST" and request.POST.get("form") != str(draft.client_key)
    # A network that sends very much shows that a person is there, or is looked at first; nobody is turned away.
    over = flood.over(request, now=now)
    sends = request.method == "POST" and not stale
    unsolved = over and sends and not proof.solved(request.POST.get("proof", ""), now=now)
    if not sends or (unsolved and "held" not in request.POST):
        context = {
            "rows": list(_rows(controller, draft, answers)),
            "form_key": draft.client_key,
            "stale": stale,
            "puzzle": proof.challenge(now=now) if over else None,
            "unsolved": unsolved,
        }
        context["shown_first"] = {"access", "erasure"} <= set(answers["rights"]["rights"])
        return show_page(request, controller, answers, "check", context, template="public/check.html")
    response = _send(controller, draft, visit.token_of(request, controller), held=unsolved)
    flood.note(request, now=now)
    return response


def _send(controller: Controller, draft: Draft, token: str, *, held: bool) -> HttpResponse:
    language, now = get_language() or controller.language, timezone.now()
    try:
        drafts.send(
            draft.pk,
            token,
            lambda answers: flow.asked(answers, language=language, now=now, held=held),
            now=now,
        )
    except (NothingAsked, Draft.DoesNotExist):
        return redirect(address(controller, "rights"))
    return redirect("public:done", controller.slug)


def _rows(controller: Controller, draft: Draft, answers: flow.Answers) -> Iterator[Row]:
    for page in flow.pages(controller, answers):
        url = f"{address(controller, page)}?check=1"
        if page == "files":
            names = [attachment.name for attachment in Attachment.objects.filter(draft=draft).order_by("pk")]
            yield Row(_("Files"), "\n".join(names) or _("none"), url)
        elif page != "check":
            yield from _rows_of(page, controller, answers, url)


def _rows_of(page: str, controller: Controller, answers: flow.Answers, url: str) -> Iterator[Row]:
    """Yield the answers of one page; one line says so where nothing was answered."""
    form = form_for(page, controller, answers)
    said = [(field, _said(field, form.initial.get(name))) for name, field in form.fields.items()]
    if not any(answer for _field, answer in said):
        yield Row(form.heading, _("nothing entered"), url)
        return
    for field, answer in said:
        if answer:
            yield Row(field.label, answer, url)


def _said(field: forms.Field, value: Any) -> Any:
    """Return an answer in the words in which it was offered."""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.MultipleChoiceField):
        return "\n".join(str(text) for code, text in field.choices if code in value)
    if isinstance(field, forms.ChoiceField):
        return next((text for code, text in field.choices if code == value), "")
    return value
