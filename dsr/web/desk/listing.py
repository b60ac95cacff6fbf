"""The list of requests: filtered, sorted, in pages, each row with its rail."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from dsr.models import Role, State, SubjectRequest
from dsr.web import present
from dsr.web.access import role_required
from dsr.web.desk.filters import OPEN_ONES, SEARCHED, FilterForm, ordered, reading
from dsr.web.desk.who import desk_of, shell

A_PAGE = 25
COLUMNS = {
    "due": gettext_lazy("Last day"), "received": gettext_lazy("Received"), "reference": gettext_lazy("Number"),
    "state": gettext_lazy("State"), "right": gettext_lazy("Right"), "handler": gettext_lazy("Handled by"),
}  # fmt: skip


@role_required(Role.DPO, Role.HANDLER)
def requests(request: HttpRequest) -> HttpResponse:
    """Show the requests that this person may read, one page of them."""
    desk, now = desk_of(request), timezone.now()
    searched = any(request.GET.get(name) for name in SEARCHED)
    form = FilterForm(request.GET, desk=desk, first_state="all" if searched else OPEN_ONES)
    rows, sort = ordered(form.apply(desk.cases, now), request.GET.get("sort", "due"))
    rows = rows.select_related("controller", "submission", "extension", "handler").prefetch_related("pauses")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if searched and page.paginator.count == 1:
        return redirect("desk:request", page.object_list[0].reference)
    context = {
        "search_words": form.cleaned_data.get("q", ""),
        "headline": headline(form, page.paginator.count),
        "searched": searched,
        "filters": form,
        "sorts": _sorts(request, sort),
        "page": page,
        "rows": [_row(dsr) for dsr in page.object_list],
        "several": len(desk.controllers) > 1,
        "any_at_all": bool(page.paginator.count) or desk.cases.exists(),
    }
    return render(request, "desk/list.html", shell(request, "requests", **context))


@role_required(Role.DPO, Role.HANDLER)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Find by a reference, by a part of one, or by a mail address, which is looked up by its digest alone."""
    typed = request.POST.get("q", "")
    found = reading(typed)
    if not found:
        if typed.strip():
            messages.info(request, _("Search takes a reference, a part of one, or a whole mail address."))
        return redirect("desk:requests")
    return redirect(f"{reverse('desk:requests')}?{urlencode(found)}")


def headline(form: FilterForm, count: int) -> str:
    """Return what the list holds, as a sentence."""
    if any(form.cleaned_data.get(name) for name in SEARCHED):
        return ngettext("%(n)s request found", "%(n)s requests found", count) % {"n": count}
    if not form.chosen:
        return ngettext("%(n)s open request", "%(n)s open requests", count) % {"n": count}
    return ngettext("%(n)s request as you asked", "%(n)s requests as you asked", count) % {"n": count}


def _sorts(request: HttpRequest, sort: str) -> list[dict[str, Any]]:
    """Return the links that sort: the one in use turns the order round."""
    links = []
    for name, label in COLUMNS.items():
        used, falling = sort.removeprefix("-") == name, sort.startswith("-")
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if used and not falling else name
        direction = (_("falling") if falling else _("rising")) if used else ""
        links.append({
            "label": label, "url": f"?{query.urlencode()}", "used": used, "falling": falling, "direction": direction,
        })  # fmt: skip
    return links


def _row(dsr: SubjectRequest) -> dict[str, Any]:
    today = present.today_of(dsr)
    standing = present.tone(dsr, today)
    return {
        "tone": standing.tone, "words": standing.words, "reference": dsr.reference,
        "url": reverse("desk:request", args=[dsr.reference]), "right": present.right_name(dsr),
        "note": _where(dsr), "rail": present.rail(dsr, today), "dsr": dsr,
    }  # fmt: skip


def _where(dsr: SubjectRequest) -> str:
    """Return the state in words, and who has it."""
    state = str(dsr.get_outcome_display() if dsr.state == State.CLOSED else dsr.get_state_display())
    return state[:1].upper() + state[1:]
