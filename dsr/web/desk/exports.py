"""Exports that are made in the background: ordered here, followed, fetched, destroyed. Everybody sees their own."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from dsr.exports import jobs
from dsr.exports.trail import note_export
from dsr.models import Export, ExportState, Role
from dsr.web.access import role_required
from dsr.web.desk import step_up
from dsr.web.desk.filters import FilterForm
from dsr.web.desk.order_form import OrderForm
from dsr.web.desk.register import registered, taken_from
from dsr.web.desk.who import desk_of, shell

SHOWN = 30
TO_MAKE = {ExportState.WAITING, ExportState.RUNNING}


@role_required(Role.DPO, Role.AUDITOR)
def exports(request: HttpRequest) -> HttpResponse:
    """Show the exports that the person asked for, and how far each is."""
    own = Export.objects.filter(by=desk_of(request).user).defer("chosen")[:SHOWN]
    making = any(export.state in TO_MAKE for export in own)
    return render(request, "desk/exports.html", shell(request, "register", exports=own, making=making))


@role_required(Role.DPO, Role.AUDITOR)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Ask for an export of what the register shows; with names only of controllers whose officer the person is."""
    desk, now = desk_of(request), timezone.now()
    form = OrderForm(request.POST, named=bool(desk.at(Role.DPO)))
    filters = FilterForm(request.POST, desk=desk, first_state="all")
    if not form.is_valid():
        context = {"order": form, "filters": filters, "has_errors": True}
        return render(request, "desk/export_order.html", shell(request, "register", **context), status=422)
    named, reason = form.cleaned_data.get("named", False), form.cleaned_data.get("reason", "")
    if named and (answer := step_up.asked(request)):
        return answer
    roles = (Role.DPO,) if named else (Role.DPO, Role.AUDITOR)
    found = filters.apply(registered(desk), now).filter(controller__in=desk.at(*roles))
    _export, is_new = jobs.order(
        found, key=form.cleaned_data["key"], form=form.cleaned_data["form"], named=named, reason=reason,
        language=get_language() or "en", by=desk.user, now=now,
    )  # fmt: skip
    if is_new:
        told = {**filters.chosen, **({"names": reason} if named else {})}
        taken = taken_from(desk, filters, *roles)
        note_export(taken, form=form.cleaned_data["form"], filters=told, by=desk.user, now=now)
    return redirect("desk:exports")


@role_required(Role.DPO, Role.AUDITOR)
@require_POST
def fetch(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """Hand out a finished export to whoever asked for it; one with names asks for the proof of identity."""
    export = _own(request, key)
    if export.state != ExportState.READY:
        raise Http404
    if export.named and (answer := step_up.asked(request)):
        return answer  # type: ignore[return-value]
    suffix = jobs.suffix(export)
    name = f"register-{timezone.localdate(export.asked_at).isoformat()}.{suffix}"
    return StreamingHttpResponse(
        jobs.fetch(export, now=timezone.now()),
        content_type=jobs.TYPES[suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
        },
    )


@role_required(Role.DPO, Role.AUDITOR)
@require_POST
def destroy(request: HttpRequest, key: UUID) -> HttpResponse:
    """Destroy an export before its time is over."""
    jobs.destroy(_own(request, key))
    return redirect("desk:exports")


def _own(request: HttpRequest, key: UUID) -> Export:
    return get_object_or_404(Export, key=key, by=desk_of(request).user)
