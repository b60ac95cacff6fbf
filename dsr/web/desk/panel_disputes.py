"""The panels of disputes on the page of a request, and of how often it was taken up again."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dsr.models import Dispute, DisputeState, SubjectRequest
from dsr.web.dates import longdate, shortdate
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.panel import Panel, PanelStep
from dsr.web.desk.steps import address
from dsr.web.desk.who import Desk
from dsr.web.present import today_of
from dsr.web.tone import Tone


def disputes(dsr: SubjectRequest, desk: Desk) -> Sequence[Panel]:
    """Return one panel for each dispute, and one where the request was taken up again."""
    return [*(_panel(one, dsr, desk) for one in dsr.disputes.all()), *_reopened(dsr)]


def _panel(one: Dispute, dsr: SubjectRequest, desk: Desk) -> Panel:
    late = one.waits and one.due_on < today_of(dsr)
    over = one.state == DisputeState.OVER
    tone: Tone = "done" if over else "late" if late else "soon" if one.waits else "resting"
    lines = [
        (_("File number"), one.reference),
        (_("Came"), longdate(one.came_on)),
        (_("Act by"), longdate(one.due_on) if one.waits else ""),
        (_("What it is about"), one.about),
        (_("Answered"), " \N{MIDDLE DOT} ".join(filter(None, [shortdate(one.answered_on), one.answer]))),
        (_("How it ended"), " \N{MIDDLE DOT} ".join(filter(None, [shortdate(one.over_on), one.result]))),
    ]
    return Panel(
        code=f"dispute-{one.pk}",
        title=one.get_kind_display(),
        state=one.get_state_display(),
        tone=tone,
        lines=[line for line in lines if line[1]],
        steps=list(_steps(one, dsr, desk)),
        note="" if over else _("Until this is over, nothing of the case is erased or destroyed."),
    )


def _steps(one: Dispute, dsr: SubjectRequest, desk: Desk) -> list[PanelStep]:
    codes = {"dispute_answer": "reply", "dispute_day": "set_day", "dispute_end": "end"}
    found = []
    for code, move in codes.items():
        action = ACTIONS[code]
        if not one.fits(move) or one.blockers(move, desk.user):
            continue
        if action.dpo_only and not desk.is_dpo(dsr.controller_id):
            continue
        leads = one.waits and code == "dispute_answer"
        found.append(PanelStep(action.verb, address(dsr, code, one.pk), primary=leads))
    return found


def _reopened(dsr: SubjectRequest) -> Sequence[Panel]:
    rows = [
        (
            f"{longdate(one.reopened_on)}: {one.get_reason_display()}. {one.why}".strip(),
            _("before: %(outcome)s, last day %(due)s, answered %(answered)s") % {
                "outcome": one.get_outcome_display() or _("closed"),
                "due": shortdate(one.due_on) or _("none"),
                "answered": shortdate(one.answered_on) or _("never"),
            },
            "",
        )
        for one in dsr.reopenings.all()
    ]  # fmt: skip
    return [Panel(code="reopened", title=_("Taken up again"), rows=rows)] if rows else []
