"""In which form the register is wanted, and whether with names."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import ExportForm, ExportReason


class OrderForm(forms.Form):
    """This will take the form of an export; names only with a reason, and only where `named` allows them."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("Form"), choices=ExportForm.choices, initial=ExportForm.XLSX)
    named = forms.BooleanField(
        label=_("With names and addresses"), required=False,
        help_text=_("Asks for your proof of identity and for a reason; both stay in the log."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason for the names"), required=False, choices=[("", _("none")), *ExportReason.choices]
    )

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["named"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Refuse names without a reason, and names in a form that shows only the main columns."""
        data = self.cleaned_data
        if data.get("named") and not data.get("reason"):
            self.add_error("reason", _now("Say why the names are needed."))
        if data.get("named") and data.get("form") == ExportForm.PDF:
            self.add_error("form", _now("The PDF never holds names. Choose another form."))
        return data
