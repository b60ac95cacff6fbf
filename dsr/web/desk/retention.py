"""Files whose time is over: what becomes of each, decided by two, and the certificate of what was destroyed."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from dsr.exports import certificate
from dsr.exports.trail import note_export
from dsr.models import Controller, Disposal, Fate, RetainGround, Role, Submission
from dsr.services import disposal
from dsr.web.access import role_required
from dsr.web.desk.fields import Rows, row_of
from dsr.web.desk.step_up import step_up_required
from dsr.web.desk.who import Desk, desk_of, shell

SHOWN = 100


class FateForm(forms.Form):
    """This will take which files, and what becomes of them."""

    files = Rows(queryset=Submission.objects.none(), label=_("Files"))
    fate = forms.ChoiceField(label=_("What becomes of them"), choices=Fate.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Reason to keep them longer"),
        required=False,
        choices=[("", _("none")), *RetainGround.choices],
    )
    until = forms.DateField(
        label=_("Keep them until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, desk: Desk, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["files"].queryset = disposal.over(desk.at(Role.DPO), on=on)  # type: ignore[attr-defined]
        self.fields["files"].error_messages["required"] = _now("Choose at least one file.")

    def clean(self) -> dict[str, Any]:
        """Refuse to keep files longer without a reason and a day that lies ahead."""
        data = self.cleaned_data
        if data.get("fate") != Fate.RETAIN:
            return data
        if not data.get("ground"):
            self.add_error("ground", _now("Say why the files are kept longer."))
        until = data.get("until")
        if not until and "until" not in self.errors:
            self.add_error("until", _now("Give the day until which the files are kept."))
        elif until and not self.on < until <= self.on + disposal.LONGEST:
            self.add_error("until", _now("Choose a day that lies ahead, at most three years from now."))
        return data


def _page(request: HttpRequest, form: FateForm | None = None) -> HttpResponse:
    desk, on = desk_of(request), timezone.localdate()
    found = disposal.over(desk.at(Role.DPO), on=on)
    proposed = found.filter(disposal__confirmed_at=None, disposal__isnull=False)
    undecided = found.filter(disposal=None)
    context = {
        "form": form or FateForm(desk=desk, on=on, initial={"fate": Fate.DESTROY}),
        "undecided": _shown(undecided), "count": undecided.count(), "proposed": _shown(proposed),
        "waiting": _shown(found.filter(disposal__confirmed_at__isnull=False)),
        "destroyed": Disposal.objects.filter(
            submission__controller__in=desk.at(Role.DPO), destroyed_at__isnull=False
        ).count(),
        "chosen": set(form["files"].value() or []) if form else set(),
        "has_errors": form is not None, "on": on,
    }  # fmt: skip
    return render(
        request, "desk/retention.html", shell(request, "retention", **context), status=422 if form else 200
    )


def _shown(found: Any) -> list[Submission]:
    language = get_language() or "en"
    files = list(
        found.select_related("controller", "disposal__proposed_by").prefetch_related("requests")[:SHOWN]
    )
    for file in files:
        file.named = [dsr.law.name(language) for dsr in file.requests.all()]
    return files


@role_required(Role.DPO)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show the files whose day comes, what was proposed, and what waits for the night."""
    return _page(request)


@role_required(Role.DPO)
@step_up_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose what becomes of the chosen files."""
    desk, now = desk_of(request), timezone.now()
    form = FateForm(request.POST, desk=desk, on=timezone.localdate(now))
    if not form.is_valid():
        return _page(request, form)
    given = {name: form.cleaned_data[name] for name in ("fate", "ground", "until")}
    done = _each(form.cleaned_data["files"], disposal.propose, by=desk.user, now=now, **given)
    _tell(request, done)
    return redirect("desk:retention")


@role_required(Role.DPO)
@step_up_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Agree to what somebody else proposed for the chosen files, or take it back."""
    desk, now = desk_of(request), timezone.now()
    keys = [row_of(key) for key in request.POST.getlist("files")]
    files = disposal.over(desk.at(Role.DPO), on=timezone.localdate(now)).filter(pk__in=keys)
    step = disposal.confirm if request.POST.get("step") == "confirm" else disposal.reject
    _tell(request, _each(files, step, by=desk.user, now=now))
    return redirect("desk:retention")


def _each(files: Any, step: Any, *, by: Any, now: datetime, **given: Any) -> tuple[int, int, int]:
    """Take one step for each file; return how many it was taken for, how many were gone, how many need another."""
    done = gone = same = 0
    for pk in [file.pk for file in files]:
        try:
            step(pk, by=by, now=now, **given)
            done += 1
        except disposal.SamePerson:
            same += 1
        except (disposal.Gone, PermissionDenied):
            gone += 1
    return done, gone, same


def _tell(request: HttpRequest, counted: tuple[int, int, int]) -> None:
    done, gone, same = counted
    if done:
        text = ngettext("Done for %(n)s file.", "Done for %(n)s files.", done)
        messages.success(request, text % {"n": done})
    if same:
        text = ngettext(
            "You proposed this yourself for %(n)s file: somebody else must agree.",
            "You proposed this yourself for %(n)s files: somebody else must agree.", same,
        )  # fmt: skip
        messages.warning(request, text % {"n": same})
    if gone or not (done or same):
        messages.warning(
            request, _now("Nothing was left to decide for some of them. Look at the list again.")
        )


@role_required(Role.DPO, Role.AUDITOR)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Hand out the certificate of everything that was destroyed at one's controllers; that it was taken is logged."""
    desk, now = desk_of(request), timezone.now()
    places = Controller.objects.filter(pk__in=desk.at(Role.DPO, Role.AUDITOR))
    note_export(places, form="certificate", filters={}, by=desk.user, now=now)
    return HttpResponse(
        certificate.render(places, language=get_language() or "en", now=now), content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="destroyed.pdf"'},
    )  # fmt: skip
