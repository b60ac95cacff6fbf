"""What the page of a request says of its reminders: which comes next, why then, and to whom."""

from datetime import datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.models import SubjectRequest
from dsr.notices import kinds, ladder
from dsr.notices.words import longdate


def coming(dsr: SubjectRequest, now: datetime) -> dict[str, Any]:
    """Return the next reminder and those after it, each in one sentence; nothing for a closed request."""
    if not dsr.is_open:
        return {}
    steps = [_line(dsr, step) for step in ladder.coming(dsr, now=now)]
    return {"next": steps[0] if steps else None, "later": steps[1:], "rests": not steps}


def _line(dsr: SubjectRequest, step: ladder.Step) -> dict[str, str]:
    at = step.at.astimezone(dsr.controller.tz)
    return {
        "what": _anchored(step.rung.anchor, ladder.days_of(dsr, step.rung)),
        "name": str(kinds.get(step.rung.kind).name),
        "day": longdate(at.date()),
        # Translators: a time of day, in the letters of Django's date format.
        "time": date_format(at, _("H:i")),
        "to": ", ".join(str(kinds.RECIPIENTS[who]) for who in step.recipients),
    }


def _anchored(anchor: str, days: int) -> str:
    """Return how a step is counted, "7 working days before the last day"."""
    many = {"n": abs(days)}
    if anchor == "received":
        return (
            ngettext("%(n)s working day after receipt", "%(n)s working days after receipt", abs(days)) % many
        )
    if days == 0:
        return _("on the last day")
    if days > 0:
        return _("on each working day after the last day")
    return (
        ngettext("%(n)s working day before the last day", "%(n)s working days before the last day", abs(days))
        % many
    )
