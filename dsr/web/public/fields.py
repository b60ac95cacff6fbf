"""Fields of text that never cut silently: what does not fit, or cannot be stored, is said."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

LINE, TEXT, ADDRESS = 200, 10_000, 254
# Answers that say no more than none would.
NEUTRAL = {"unknown", "any", "all"}


class Checked(forms.CharField):
    """This will take text up to a limit; no `maxlength`, as browsers cut what is pasted without a word."""

    limit = LINE
    allowed = ""

    def __init__(self, *, hints: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.validators = [check for check in self.validators if "Null" not in type(check).__name__]
        self.widget.attrs.update({"autocomplete": "off", **(hints or {})})

    def to_python(self, value: Any) -> str:
        """Return the text with the line ends that every system knows."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Check what was typed. Raises ValidationError with what to do."""
        super().validate(value)
        if any(letter < " " and letter not in self.allowed for letter in value):
            raise ValidationError(self.unfit, code="unfit")
        if len(value) > self.limit:
            raise ValidationError(
                _("This is too long: please use at most %(limit)s characters. You wrote %(length)s."),
                code="too_long",
                params={"limit": self.limit, "length": len(value)},
            )

    unfit = _("This holds a line break or a character that cannot be seen. Please type it again in one line.")


class Line(Checked):
    """This will take one line."""


class Words(Checked):
    """This will take as many lines as somebody needs; tabs and line breaks are theirs."""

    limit = TEXT
    allowed = "\n\t\f\v"
    unfit = _("This holds a character that cannot be stored. Please type the place again where it stands.")

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class Address(Checked):
    """This will take one mail address."""

    limit = ADDRESS
    widget = forms.EmailInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        wrong = _("This is no e-mail address. Write it like name@example.org.")
        self.validators.append(EmailValidator(wrong))
        self.widget.attrs.update({"inputmode": "email", "spellcheck": "false", "autocapitalize": "none"})


def one_of(choices: Any, label: Any, *, required: Any = "", **options: Any) -> forms.ChoiceField:
    """Return a question with one answer, drawn as cards; `required` is what to say when none is chosen.

    Without it the question may stay open, and a choice once made can be taken back.
    """
    wrong = required or _("Please choose one of the answers shown.")
    offered = [*choices]
    if not required and not NEUTRAL & {code for code, _text in offered}:
        offered.append(("", _("No answer")))
    return forms.ChoiceField(
        choices=offered, label=label, widget=forms.RadioSelect, required=bool(required),
        error_messages={"required": wrong, "invalid_choice": wrong}, **options,
    )  # fmt: skip
