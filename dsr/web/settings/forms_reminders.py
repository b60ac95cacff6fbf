"""The form of the reminders: when they go, to whom, and what nobody needs; what is left as it is stays unsaid."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.notices import hours, kinds, ladder, overviews, task_ladder
from dsr.web import settings_checks
from dsr.web.desk.fields import Clock
from dsr.web.settings.forms import SettingForm

# The days after which an owner can be asked again, as they are typed.
DAYS = {str(day) for day in range(1, 61)}
OWNERS: dict[str, tuple[Any, int]] = {
    "days": (_later("Working days to answer"), task_ladder.TIME),
    "before": (_later("Reminded so many working days before"), task_ladder.BEFORE),
    "escalated_after": (
        _later("Told to the officer so many working days after"),
        task_ladder.ESCALATED_AFTER,
    ),
}


class ReminderForm(SettingForm):
    """This will take the ladder, the questions to owners and the overviews."""

    has_defaults = True

    opens = Clock(label=_later("Mails go from"), required=False)
    closes = Clock(
        label=_later("until"),
        required=False,
        help_text=_later("Outside these hours only what is due that very day."),
    )
    at = Clock(label=_later("Reminders go at"), required=False)
    every_day = forms.BooleanField(label=_later("On weekends and holidays, too"), required=False)

    class Meta(SettingForm.Meta):
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.ladder if isinstance(self.instance.ladder, dict) else {}
        defaults = {"opens": hours.OPENS, "closes": hours.CLOSES, "at": ladder.MORNING}
        for name, standard in defaults.items():
            self.initial[name] = held.get(name) or _clock(standard)
        self.initial["every_day"] = bool(held.get("every_day"))
        for rung in ladder.LADDER:
            self._rung(rung, held.get("rungs", {}).get(rung.kind, {}))
        for name, (label, standard) in OWNERS.items():
            self.fields[f"owners_{name}"] = forms.IntegerField(
                label=label, min_value=1, max_value=60, initial=held.get("owners", {}).get(name, standard)
            )
        self.fields["owners_chased_after"] = forms.CharField(
            label=_("Chased so many working days after"), help_text=_("Several by commas, for example 1, 4."),
            initial=", ".join(map(str, held.get("owners", {}).get("chased_after", task_ladder.CHASED_AFTER))),
        )  # fmt: skip
        for code, overview in overviews.ALL.items():
            self._overview(code, overview, held.get("overviews", {}).get(code, {}))

    def _rung(self, rung: ladder.Rung, given: dict[str, Any]) -> None:
        """Add the fields of one reminder."""
        kept = rung.kind in ladder.KEPT
        choices = [(who, kinds.RECIPIENTS[who]) for who in ladder.STAFF]
        if not kept:
            self.fields[f"{rung.kind}_days"] = forms.IntegerField(
                label=_("Working days before the last day") if rung.days < 0 else _("Working days after receipt"),
                min_value=0, max_value=60, initial=abs(given.get("days", rung.days)),
            )  # fmt: skip
        self.fields[f"{rung.kind}_to"] = forms.MultipleChoiceField(
            label=_("Goes to"), choices=choices, required=False, initial=given.get("to", list(rung.to)),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("The officer gets it in any case.") if kept else _("None ticked: it does not go out."),
        )  # fmt: skip
        if given.get("off"):
            self.fields[f"{rung.kind}_to"].initial = []

    def _overview(self, code: str, overview: Any, given: dict[str, Any]) -> None:
        """Add the fields of one overview."""
        self.fields[f"{code}_on"] = forms.BooleanField(
            label=kinds.get(code).name, required=False, initial=not given.get("off", False)
        )
        self.fields[f"{code}_at"] = Clock(
            label=_("at"), required=False, initial=given.get("at") or _clock(overview.at)
        )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by heading: the hours, each reminder, the owners, the overviews."""
        found = [(_("Hours"), [self[name] for name in ("opens", "closes", "at", "every_day")])]
        for rung in ladder.LADDER:
            names = [f"{rung.kind}_{part}" for part in ("days", "to") if f"{rung.kind}_{part}" in self.fields]
            found.append((kinds.get(rung.kind).name, [self[name] for name in names]))
        owners = [*(f"owners_{name}" for name in OWNERS), "owners_chased_after"]
        found.append((_("Owners of systems"), [self[name] for name in owners]))
        shown = [self[f"{code}_{part}"] for code in overviews.ALL for part in ("on", "at")]
        return [*found, (_("Overviews and reports"), shown)]

    def clean_owners_chased_after(self) -> list[int]:
        """Return the days as numbers."""
        parts = [
            part.strip() for part in str(self.cleaned_data["owners_chased_after"]).split(",") if part.strip()
        ]
        if not parts or not all(part in DAYS for part in parts):
            raise ValidationError(_("Write whole numbers by commas, for example 1, 4."))
        return sorted({int(part) for part in parts})

    def clean(self) -> dict[str, Any]:
        """Refuse hours in the wrong order, and whatever the reminders would not understand."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("opens") and data.get("closes") and data["opens"] >= data["closes"]:
            self.add_error("closes", _("This lies before the beginning. Change one of the two."))
        if not self.errors:
            data["ladder"] = settings_checks.ladder_of(self._written(data))
        return data

    def _written(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the settings as they are stored: only what differs from the house's own."""
        written: dict[str, Any] = {
            name: _clock(data[name])
            for name, standard in (("opens", hours.OPENS), ("closes", hours.CLOSES), ("at", ladder.MORNING))
            if data.get(name) and _clock(data[name]) != _clock(standard)
        }
        if data.get("every_day"):
            written["every_day"] = True
        if rungs := {rung.kind: given for rung in ladder.LADDER if (given := _of_rung(rung, data))}:
            written["rungs"] = rungs
        owners = {
            name: data[f"owners_{name}"]
            for name, (_l, standard) in OWNERS.items()
            if data[f"owners_{name}"] != standard
        }
        if data["owners_chased_after"] != list(task_ladder.CHASED_AFTER):
            owners["chased_after"] = data["owners_chased_after"]
        if owners:
            written["owners"] = owners
        if given := {
            code: own for code, each in overviews.ALL.items() if (own := _of_overview(code, each, data))
        }:
            written["overviews"] = given
        return written

    def values(self) -> dict[str, Any]:
        """Return what is to be stored."""
        return {"ladder": self.cleaned_data["ladder"]}


def _of_rung(rung: ladder.Rung, data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    days = data.get(f"{rung.kind}_days")
    if days is not None and days != abs(rung.days):
        found["days"] = -days if rung.days < 0 else days
    to = data[f"{rung.kind}_to"]
    if not to:
        found["off"] = True
    elif set(to) != set(rung.to):
        found["to"] = to
    return found


def _of_overview(code: str, overview: Any, data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {} if data[f"{code}_on"] else {"off": True}
    at = data.get(f"{code}_at")
    if at and _clock(at) != _clock(overview.at):
        found["at"] = _clock(at)
    return found


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
