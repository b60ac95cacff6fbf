"""What the owner of a system fills in: one of three answers, words, files; or that it is not their system."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import TaskAnswer
from dsr.services.files import EXTENSIONS
from dsr.web.owner import words
from dsr.web.public.attach import SeveralFiles
from dsr.web.public.fields import Words, one_of


class AnswerForm(forms.Form):
    """This will take one of the three answers."""

    answer = one_of(words.ANSWERS.items(), _("Your answer"), required=_("Choose one of the three answers."))
    reason = Words(
        label=_("Why does it have to be kept?"), required=False, rows=3,
        help_text=_("Name the law or the contract, and until when."),
    )  # fmt: skip
    comment = Words(
        label=_("Anything we should know"), required=False, rows=3,
        help_text=_("For example what you searched, or where a file comes from."),
    )  # fmt: skip
    files = forms.FileField(
        label=_("Files"), required=False,
        widget=SeveralFiles(attrs={"accept": ",".join(EXTENSIONS), "multiple": True}),
        help_text=_(
            "PDF, pictures (JPEG, PNG, HEIC), text (TXT, EML, DOCX) or tables (CSV, XLSX), up to 20 MB each, "
            "ten at most."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where data are kept."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == TaskAnswer.KEPT_BECAUSE and not data.get("reason", "").strip():
            self.add_error("reason", _now("Say why the data have to be kept."))
        return data


class BackForm(forms.Form):
    """This will take what the owner says on handing the question back."""

    comment = Words(
        label=_("Do you know whose it is?"),
        required=False,
        rows=2,
        help_text=_("A name or a team is enough."),
    )
