"""Form fields of the desk: what people type in several lines, and days on a calendar."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

# The digits of the longest number that every database takes for a row.
LONGEST_NUMBER = 18


def say_what_is_missing(form: forms.Form) -> None:
    """Have each field that is left empty say its own name, so that a list of errors can be read."""
    for field in form.fields.values():
        said = _("Choose an answer to “%(field)s”") if _is_choice(field) else _("Fill in “%(field)s”")
        field.error_messages["required"] = f"{said % {'field': field.label}}."


def _is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)


def row_of(given: str) -> int:
    """Return the number of a row as a form sends it; 0, which no row has, for whatever else was sent."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else 0


class Rows(forms.ModelMultipleChoiceField):
    """This will read several rows; a number that no database holds is refused like any other that is not offered."""

    def clean(self, value: Any) -> Any:
        """Return the rows that were chosen. Raises ValidationError for one that is not offered."""
        for given in value or []:
            if not row_of(str(given)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": given}
                )
        return super().clean(value)


class Words(forms.CharField):
    """This will read text of several lines, with the line ends that the database and the letters use."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20_000)
        super().__init__(**kwargs)
        self.widget.attrs.update(rows=rows, cols=60)
        # A browser counts line ends otherwise than we do: the limit is checked here alone.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Day(forms.DateField):
    """This will read a day from the browser's own calendar, or as anyone may type it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)


class Clock(forms.TimeField):
    """This will read a time of day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M"])
        super().__init__(**kwargs)


class SeveralInput(forms.FileInput):
    """This will let a browser choose several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file that was chosen."""
        return files.getlist(name)


class Files(forms.FileField):
    """This will read several files, none of them needed; the service says which it takes."""

    def __init__(self, *, accept: Iterable[str], **kwargs: Any) -> None:
        widget = SeveralInput(attrs={"accept": ",".join(accept), "multiple": True})
        super().__init__(required=False, widget=widget, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each as it was sent."""
        return [super(Files, self).clean(file) for file in data or []]
