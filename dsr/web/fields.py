"""Form fields whose control is our own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ThreeFieldDateWidget(forms.MultiWidget):
    """This will ask for day, month and year in three inputs; templates/parts/date.html draws them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(("day", "month", "year"), forms.TextInput), attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Return day, month and year of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class ThreeFieldDate(forms.MultiValueField):
    """This will read a date from three inputs, in the order day, month, year."""

    widget = ThreeFieldDateWidget
    default_error_messages: ClassVar = {
        "required": _("Give the date: day, month and year."),
        "invalid_date": _("There is no such day. Check day, month and year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        parts = [
            forms.IntegerField(error_messages={"invalid": _("Use numbers for the date.")})
            for _part in range(3)
        ]
        super().__init__(parts, **kwargs)

    def compress(self, data_list: Sequence[int]) -> date | None:
        """Return the date. Raises ValidationError if the calendar has no such day."""
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date") from error
