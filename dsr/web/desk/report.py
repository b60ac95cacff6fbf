"""The report of figures: how the office does, on the page, as CSV, as PDF."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsr.exports import as_csv, as_pdf, kpi, kpi_table
from dsr.exports.trail import note_export
from dsr.models import Controller, Role
from dsr.web.access import role_required
from dsr.web.desk.register import registered
from dsr.web.desk.who import Desk, desk_of, shell

MONTHS = 12


class PeriodForm(forms.Form):
    """This will take the first and the last month of a report; the last twelve months without any."""

    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return self.cleaned_data


def _period(data: Any, today: date) -> PeriodForm:
    """Return the form of what was asked for, or of the last twelve months up to today."""
    year, month = divmod(today.year * MONTHS + today.month - MONTHS, MONTHS)
    standard = {"first": date(year, month + 1, 1).isoformat(), "last": today.isoformat()}
    return PeriodForm({**standard, **{name: data[name] for name in standard if data.get(name)}})


def _made(desk: Desk, form: PeriodForm) -> kpi.Report:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    return kpi.report(registered(desk), first=first, last=last, now=timezone.now())


@role_required(Role.DPO, Role.AUDITOR)
def report(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period."""
    desk = desk_of(request)
    form = _period(request.GET, timezone.localdate())
    context: dict[str, Any] = {"form": form, "has_errors": not form.is_valid()}
    if form.is_valid():
        made = _made(desk, form)
        context |= {
            "report": made,
            "headers": kpi_table.headers(),
            "total": kpi_table.cells(made.total, kpi_table.written),
            "tables": [
                (
                    _(kpi.WAYS[way]),
                    [
                        (kpi.name(way, line.key), line, kpi_table.cells(line, kpi_table.written))
                        for line in lines
                    ],
                )
                for way, lines in made.lines.items()
                if len(lines) > 1 or way in {"month", "right"}
            ],
        }
    return render(
        request,
        "desk/report.html",
        shell(request, "report", **context),
        status=200 if form.is_valid() else 422,
    )


@role_required(Role.DPO, Role.AUDITOR)
@require_POST
def report_file(request: HttpRequest) -> HttpResponse:
    """Hand out the report as CSV or PDF; that it was taken is logged."""
    desk, now = desk_of(request), timezone.now()
    form = _period(request.POST, timezone.localdate())
    if not form.is_valid():
        return render(
            request, "desk/report.html", shell(request, "report", form=form, has_errors=True), status=422
        )
    kind = "pdf" if request.POST.get("form") == "pdf" else "csv"
    made = _made(desk, form)
    if kind == "pdf":
        content, media = as_pdf.figures(made, language=get_language() or "en"), "application/pdf"
    else:
        lines = [kpi_table.head(), *kpi_table.rows(made)]
        content, media = as_csv.BOM + b"".join(map(as_csv.line, lines)), "text/csv; charset=utf-8"
    seen = Controller.objects.filter(pk__in=desk.at(Role.DPO, Role.AUDITOR))
    period = {name: day.isoformat() for name, day in form.cleaned_data.items()}
    note_export(seen, form=f"figures-{kind}", filters=period, by=desk.user, now=now)
    name = f"figures-{made.first.isoformat()}-{made.last.isoformat()}.{kind}"
    return HttpResponse(
        content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
