"""Taking a case along: the bundle of evidence for a court, an authority, an audit."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.exports import evidence as exporting
from dsr.models import ExportReason
from dsr.web import present
from dsr.web.desk import step_up
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.who import case_or_404, desk_of, shell

FULL, PSEUDONYMOUS = "full", "pseudonymous"


class EvidenceForm(forms.Form):
    """This will take why the case is taken along, and how much of it."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("Why is it needed?"), choices=ExportReason.choices, widget=forms.RadioSelect
    )
    version = forms.ChoiceField(
        label=_("How much of it?"), widget=forms.RadioSelect, initial=FULL,
        choices=[
            (FULL, _("Everything, with the letters, the files and the person's data")),
            (PSEUDONYMOUS, _("What was done when and by whom, without the person's data and words")),
        ],
    )  # fmt: skip

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        say_what_is_missing(self)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask why, then hand out the bundle; that it was taken is logged. It is the officer's to decide."""
    dsr, desk = case_or_404(request, reference), desk_of(request)
    if not desk.is_dpo(dsr.controller_id):
        raise Http404
    form = EvidenceForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, reference, form, status=422 if form.errors else 200)
    if answer := step_up.asked(request):
        return answer
    given = form.cleaned_data
    try:
        bundle = exporting.export(
            dsr, reason=given["reason"], full=given["version"] == FULL, language=get_language() or "en",
            by=desk.user, now=timezone.now(),
        )  # fmt: skip
    except exporting.CannotProve:
        form.add_error(
            None,
            _("The log cannot be signed at this moment, so nothing could be proved. Tell the administrator."),
        )
        return _page(request, reference, form, status=503)
    return StreamingHttpResponse(
        bundle.chunks, content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{bundle.name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )  # fmt: skip


def _page(request: HttpRequest, reference: str, form: EvidenceForm, *, status: int) -> HttpResponse:
    dsr = case_or_404(request, reference)
    context = {"dsr": dsr, "right": present.right_name(dsr), "form": form, "has_errors": bool(form.errors)}
    return render(request, "desk/evidence.html", shell(request, "requests", **context), status=status)
