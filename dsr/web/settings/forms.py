"""The forms of the settings: each takes a few fields of a controller, with help in plain words beside them."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import rights
from dsr.models import LEVEL_NEEDED, Controller, Level
from dsr.web import settings_checks
from dsr.web.desk.fields import Day, Words, say_what_is_missing


class SettingForm(forms.ModelForm):
    """This will take some fields of a controller; the service stores them."""

    # Whether something stands in for each field that is left empty: then none of them is called optional.
    has_defaults: ClassVar = False

    class Meta:
        model = Controller
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page shows them, by heading."""
        return [("", self.visible_fields())]

    def values(self) -> dict[str, Any]:
        """Return what is to be stored."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class OrganisationForm(SettingForm):
    """This will take who the controller is, and how its numbers begin."""

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["name", "slug", "prefix", "postal_address", "phone", "management_email"]
        labels: ClassVar = {"name": _later("Name of the organisation")}
        help_texts: ClassVar = {
            "name": _later("As it stands in the imprint. It is the sender of every letter and mail."),
            "slug": _later(
                "The form lies under this word. When it changes, links that you gave out stop working."
            ),
            "prefix": _later("Reference numbers begin with it, for example DSR-2026-000123-K."),
            "postal_address": _later(
                "Stands at the top of every letter, and on the form for whoever writes by post."
            ),
            "phone": _later("For whoever cannot use the form. Empty: no number is shown."),
            "management_email": _later(
                "Is told on the day before the last one, and by the report of the month."
            ),
        }
        widgets: ClassVar = {"postal_address": forms.Textarea(attrs={"rows": 3})}

    def clean_name(self) -> str:
        """Refuse a name that breaks the line: it is the sender of every mail."""
        return settings_checks.line_of(self.cleaned_data["name"])

    def clean_slug(self) -> str:
        """Refuse a name that leads elsewhere already."""
        return settings_checks.slug_of(self.cleaned_data["slug"])


class OfficerForm(SettingForm):
    """This will take who is data protection officer, and who stands in."""

    dpo_absent_from = Day(label=_later("Absent from"), required=False)
    dpo_absent_until = Day(
        label=_later("Absent until"), required=False,
        help_text=_later("From the first to the last of these days the deputy gets the mails."),
    )  # fmt: skip

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["dpo_name", "dpo_email", "deputy_email", "dpo_absent_from", "dpo_absent_until"]
        help_texts: ClassVar = {
            "dpo_name": _later("Is named in letters as the person to turn to. May stay empty."),
            "dpo_email": _later("New requests and reminders go there, and answers of people to our mails."),
            "deputy_email": _later(
                "Stands in while the officer is absent, and when a mail to the officer comes back."
            ),
        }

    def clean_dpo_name(self) -> str:
        """Refuse a name that breaks the line."""
        return settings_checks.line_of(self.cleaned_data["dpo_name"])

    def clean(self) -> dict[str, Any]:
        """Refuse an absence that ends before it begins, or that nobody stands in for."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("dpo_absent_from"), data.get("dpo_absent_until")
        if first and last and last < first:
            self.add_error("dpo_absent_until", _("The last day lies before the first. Change one of them."))
        if first and not data.get("deputy_email"):
            self.add_error(
                "deputy_email", _("Name a deputy: while the officer is absent, mails must go to somebody.")
            )
        return data


class LanguageForm(SettingForm):
    """This will take in which languages people may write and are answered."""

    language = forms.ChoiceField(
        label=_later("Main language"), help_text=_later("Letters to anybody but the person are in it.")
    )
    languages = forms.MultipleChoiceField(
        label=_later("Languages of the form"), widget=forms.CheckboxSelectMultiple,
        help_text=_later("People choose one of these; every letter to them is in it."),
    )  # fmt: skip

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["language", "languages"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "languages"):
            self.fields[name].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a main language that is not offered."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("language") and data.get("languages") and data["language"] not in data["languages"]:
            self.add_error("languages", _("The main language must be among the languages offered."))
        return data


class RetentionForm(SettingForm):
    """This will take how long a closed request is kept."""

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["retention_years", "content_months", "package_days", "disposal_list"]
        labels: ClassVar = {"retention_years": _later("Years after closing")}
        help_texts: ClassVar = {
            "retention_years": _later(
                "Empty: as long as the law suggests. Then what is personal is destroyed."
            )
        }

    def clean_retention_years(self) -> int | None:
        """Refuse more years than any law asks for."""
        return settings_checks.years_of(self.cleaned_data["retention_years"])


class FourEyesForm(SettingForm):
    """This will take whether a second person approves each answer, and if not, why."""

    four_eyes_reason = Words(
        label=_later("If not: why"), rows=3, required=False, max_length=1000,
        help_text=_later("It is kept and shown to auditors. For example: one person alone works here."),
    )  # fmt: skip

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["four_eyes", "four_eyes_reason"]
        help_texts: ClassVar = {
            "four_eyes": _later("Whoever wrote an answer does not approve it. Leave this on.")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse to turn it off without a reason."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("four_eyes") and not str(data.get("four_eyes_reason", "")).strip():
            self.add_error("four_eyes_reason", _("Write down why no second person approves answers here."))
        return data


class IdentityForm(SettingForm):
    """This will take how sure it must be who asks, right by right; never less than the house needs."""

    class Meta(SettingForm.Meta):
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Controller = self.instance
        for code, right in rights.ALL.items():
            least = LEVEL_NEEDED[code]
            offered = [(str(int(level)), level.label) for level in Level if level >= least]
            self.fields[code] = forms.ChoiceField(
                label=right.name(get_language() or "en"),
                choices=offered,
                initial=str(held.level_needed(code)),
            )

    def values(self) -> dict[str, Any]:
        """Return only what asks for more than the house does."""
        own = {code: int(self.cleaned_data[code]) for code in rights.ALL}
        return {"identity_levels": {code: level for code, level in own.items() if level > LEVEL_NEEDED[code]}}
