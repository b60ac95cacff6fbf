"""One question a page: what is answered is kept, and the next page is shown."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dsr.models import Controller, Draft
from dsr.services import drafts
from dsr.web.public import flow, visit
from dsr.web.public.forms import form_for
from dsr.web.public.page_form import PageForm
from dsr.web.public.presets import presets
from dsr.web.public.shell import for_controller, show

# A field that people do not see; whoever fills it in is hardly one. It is noted, and nothing is refused.
TRAP = "website"


@for_controller
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, controller: Controller, page: str) -> HttpResponse:
    """Show one page of the form, or keep its answers and go on."""
    if not flow.exists(page):
        raise Http404
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    if draft is not None and draft.submission_id is not None:
        if page != "who":
            return redirect("public:done", controller.slug)
        draft = None
    answers = flow.given(draft.answers) if draft else {}
    if request.method == "POST":
        form = form_for(page, controller, answers, request.POST)
        if form.is_valid():
            return _keep(request, controller, draft, form, now)
        return show_page(request, controller, answers, page, {"form": form, "has_errors": True}, status=422)
    if not reachable(controller, answers, page):
        return redirect(address(controller, flow.first_open(controller, answers)) + presets(request).query)
    form = form_for(page, controller, _with_presets(request, answers), None)
    return show_page(request, controller, answers, page, {"form": form})


def show_page(
    request: HttpRequest, controller: Controller, answers: flow.Answers, page: str, context: dict[str, Any], *,
    template: str = "public/page.html", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Return a page of the form with its place among the others and the way back."""
    order = flow.pages(controller, answers)
    # A page whose draft is gone stands nowhere: it is shown as the first.
    at = order.index(page) if page in order else 0
    back = address(controller, order[at - 1]) if at else reverse("public:start", args=[controller.slug])
    if from_check(request):
        back = address(controller, "check")
    place = {"page": page, "number": at + 1, "total": len(order), "back": back, "trap": TRAP}
    return show(request, template, controller, {**place, **context}, status=status)


def address(controller: Controller, page: str) -> str:
    """Return the address of a page of the form."""
    if page in {"check", "files"}:
        return reverse(f"public:{page}", args=[controller.slug])
    return reverse("public:page", args=[controller.slug, page])


def go_on(request: HttpRequest, controller: Controller, draft: Draft, page: str) -> HttpResponse:
    """Send the visitor on after a page was answered: to the next one; after a change, to what is open by it."""
    answers = flow.given(draft.answers)
    following = flow.first_open(controller, answers)
    if not from_check(request) and reachable(controller, answers, page):
        order = flow.pages(controller, answers)
        following = order[order.index(page) + 1]
    query = "?check=1" if from_check(request) and following != "check" else ""
    return redirect(address(controller, following) + query)


def from_check(request: HttpRequest) -> bool:
    """Tell whether the visitor came from the last page to change an answer."""
    return "check" in request.GET


def reachable(controller: Controller, answers: flow.Answers, page: str) -> bool:
    """Tell whether everything before a page is answered."""
    order = flow.pages(controller, answers)
    return page in order and order.index(page) <= order.index(flow.first_open(controller, answers))


def _with_presets(request: HttpRequest, answers: flow.Answers) -> flow.Answers:
    """Return the answers with the rights that the address names, for a link straight to the list of rights."""
    wanted = [right.code for right in presets(request).rights]
    return {**answers, "preset": [*answers.get("preset", []), *wanted]}


def _keep(
    request: HttpRequest, controller: Controller, draft: Draft | None, form: PageForm, now: datetime
) -> HttpResponse:
    marks = _marks(request, form.page)
    token = ""
    if draft is None:
        draft, token = drafts.begin(controller, now=now)
    try:
        draft = drafts.keep(draft.pk, now=now, pages={form.page: form.kept()}, **marks)
    except drafts.AlreadySent:
        return redirect("public:done", controller.slug)
    except Draft.DoesNotExist:
        draft, token = drafts.begin(controller, now=now)
        draft = drafts.keep(draft.pk, now=now, pages={form.page: form.kept()}, **marks)
    response = go_on(request, controller, draft, form.page)
    if token:
        visit.remember(response, controller, token)
    return response


def _marks(request: HttpRequest, page: str) -> dict[str, Any]:
    """Return what the draft notes beside the answers: what the address preset, and soft signals."""
    wanted = presets(request)
    marks: dict[str, Any] = {}
    if page == "rights":
        marks["preset"] = []
    elif wanted.rights:
        marks["preset"] = [right.code for right in wanted.rights]
    if wanted.origin:
        marks["origin"] = wanted.origin
    if request.POST.get(TRAP):
        marks["signals"] = ["trap"]
    return marks
