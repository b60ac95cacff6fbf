"""The settings of the public pages: what the form offers, in which words, and by what it finds a person."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import rights
from dsr.models.controller import PLACES
from dsr.web import settings_checks
from dsr.web.public.forms import RIGHTS
from dsr.web.public.shell import language_name, languages
from dsr.web.settings.forms import SettingForm

NAMES = {
    "intro": _later("On the start page"),
    "done": _later("After a request was sent"),
    "routing": _later("In the list of all: what one asks you about"),
    "imprint": _later("Imprint"),
    "privacy": _later("Privacy"),
    "accessibility": _later("Accessibility"),
}


class PublicForm(SettingForm):
    """This will take what the form looks like and what it offers."""

    notice_url = forms.URLField(label=_later("privacy notice"), required=False, assume_scheme="https")
    imprint_url = forms.URLField(label=_later("imprint"), required=False, assume_scheme="https")
    rights_shown = forms.MultipleChoiceField(
        label=_later("Rights offered on the form"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_later("None ticked: all of them. People may ask for any right in another way all the same."),
    )  # fmt: skip
    questions_hidden = forms.MultipleChoiceField(
        label=_later("Questions left out of the form"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(SettingForm.Meta):
        fields: ClassVar = [
            "accent", "notice_url", "notice_version", "imprint_url", "is_listed", "rights_shown", "questions_hidden",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "accent": _later("As #rrggbb. It is made darker or lighter until everything can be read."),
            "notice_version": _later(
                "It is noted with each request, so that you know which notice the person saw."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, _(rights.ALL[code].plain)) for code in RIGHTS]
        asked = [
            (f"{code}.{question.code}", f"{plain}: {_(question.label)}")
            for code, plain in offered
            for question in rights.ALL[code].asks_for
        ]
        self.fields["rights_shown"].choices = offered  # type: ignore[attr-defined]
        self.fields["questions_hidden"].choices = asked  # type: ignore[attr-defined]


class TextsForm(SettingForm):
    """This will take a controller's own words, place by place and language by language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            for language in languages(self.instance):
                self.fields[f"{place}-{language}"] = forms.CharField(
                    label=language_name(language), required=False, max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                    initial=self.instance.texts.get(place, {}).get(language, ""),
                )  # fmt: skip

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by place."""
        return [
            (NAMES[place], [self[name] for name in self.fields if name.startswith(f"{place}-")])
            for place in PLACES
        ]

    def values(self) -> dict[str, Any]:
        """Return the words that were given; a language that is not offered keeps its own."""
        texts: dict[str, dict[str, str]] = {}
        for place in PLACES:
            said = dict(self.instance.texts.get(place, {}))
            said |= {code: self.cleaned_data[f"{place}-{code}"].strip() for code in languages(self.instance)}
            if kept := {code: words for code, words in said.items() if words}:
                texts[place] = kept
        return {"texts": texts}


class IdentifiersForm(SettingForm):
    """This will take by what a person can be found: each with a name and a purpose in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds: list[dict[str, Any]] = [*self.instance.identifiers, {}]
        for number, kind in enumerate(self.kinds):
            self.fields[f"{number}-code"] = forms.CharField(
                label=_("Short name"), required=False, initial=kind.get("code", ""), max_length=40,
                help_text=_("Small letters, figures and underscores, for example order. Empty: it is not asked for."),
            )  # fmt: skip
            for part, name in (("label", _("Name on the form")), ("purpose", _("What it helps to find"))):
                for language in languages(self.instance):
                    self.fields[f"{number}-{part}-{language}"] = forms.CharField(
                        label=f"{name}, {language_name(language)}", required=False, max_length=200,
                        initial=_in(kind.get(part, ""), language, self.instance.language),
                    )  # fmt: skip

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by identifier, and an empty one for the next."""
        return [
            (
                kind.get("code") or _("A further one"),
                [self[name] for name in self.fields if name.startswith(f"{at}-")],
            )
            for at, kind in enumerate(self.kinds)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse what the form could not ask for."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            data["identifiers"] = settings_checks.identifiers_of(list(self._written(data)))
        except forms.ValidationError as error:
            self.add_error(None, error)
        return data

    def values(self) -> dict[str, Any]:
        """Return the identifiers as they are stored."""
        return {"identifiers": self.cleaned_data["identifiers"]}

    def _written(self, data: dict[str, Any]) -> Any:
        for number in range(len(self.kinds)):
            if code := str(data.get(f"{number}-code", "")).strip():
                kind: dict[str, Any] = {"code": code}
                for part in ("label", "purpose"):
                    said = {one: data.get(f"{number}-{part}-{one}", "") for one in languages(self.instance)}
                    if kept := {one: words for one, words in said.items() if words}:
                        kind[part] = kept
                yield kind


def _in(said: Any, language: str, main: str) -> str:
    """Return what is said in a language; a text of no language is one of the main language."""
    if isinstance(said, dict):
        return str(said.get(language, ""))
    return str(said) if language == main else ""
