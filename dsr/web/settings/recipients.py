"""To whom a controller passes data on: processors, other controllers, others; cases choose from this list."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.models import Controller, Recipient
from dsr.services import registers
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.settings.pages import around
from dsr.web.settings.who import controller_or_404


class RecipientForm(forms.ModelForm):
    """This will take one recipient."""

    class Meta:
        model = Recipient
        fields: ClassVar = ["name", "kind", "under", "email", "note", "is_active"]
        help_texts: ClassVar = {
            "kind": _later("A processor acts on your instruction; another controller decides for itself."),
            "under": _later("Only for a sub-processor: the processor that engages it."),
            "email": _later(
                "Notices of a correction, erasure or restriction go there. Empty: they are printed."
            ),
            "is_active": _later("Take this away instead of deleting: past requests name their recipients."),
        }
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, controller: Controller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.controller = controller
        above = controller.recipients.filter(kind="processor", under=None).exclude(pk=self.instance.pk)
        self.fields["under"].queryset = above  # type: ignore[attr-defined]
        say_what_is_missing(self)

    def clean_name(self) -> str:
        """Refuse a second recipient of the same name."""
        name = str(self.cleaned_data["name"]).strip()
        others = Recipient.objects.filter(controller=self.controller, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a recipient of this name already. Choose another name."))
        return name


def recipients(request: HttpRequest, slug: str) -> HttpResponse:
    """List the recipients of a controller."""
    controller = controller_or_404(request, slug)
    found = controller.recipients.select_related("under").order_by("-is_active", "name")
    return render(
        request, "settings/recipients.html", around(request, controller, "recipients", recipients=found)
    )


def recipient(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Add one recipient, or change it."""
    controller = controller_or_404(request, slug)
    held = controller.recipients.filter(pk=pk).first() if pk else Recipient(controller=controller)
    if held is None:
        raise Http404
    form = RecipientForm(request.POST or None, instance=held, controller=controller)
    if form.is_valid():
        registers.keep_recipient(controller.pk, form.cleaned_data, pk=pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("settings:recipients", slug)
    context = {
        "form": form,
        "has_errors": form.is_bound,
        "pk": pk,
        "title": held.name if pk else _("Add a recipient"),
    }
    status = 422 if form.is_bound else 200
    page = around(request, controller, "recipients", back="recipients", **context)
    return render(request, "settings/one.html", page, status=status)
