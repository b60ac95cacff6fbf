"""The register: who asked what when and what became of it, without a name; to be read here or taken along."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsr.exports import as_csv, rows
from dsr.exports.trail import note_export
from dsr.models import Controller, Role, SubjectRequest
from dsr.web.access import role_required
from dsr.web.dates import shortdate
from dsr.web.desk.filters import FilterForm
from dsr.web.desk.keyset import known, ordered
from dsr.web.desk.order_form import OrderForm
from dsr.web.desk.who import Desk, desk_of, shell

A_PAGE = 50
# What the page shows of the columns; the file has them all.
SHOWN = (
    "number", "right", "channel", "received_on", "due_on", "state", "outcome", "answered_on", "days_late",
)  # fmt: skip


def registered(desk: Desk) -> QuerySet[SubjectRequest]:
    """Return the requests of the controllers whose register a person may see."""
    return SubjectRequest.objects.filter(controller__in=desk.at(Role.DPO, Role.AUDITOR))


@role_required(Role.DPO, Role.AUDITOR)
def register(request: HttpRequest) -> HttpResponse:
    """Show the register, one page of it."""
    desk, now = desk_of(request), timezone.now()
    form = FilterForm(request.GET, desk=desk, first_state="all")
    sort = known(request.GET.get("sort", "-received"))
    found = ordered(form.apply(registered(desk), now), sort)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    columns = [column for column in rows.COLUMNS if column.code in SHOWN]
    shown = rows.ready(page.object_list)
    context = {
        "filters": form,
        "page": page,
        "count": page.paginator.count,
        "headers": [_(column.header) for column in columns],
        "rows": [_cells(dsr, columns, now) for dsr in shown],
        "order": OrderForm(initial={"key": uuid4()}, named=bool(desk.at(Role.DPO))),
    }
    return render(request, "desk/register.html", shell(request, "register", **context))


def _cells(dsr: SubjectRequest, columns: Sequence[rows.Column], now: datetime) -> list[str]:
    dsr.today = now.astimezone(dsr.controller.tz).date()
    return [_shown(column.cell(dsr)) for column in columns]


def _shown(value: object) -> str:
    """Return a cell for reading: dates in the language of the page, where the file has them by ISO 8601."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return shortdate(value).replace(" ", "\N{NO-BREAK SPACE}")
    return rows.text(value)


@role_required(Role.DPO, Role.AUDITOR)
@require_POST
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the register as CSV at once, filtered as the page was; that it was taken is logged."""
    desk, now = desk_of(request), timezone.now()
    form = FilterForm(request.POST, desk=desk, first_state="all")
    found = form.apply(registered(desk), now)
    note_export(taken_from(desk, form), form="csv", filters=form.chosen, by=desk.user, now=now)
    name = f"register-{timezone.localdate(now).isoformat()}.csv"
    return StreamingHttpResponse(
        as_csv.stream(found, language=get_language() or "en", now=now),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def taken_from(desk: Desk, form: FilterForm, *roles: str) -> QuerySet[Controller]:
    """Return the controllers whose register an export with these filters holds."""
    controllers = Controller.objects.filter(pk__in=desk.at(*(roles or (Role.DPO, Role.AUDITOR))))
    chosen = form.cleaned_data.get("controller")
    return controllers.filter(pk=chosen) if chosen else controllers
