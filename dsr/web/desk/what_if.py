"""What the last day of a request would be, if: the law is asked with other facts, and nothing is stored."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.law import deadlines
from dsr.models import SubjectRequest
from dsr.web import present
from dsr.web.desk.fields import Day

# The longest period of any law with its extension, pauses included, ends well before so many days.
FARTHEST = 366 * 2


class WhatIfForm(forms.Form):
    """This will take the facts to be tried: an extension, a question from one day to another, a day as a holiday."""

    extend = forms.BooleanField(label=_("If it is extended"), required=False)
    paused_from = Day(label=_("If the clock rests from"), required=False)
    paused_to = Day(label=_("until"), required=False)
    holiday = Day(label=_("If this day were a holiday"), required=False)

    def __init__(self, data: Any, *, dsr: SubjectRequest) -> None:
        # A plain look at the page tries nothing.
        super().__init__(data if any(data.get(name) for name in self.base_fields) else None)
        self.dsr = dsr

    def clean(self) -> dict[str, Any]:
        """Refuse a pause that ends before it begins, or days that the clock never reaches."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("paused_from"), data.get("paused_to")
        received, until = self.dsr.submission.received_on, self.dsr.timetable().announce_by
        if data.get("extend") and until and self.dsr.today and self.dsr.today > until:
            self.add_error("extend", _("The first period has ended; it can no longer be extended."))
        if last and not first:
            self.add_error("paused_from", _("Say from which day on the clock rests."))
        if first and last and last < first:
            self.add_error("paused_to", _("This day lies before the first one."))
        for name in ("paused_from", "paused_to", "holiday"):
            day = data.get(name)
            if day and not 0 <= (day - received).days <= FARTHEST:
                self.add_error(name, _("This day lies outside the time of this request."))
        return data


@dataclass(frozen=True)
class Answer:
    """What came out: the day as it would be, the safe day, and why; no day while the clock would rest."""

    last_on: date | None
    safe_on: date
    moved: int | None
    why: list[dict[str, str]]


def answer(form: WhatIfForm) -> Answer | None:
    """Return the last day under the facts that were typed; None where nothing was, or it made no sense."""
    if not form.is_bound or not form.is_valid():
        return None
    table = deadlines.timetable(_facts(form.dsr, form.cleaned_data))
    before = form.dsr.due_on
    moved = (table.last_on - before).days if table.last_on and before else None
    return Answer(table.last_on, table.safe_on, moved, present.reasons(table, form.dsr))


def _facts(dsr: SubjectRequest, data: dict[str, Any]) -> deadlines.Facts:
    facts = dsr.facts()
    if day := data["holiday"]:
        excluded = facts.calendar.excluded - {day}
        facts = replace(
            facts, calendar=replace(facts.calendar, extra=facts.calendar.extra | {day}, excluded=excluded)
        )
    if first := data["paused_from"]:
        pause = deadlines.Pause(reason="identity", asked_on=first, answered_on=data["paused_to"])
        facts = replace(facts, pauses=(*facts.pauses, pause))
    return replace(facts, extended=True) if data["extend"] else facts
