"""The forms of the settings that decide dates: the place with its law and authority, and the free days."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law.authorities import UnknownAuthority
from dsr.law.calendars import Calendar, UnknownPlace
from dsr.law.deadlines import NoSuchZone, zone_of
from dsr.models import Controller
from dsr.web.desk.fields import Day, Words
from dsr.web.settings import places
from dsr.web.settings.forms import SettingForm


class PlaceForm(SettingForm):
    """This will take the place, the law and the authority."""

    country = forms.ChoiceField(
        label=_later("Country"),
        help_text=_later("It decides public holidays and the authority."),
    )
    regime = forms.ChoiceField(
        label=_later("Law"), help_text=_later("Periods, pauses and extensions follow it.")
    )
    authority = forms.ChoiceField(
        label=_later("Supervisory authority"), required=False,
        help_text=_later("Every letter names it. Choose one only if the one that is found is not yours."),
    )  # fmt: skip

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["country", "subdivision", "zone", "regime", "public_body", "authority"]
        help_texts: ClassVar = {
            "subdivision": _later("For example DE-BE. It decides which regional holidays count."),
            "zone": _later("Your days begin and end by it, for example Europe/Berlin."),
            "public_body": _later("Public bodies are watched by another authority in some countries."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places.countries()  # type: ignore[attr-defined]
        self.fields["regime"].choices = places.laws(_("not reviewed"))  # type: ignore[attr-defined]
        first = _("found by country and region")
        self.fields["authority"].choices = places.authority_choices(first)  # type: ignore[attr-defined]

    def clean_subdivision(self) -> str:
        """Return the region as it is stored."""
        return str(self.cleaned_data["subdivision"]).strip().upper()

    def clean_zone(self) -> str:
        """Refuse a name that is no time zone."""
        try:
            zone_of(self.cleaned_data["zone"])
        except NoSuchZone as error:
            raise ValidationError(
                _("There is no time zone of this name. Use one such as Europe/Berlin.")
            ) from error
        return str(self.cleaned_data["zone"])

    def clean(self) -> dict[str, Any]:
        """Refuse a place that no calendar knows, and one without an authority."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        country, region = data.get("country", ""), data.get("subdivision", "")
        try:
            Calendar(country=country, subdivision=region or None)
        except UnknownPlace:
            known = places.regions_of(country)
            self.add_error(
                "subdivision",
                _("This region is not known. Leave it empty, or use one of %(known)s.") % {"known": known},
            )
            return data
        shown = Controller(country=country, subdivision=region, authority=data.get("authority") or "",
                           public_body=bool(data.get("public_body")))  # fmt: skip
        try:
            _name = shown.competent_authority.name
        except UnknownAuthority:
            self.add_error(
                "authority", _("No authority is found for this place. Give the region, or choose one.")
            )
        return data


class HolidayForm(SettingForm):
    """This will take which days are free here besides, or in spite of, the official list."""

    extra_free = Words(
        label=_later("Further free days"), rows=3, required=False,
        help_text=_later("One day a line, for example 24.12.2026. A company holiday moves no period: leave it out."),
    )  # fmt: skip
    excluded_free = forms.MultipleChoiceField(
        label=_later("Days of the official list that do not count here"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta(SettingForm.Meta):
        fields: ClassVar = ["regional_holidays", "extra_free", "excluded_free"]
        help_texts: ClassVar = {
            "regional_holidays": _later(
                "Take this away only if your offices follow nationwide holidays alone."
            ),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        held: Controller = self.instance
        listed = self.official(today.year) + self.official(today.year + 1)
        kept = [day for day in held.excluded_free if day not in dict(listed)]
        self.fields["excluded_free"].choices = [*listed, *((day, day) for day in kept)]  # type: ignore[attr-defined]
        self.initial["extra_free"] = "\n".join(_said(date.fromisoformat(day)) for day in held.extra_free)

    def official(self, year: int) -> list[tuple[str, str]]:
        """Return the public holidays of a year that fall on a weekday, in the language of the place."""
        held = self.instance
        plain = Calendar(held.country, held.subdivision or None, regional=held.regional_holidays)
        days = plain.free_days(date(year, 1, 1), date(year, 12, 31))
        return [(day.isoformat(), f"{_said(day)} {name}") for day, name in days.items() if day.weekday() < 5]  # noqa: PLR2004

    def clean_extra_free(self) -> list[str]:
        """Return the days as they are stored. Raises ValidationError that names the line which is no day."""
        found = set()
        for number, line in enumerate(str(self.cleaned_data["extra_free"]).splitlines(), start=1):
            if line.strip():
                found.add(self._day(number, line.strip()))
        return sorted(found)

    def _day(self, number: int, line: str) -> str:
        field = Day()
        try:
            day = field.to_python(line)
        except ValidationError as error:
            raise ValidationError(
                _("Line %(number)s, “%(line)s”, is no day. Write 24.12.2026 or 2026-12-24.")
                % {"number": number, "line": line}
            ) from error
        return str(day.isoformat())

    def clean_excluded_free(self) -> list[str]:
        """Return the days as they are stored."""
        return sorted(self.cleaned_data["excluded_free"])


def _said(day: date) -> str:
    return day.strftime("%d.%m.%Y")
