"""The list of what must be erased again in a system after its restore from a backup."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr.exports import erased
from dsr.exports.trail import note_export
from dsr.models import Controller, Role, System
from dsr.web.access import role_required
from dsr.web.desk.step_up import step_up_required
from dsr.web.desk.who import Desk, desk_of, shell

A_WHILE = timedelta(days=30)


class ErasedForm(forms.Form):
    """This will take which system was restored, and the day of the backup."""

    system = forms.ModelChoiceField(label=_("System that was restored"), queryset=System.objects.none())
    since = forms.DateField(
        label=_("Day of the backup"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Everything erased on this day or later came back with the backup."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = System.objects.filter(controller__in=desk.at(Role.DPO)).select_related("controller")
        self.fields["system"].queryset = own.order_by("controller__name", "name")  # type: ignore[attr-defined]


@role_required(Role.DPO)
@step_up_required
def erased_again(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Ask for system and day, then hand out the list; it holds names, so it asks for a proof and is logged."""
    desk, now = desk_of(request), timezone.now()
    today = timezone.localdate(now)
    asked = request.method == "POST"
    form = ErasedForm(request.POST if asked else None, desk=desk, initial={"since": today - A_WHILE})
    if not asked or not form.is_valid():
        context = shell(request, "systems", form=form, has_errors=asked)
        return render(request, "desk/erased.html", context, status=422 if asked else 200)
    system, since = form.cleaned_data["system"], form.cleaned_data["since"]
    told = {"system": str(system.pk), "since": since.isoformat()}
    controllers = Controller.objects.filter(pk=system.controller_id)
    note_export(controllers, form="erased", filters=told, by=desk.user, now=now)
    return StreamingHttpResponse(
        erased.stream(system, since=since, language=get_language() or "en"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="erase-again-{system.pk}-{since.isoformat()}.csv"'
        },
    )
