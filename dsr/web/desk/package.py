"""The page on which a package is filled: files of the systems, files and data of the desk, the passphrase."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from dsr.models import Attachment, SubjectRequest, current_package
from dsr.services import files
from dsr.services.packages import adding, build, giving, keeping, sources
from dsr.vault import secrets
from dsr.web.archive import archive
from dsr.web.desk.who import case_or_404, desk_of, shell
from dsr.web.present import today_of
from dsr.web.public.attach import SeveralFiles
from dsr.web.public.fields import Line, Words
from dsr.web.public.words import refusal

RIGHTS = {"access", "portability"}


class FilesForm(forms.Form):
    """This will take files for the package."""

    use_required_attribute = False
    files = forms.FileField(
        label=_("Add files"), required=False,
        widget=SeveralFiles(attrs={"accept": ",".join(files.EXTENSIONS), "multiple": True}),
        help_text=_("Blackened copies, extracts, tables. 20 MB each at most."),
    )  # fmt: skip


class DataForm(forms.Form):
    """This will take data that stand in no file, one piece a line."""

    use_required_attribute = False
    title = Line(label=_("Heading"), error_messages={"required": _("Write what these data are about.")})
    lines = Words(
        label=_("Data, one piece a line"), rows=6, error_messages={"required": _("Write at least one line.")},
        help_text=_("Name, colon, value. For example: Customer since: 3 March 2019"),
    )  # fmt: skip

    def clean_lines(self) -> list[tuple[str, str]]:
        """Return each line as a name and a value; one without a colon has an empty name."""
        said = [line.strip() for line in self.cleaned_data["lines"].split("\n") if line.strip()]
        parts = [line.partition(":") if ":" in line else ("", "", line) for line in said]
        return [(name.strip(), value.strip()) for name, _colon, value in parts]


@require_http_methods(["GET", "HEAD", "POST"])
def package_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the package holds; take files and data, leave files out, draw a passphrase."""
    dsr = case_or_404(request, reference)
    if dsr.right not in RIGHTS or dsr.submission.purged_at is not None:
        raise Http404
    dsr.today, dsr.moment = today_of(dsr), timezone.now()
    doing = request.POST.get("do", "")
    if request.method == "POST" and doing in DEEDS:
        return DEEDS[doing](request, dsr)
    return _page(request, dsr)


@require_GET
def download(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the package to whoever may read the request, to be looked at before it goes out; it is logged."""
    dsr, now = case_or_404(request, reference), timezone.now()
    package = current_package(dsr)
    if package is None or not keeping.is_whole(package):
        raise Http404
    build.note(package, "read", by=desk_of(request).user, now=now)
    return archive(package, dsr)


def _add_files(request: HttpRequest, dsr: SubjectRequest) -> HttpResponse:
    wrong = []
    for upload in request.FILES.getlist("files"):
        try:
            adding.add_file(dsr.pk, upload=upload, by=desk_of(request).user, now=timezone.now())
        except files.NotTaken as error:
            wrong.append(refusal(error.reason, upload.name or ""))
    if not request.FILES:
        wrong.append(_now("Choose at least one file."))
    if not wrong:
        return redirect("desk:package", dsr.reference)
    form = FilesForm({})
    for text in wrong:
        form.add_error("files", text)
    return _page(request, dsr, files_form=form, status=422)


def _add_data(request: HttpRequest, dsr: SubjectRequest) -> HttpResponse:
    form = DataForm(request.POST)
    if not form.is_valid():
        return _page(request, dsr, data_form=form, status=422)
    adding.add_data(dsr.pk, **form.cleaned_data, by=desk_of(request).user, now=timezone.now())
    return redirect("desk:package", dsr.reference)


def _choose(request: HttpRequest, dsr: SubjectRequest) -> HttpResponse:
    """Leave one file out, or put it back."""
    number, out = request.POST.get("file", ""), "out" in request.POST
    if not number.isdecimal() or len(number) > 18:  # noqa: PLR2004  (the longest number of a row)
        raise Http404
    try:
        adding.leave_out(
            dsr.pk, attachment=int(number), out=out, by=desk_of(request).user, now=timezone.now()
        )
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    return redirect("desk:package", dsr.reference)


def _passphrase(request: HttpRequest, dsr: SubjectRequest) -> HttpResponse:
    """Draw a passphrase and show it, this once."""
    try:
        drawn = giving.set_passphrase(dsr.pk, by=desk_of(request).user, now=timezone.now())
    except giving.NothingToFetch:
        messages.info(request, _now("There is no package that a passphrase could protect."))
        return redirect("desk:package", dsr.reference)
    return _page(request, dsr, passphrase=secrets.grouped(drawn))


def _page(request: HttpRequest, dsr: SubjectRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    found = current_package(dsr)
    forms_given = [form for name, form in more.items() if name.endswith("_form")]
    context: dict[str, Any] = {
        "dsr": dsr,
        "may": adding.may_change(dsr),
        "package": found,
        "kept": found is not None and found.is_kept,
        "offered": sources.offered(dsr),
        "files_form": FilesForm(),
        "data_form": DataForm(),
        "form": forms_given[0] if forms_given else None,
        "has_errors": bool(forms_given),
        **more,
    }
    return render(request, "desk/package.html", shell(request, "requests", **context), status=status)


DEEDS = {"files": _add_files, "data": _add_data, "choose": _choose, "passphrase": _passphrase}
