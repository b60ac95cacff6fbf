"""The form for another address, as the person told it by telephone, by post or at the counter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import SubjectRequest
from dsr.web.desk.fields import Words
from dsr.web.desk.step_form import StepForm

NAMES = ("email", "postal_address", "phone")


class ContactForm(StepForm):
    """This will take where letters to the person, or to whoever acts for them, go from now on."""

    email = forms.EmailField(label=_("Mail address"), required=False)
    postal_address = Words(label=_("Postal address"), rows=3, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with what holds now."""
        subject = dsr.submission.subject
        return {
            "email": subject.mail_address,
            "postal_address": subject.postal_address,
            "phone": subject.phone,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what changes nothing, and an address that leads nowhere."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        before = self.at_first(self.dsr)
        if all(data.get(name) == before[name] for name in NAMES):
            raise forms.ValidationError(_now("This is the address that holds already."))
        if not data.get("email") and not data.get("postal_address"):
            raise forms.ValidationError(_now("Write a mail address or a postal address."))
        return data
