"""The forms of a disclosure and of a transfer."""

from typing import Any, ClassVar

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Disclosure, SubjectRequest, Transfer
from dsr.models.measures.disclosure import CONDITIONS, Scope
from dsr.models.measures.transfer import Basis, Format
from dsr.notices.words import cited
from dsr.services.packages import information
from dsr.web.desk.fields import Words
from dsr.web.desk.forms_measures import MeasureForm, rows_of
from dsr.web.desk.forms_restriction import worded
from dsr.web.desk.step_form import StepForm


class CollectForm(MeasureForm):
    """This will take what is in the package already; it may be sent as often as there is something new."""

    model: ClassVar = Disclosure
    states = ("collecting",)
    scope = forms.ChoiceField(
        label=_("How much did the person ask for?"), widget=forms.RadioSelect, choices=Scope.choices,
        help_text=_("If it was not said: a copy."),
    )  # fmt: skip
    conditions = forms.MultipleChoiceField(
        label=_("What is true of this case?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    items = forms.MultipleChoiceField(
        label=_("What is in the package?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Tick what you have written down or put in. What is missing stays listed with its article."),
    )  # fmt: skip
    third_parties = Words(
        label=_("Check for data of other people"), rows=3, required=False,
        help_text=_("Who checked the copy, and what was blacked out; or that it concerns nobody else."),
    )  # fmt: skip

    def fit(self, row: Any) -> None:
        """Offer the contents of Art. 15, each with where it stands."""
        every = rights.get("access").response_for(self.dsr.controller.country, CONDITIONS)
        self.fields["items"].choices = worded(every)
        self.hints["items"] = {item.id: cited(item.ref) for item in every}
        self.fields["conditions"].choices = [(code, _now(rights.FACTS[code])) for code in CONDITIONS]


class InformForm(MeasureForm):
    """This will take what the person is told of each item of Art. 15 that is told in words."""

    model: ClassVar = Disclosure
    states = ("collecting",)

    def fit(self, row: Any) -> None:
        """Offer a field for each item, with what was written or what the register says, in the person's language."""
        with translation.override(self.dsr.submission.language):
            known = {item.id: information.text_of(row, item) for item in information.owed(row)}
        for item in information.owed(row):
            name = f"about_{item.code}"
            self.fields[name] = Words(
                label=information.TITLES[item.code], rows=3, required=False,
                help_text=f"{_now(item.text)} ({cited(item.ref)})",
            )  # fmt: skip
            self.initial.setdefault(name, known[item.id])
        self.codes = {f"about_{item.code}": item.id for item in information.owed(row)}

    @property
    def words(self) -> dict[str, Any]:
        """What the step takes: the row, and the words by the id of what they are about."""
        typed = {self.codes[name]: value for name, value in super().words.items() if name in self.codes}
        return {"on": super().words.get("on"), "information": typed}


class PackForm(MeasureForm):
    """This will take that the file of a transfer is put together, or anew."""

    model: ClassVar = Transfer
    states = ("built",)


class FileForm(StepForm):
    """This will take what the file for the person is, and that the law gives a right to it."""

    contents = Words(
        label=_("What is in the file?"), rows=3,
        help_text=_("What the person gave or caused by using a service; nothing that you inferred."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("What does the processing rest on?"), choices=Basis.choices, widget=forms.RadioSelect
    )
    automated = forms.BooleanField(
        label=_("The processing is carried out by automated means"), required=False
    )
    provided = forms.BooleanField(label=_("The data were provided by the person"), required=False)
    others_checked = forms.BooleanField(
        label=_("The file was checked for data of other people"), required=False
    )
    format = forms.ChoiceField(
        label=_("In which format is it?"), choices=Format.choices, widget=forms.RadioSelect,
        help_text=_("A PDF is not enough: other services must be able to read it."),
    )  # fmt: skip

    @staticmethod
    def suits(dsr: SubjectRequest) -> bool:
        """Return whether a file is to be built for the first time."""
        at_work = dsr.state in {"in_progress", "in_review"} and dsr.right == "portability"
        return at_work and not rows_of(dsr, Transfer)


class RebuildForm(MeasureForm, FileForm):
    """This will take the file anew."""

    model: ClassVar = Transfer
    states = ("built", "failed")


class TransmitForm(MeasureForm):
    """This will take the controller to which a file goes."""

    model, move = Transfer, "transmit"
    recipient = Words(
        label=_("To which controller, and how?"), rows=2,
        help_text=_("Only where the person wants it and it is technically feasible."),
    )  # fmt: skip


class FailForm(MeasureForm):
    """This will take why a file did not arrive."""

    model, move = Transfer, "fail"
    failure = Words(label=_("What went wrong?"), rows=2)
