"""The list of requests: filtered, sorted, in pages, each row with its rail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from dsr.models import Role, State, SubjectRequest
from dsr.web import present
from dsr.web.access import role_required
from dsr.web.dates import shortdate
from dsr.web.desk import views
from dsr.web.desk.filters import OPEN_ONES, SEARCHED, FilterForm, reading
from dsr.web.desk.keyset import Part, known, part
from dsr.web.desk.who import desk_of, shell

A_PAGE = 25
# Up to here the headline counts: nobody reads the number of a list that is longer, and counting it takes its time.
MOST = 2_000
# What a row can show besides: the name of the column, and what stands there.
SHOWN: dict[str, tuple[Any, Callable[[SubjectRequest], Any]]] = {
    "received": (gettext_lazy("Received"), lambda dsr: shortdate(dsr.submission.received_on)),
    "channel": (gettext_lazy("Came by"), lambda dsr: dsr.submission.get_channel_display()),
    "language": (gettext_lazy("Language"), lambda dsr: dsr.submission.language.upper()),
    "relation": (gettext_lazy("Asked by"), lambda dsr: dsr.submission.get_relation_display()),
    "safe": (gettext_lazy("safe day"), lambda dsr: shortdate(dsr.safe_on)),
}
# What is sealed stays sealed: a list shows none of it.
WORDS = (
    "answer", "reasons", "late_reason", "handed_to", "submission__letter", "submission__details", "extension__reasons",
)  # fmt: skip
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
    found, sort = form.apply(desk.cases, now), known(request.GET.get("sort", ""))
    page = part(found, sort, request.GET, A_PAGE)
    rows, count = loaded(page.keys), counted(found, page)
    if searched and count == 1 and rows:
        return redirect("desk:request", rows[0].reference)
    context = {
        "search_words": form.cleaned_data.get("q", ""),
        "headline": headline(form, count),
        "searched": searched,
        "filters": form,
        "sorts": _sorts(request, sort),
        "pages": pages(request, page),
        "rows": [_row(dsr, now, chosen_columns(request)) for dsr in rows],
        "several": len(desk.controllers) > 1,
        "views": views.of(desk),
        "view_form": views.ViewForm(),
        "shown_columns": chosen_columns(request),
        "all_columns": SHOWN.items(),
        "query": _address(request)[1:],
        "sort": sort,
        "kept": [
            (name, value) for name, value in form.cleaned_data.items() if value and name not in SEARCHED
        ],
        "team": form.team if desk.keeps else [],
        "any_at_all": bool(rows) or desk.cases.exists(),
    }
    return render(request, "desk/list.html", shell(request, "requests", **context))


def loaded(keys: list[int]) -> list[SubjectRequest]:
    """Return the requests of a page in its order, with what a row shows and none of the person's words."""
    rows = SubjectRequest.objects.select_related("controller", "submission", "extension", "handler")
    found = rows.defer(*WORDS).prefetch_related("pauses").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def counted(found: QuerySet[SubjectRequest], page: Part) -> int:
    """Return how many requests there are; beyond `MOST` it is not worth counting."""
    if not page.has_next and not page.has_previous:
        return len(page.keys)
    return found.order_by()[: MOST + 1].count()


def pages(request: HttpRequest, page: Part) -> list[tuple[str, str, Any]]:
    """Return the links to the other pages: (rel, address, words)."""
    ways: list[tuple[str, dict[str, int], Any]] = []
    if page.has_previous and page.keys:
        ways += [("first", {}, _("First")), ("prev", {"before": page.keys[0]}, _("Previous"))]
    if page.has_next and page.keys:
        ways += [("next", {"after": page.keys[-1]}, _("Next")), ("last", {"last": 1}, _("Last"))]
    return [(rel, _address(request, **place), words) for rel, place, words in ways]


def _address(request: HttpRequest, **place: object) -> str:
    query = request.GET.copy()
    for name in ("after", "before", "last"):
        query.pop(name, None)
    query.update({name: str(value) for name, value in place.items()})
    return f"?{query.urlencode()}"


@role_required(Role.DPO, Role.HANDLER)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Find by a reference, by a part of one, or by a mail address, which is looked up by its digest alone."""
    typed, desk, now = request.POST.get("q", ""), desk_of(request), timezone.now()
    ways = reading(typed)
    if not ways:
        if typed.strip():
            messages.info(
                request, _("Search takes a reference, or the beginnings of words and numbers of a person.")
            )
        return redirect("desk:requests")
    # Figures may be part of a reference or of a number by which a person is known: the first way that finds.
    forms = (FilterForm(QueryDict(urlencode(way)), desk=desk, first_state="all") for way in ways)
    hit = next((n for n, form in enumerate(forms) if form.apply(desk.cases, now).exists()), len(ways) - 1)
    return redirect(f"{reverse('desk:requests')}?{urlencode(ways[hit])}")


def headline(form: FilterForm, count: int) -> str:
    """Return what the list holds, as a sentence."""
    said = {"n": number_format(min(count, MOST), force_grouping=True)}
    if count > MOST:
        return _("More than %(n)s requests") % said
    if any(form.cleaned_data.get(name) for name in SEARCHED):
        return ngettext("%(n)s request found", "%(n)s requests found", count) % said
    if not form.chosen:
        return ngettext("%(n)s open request", "%(n)s open requests", count) % said
    return ngettext("%(n)s request as you asked", "%(n)s requests as you asked", count) % said


def _sorts(request: HttpRequest, sort: str) -> list[dict[str, Any]]:
    """Return the links that sort: the one in use turns the order round."""
    links = []
    for name, label in COLUMNS.items():
        used, falling = sort.removeprefix("-") == name, sort.startswith("-")
        place = f"-{name}" if used and not falling else name
        direction = (_("falling") if falling else _("rising")) if used else ""
        links.append({
            "label": label, "url": _address(request, sort=place), "used": used, "falling": falling,
            "direction": direction,
        })  # fmt: skip
    return links


def chosen_columns(request: HttpRequest) -> list[str]:
    """Return what the rows show besides, as the address asks for it."""
    return [name for name in request.GET.getlist("show") if name in SHOWN]


def _row(dsr: SubjectRequest, now: datetime, columns: list[str]) -> dict[str, Any]:
    today = present.today_of(dsr, now)
    standing = present.tone(dsr, today)
    return {
        "tone": standing.tone, "words": standing.words, "reference": dsr.reference,
        "url": reverse("desk:request", args=[dsr.reference]), "right": present.right_name(dsr),
        "note": _where(dsr), "rail": present.rail(dsr, today, row=True), "dsr": dsr,
        "besides": [SHOWN[name][1](dsr) for name in columns],
    }  # fmt: skip


def _where(dsr: SubjectRequest) -> str:
    """Return the state in words, and who has it."""
    state = str(dsr.get_outcome_display() if dsr.state == State.CLOSED else dsr.get_state_display())
    return state[:1].upper() + state[1:]
