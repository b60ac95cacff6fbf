"""The register of systems: one by one, or read in from a table whose every wrong row is named."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import rights
from dsr.models import Controller, System
from dsr.models.system import CONTACT
from dsr.services import registers
from dsr.web.desk.fields import Words, say_what_is_missing
from dsr.web.settings import table
from dsr.web.settings.pages import around
from dsr.web.settings.who import controller_or_404


class SystemForm(forms.ModelForm):
    """This will take one system with its owner."""

    language = forms.ChoiceField(label=_later("Language of the owner"), choices=settings.DESK_LANGUAGES)
    rights = forms.MultipleChoiceField(
        label=_later("Rights it matters for"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_later("None ticked: its owner is asked about every right."),
    )  # fmt: skip
    finds_by = forms.MultipleChoiceField(
        label=_later("What is needed to find a person"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_later("The owner is shown these of the person and nothing else."),
    )  # fmt: skip

    class Meta:
        model = System
        fields: ClassVar = [
            "name", "owner_name", "owner_email", "language", "data_categories", "legal_basis", "retention",
            "recipients_note", "rights", "finds_by", "is_active",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "name": _later("As your colleagues call it, for example CRM or payroll."),
            "owner_email": _later("Gets one mail with one link for each request; no account is needed."),
            "is_active": _later("Take this away instead of deleting: past requests keep their answers."),
        }
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("data_categories", "retention", "recipients_note")
        }

    def __init__(self, *args: Any, controller: Controller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.controller = controller
        language = get_language() or "en"
        own = {kind["code"]: kind["code"] for kind in controller.identifiers}
        self.fields["rights"].choices = [(each.code, each.name(language)) for each in rights.ALL.values()]  # type: ignore[attr-defined]
        self.fields["finds_by"].choices = [*CONTACT.items(), *own.items()]  # type: ignore[attr-defined]
        say_what_is_missing(self)

    def clean_name(self) -> str:
        """Refuse a second system of the same name."""
        name = str(self.cleaned_data["name"]).strip()
        others = System.objects.filter(controller=self.controller, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a system of this name already. Choose another name."))
        return name


def systems(request: HttpRequest, slug: str) -> HttpResponse:
    """List the systems of a controller."""
    controller = controller_or_404(request, slug)
    found = controller.systems.order_by("-is_active", "name")
    return render(request, "settings/systems.html", around(request, controller, "systems", systems=found))


def system(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add one system, or change it; a new owner is mailed the questions that are open."""
    controller = controller_or_404(request, slug)
    held = controller.systems.filter(pk=pk).first() if pk else System(controller=controller)
    if held is None:
        raise Http404
    form = SystemForm(request.POST or None, instance=held, controller=controller)
    if form.is_valid():
        asked = registers.keep_system(
            controller.pk,
            form.cleaned_data,
            pk=pk,
            by=request.user,
            now=timezone.now(),  # type: ignore[arg-type]
        )
        said = ngettext(
            "%(n)s open question mailed to the new owner.",
            "%(n)s open questions mailed to the new owner.",
            asked,
        )
        messages.success(request, _("Saved.") + (" " + said % {"n": asked} if asked else ""))
        return redirect("settings:systems", slug)
    context = {
        "form": form,
        "has_errors": form.is_bound,
        "pk": pk,
        "title": held.name if pk else _("Add a system"),
    }
    status = 422 if form.is_bound else 200
    return render(
        request,
        "settings/one.html",
        around(request, controller, "systems", back="systems", **context),
        status=status,
    )


class TableForm(forms.Form):
    """This will take a table of systems, as a file or pasted."""

    file = forms.FileField(
        label=_later("A CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,.txt"})
    )
    pasted = Words(label=_later("Or paste the rows"), rows=6, required=False, max_length=400_000)

    def clean(self) -> dict[str, Any]:
        """Return the text of the table, from whichever of the two was given."""
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file and file.size > table.MOST_BYTES:
            self.add_error("file", _("The file is larger than 2 MB. Divide it."))
        elif not file and not data.get("pasted"):
            self.add_error("file", _("Choose a file, or paste the rows below."))
        elif file:
            data["text"] = table.decoded(file.read())
        else:
            data["text"] = data["pasted"]
        return data


def read_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a table of systems in: all of it, or nothing and every wrong row with what to do."""
    controller = controller_or_404(request, slug)
    form = TableForm(request.POST or None, request.FILES or None)
    wrong: list[table.Wrong] = []
    if form.is_valid():
        rows, wrong = table.read(form.cleaned_data["text"], controller)
        if not wrong:
            made, changed = registers.keep_systems(controller.pk, rows, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            said = _("Read in: %(made)s new, %(changed)s changed.") % {"made": made, "changed": changed}
            messages.success(request, said)
            return redirect("settings:systems", slug)
    failed = bool(wrong) or bool(form.errors)
    context = {
        "form": form,
        "wrong": wrong,
        "has_errors": failed,
        "columns": table.COLUMNS,
        "example": table.EXAMPLE,
    }
    status = 422 if failed else 200
    return render(
        request, "settings/read_in.html", around(request, controller, "systems", **context), status=status
    )
