"""The panels of measures on the page of a request: what is recorded, what is missing, what comes next."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dsr.law import rights
from dsr.models import Blocker, Measure, SubjectRequest
from dsr.models.guards_measures import measures_of
from dsr.notices.words import cited
from dsr.web.dates import longdate
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.actions_measures import MEASURE_ACTIONS
from dsr.web.desk.forms_measures import MeasureForm
from dsr.web.desk.panel import Panel, PanelStep
from dsr.web.desk.steps import address, mending
from dsr.web.desk.who import Desk
from dsr.web.tone import Tone

Lines = list[tuple[str, str]]
Rows = list[tuple[str, str, str]]
# In these states nothing is left to do; in those marked late the person's right is not served yet.
ENDED = {
    "confirmed", "upheld", "overridden", "lifted", "erased", "restricted_instead", "corrected", "completed", "rejected",
    "released", "retrieved", "expired", "destroyed", "handed_over", "transmitted", "accepted", "changed",
}  # fmt: skip


def measures(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return one panel for each measure that the request has, and what could be opened beside them."""
    found = [_panel(measure, desk) for measure in measures_of(dsr)]
    beside = [code for code in ("restriction_open", "erasure_open", "correction_add") if _fits(dsr, code)]
    if found and beside:
        more = [*found[0].steps, *(PanelStep(ACTIONS[code].verb, address(dsr, code)) for code in beside)]
        found[0] = Panel(**{**vars(found[0]), "steps": more})
    return found


def _fits(dsr: SubjectRequest, code: str) -> bool:
    return MEASURE_ACTIONS[code].suits(dsr)


def _panel(measure: Measure, desk: Desk) -> Panel:
    dsr, ended = measure.dsr, measure.state in ENDED
    needed = dsr.is_open and dsr.outcome in measure.needed_for and dsr.state != "unconfirmed"
    missing = measure.missing() if needed else []
    tone: Tone = "done" if ended else "soon" if missing else "ontime"
    lines, rows = FACTS[measure.kind](measure), ROWS.get(measure.kind, _no_rows)(measure)
    return Panel(
        code=f"{measure.kind}-{measure.pk}",
        title=measure.title,
        state=measure.get_state_display(),
        tone=tone,
        lines=[(name, value) for name, value in lines if value],
        rows=rows,
        missing=_linked_once(dsr, missing),
        steps=list(_steps(measure, desk)),
    )


def _linked_once(dsr: SubjectRequest, missing: list[Blocker]) -> list[tuple[Blocker, str, Any]]:
    """Return what is missing with the address that mends it, which stands once where one step mends several."""
    last = {blocker.mend: place for place, blocker in enumerate(missing)}
    return [
        (blocker, *(mending(dsr, blocker) if last[blocker.mend] == place else ("", "")))
        for place, blocker in enumerate(missing)
    ]


def _steps(measure: Measure, desk: Desk) -> Iterator[PanelStep]:
    """Yield the steps that fit this measure and this person; the first that mends what is missing leads."""
    dsr, mends = measure.dsr, [blocker.mend for blocker in measure.missing()[:1]]
    if dsr.submission.purged_at is not None:
        return
    for code, action in MEASURE_ACTIONS.items():
        form = action.form
        if (
            not issubclass(form, MeasureForm)
            or not isinstance(measure, form.model)
            or not form.fits_row(measure)
        ):
            continue
        if action.dpo_only and not desk.is_dpo(dsr.controller_id):
            continue
        leads = code in mends and dsr.is_open and not form.stops_row(measure, desk.user)
        yield PanelStep(action.verb, address(dsr, code, measure.pk), primary=leads, danger=action.danger)


def _day(day: date | None) -> str:
    return longdate(day) if day else ""


def _yes(value: bool) -> str:
    return _("yes") if value else ""


def _law(code: str) -> str:
    """Return a statement of the law in words, with where it stands."""
    item = rights.ITEMS.get(code)
    return f"{_(item.text)} ({cited(item.ref)})" if item else ""


def _withdrawal(m: Any) -> Lines:
    return [
        (_("Which consent"), m.what), (_("In effect since"), _day(m.opened_on)),
        (_("Stopped in"), m.where_stopped), (_("Stopped since"), _day(m.stopped_on)),
    ]  # fmt: skip


def _balancing(m: Any) -> Lines:
    return [
        (_("The objection"), _(m.what) if m.what else ""), (_("In effect since"), _day(m.opened_on)),
        (_("Stopped in"), m.where_stopped), (_("Stopped since"), _day(m.stopped_on)),
        (_("On the list of those who get no advertising"), _yes(m.suppressed)),
        (_("Compelling grounds"), m.balancing),
        (_("Decided"), _signed(m.decided_on, m.decided_by)),
    ]  # fmt: skip


def _restriction(m: Any) -> Lines:
    return [
        (_("Ground"), _law(m.ground)), (_("In effect since"), _day(m.opened_on)), (_("Which data"), m.scope),
        (_("Marked by"), m.marked), (_("Announced"), _day(m.announced_on)),
        (_("Why it ends"), m.lift_reason), (_("Holds no longer from"), _day(m.lift_on)),
        (_("Lifted"), _day(m.lifted_on)),
    ]  # fmt: skip


def _uses(m: Any) -> Rows:
    return [(f"{_day(use.used_on)}: {use.what}", _law(use.ground), "") for use in m.uses.all()]


def _erasure(m: Any) -> Lines:
    return [
        (_("Ground"), _law(m.ground)), (_("Which data"), m.scope), (_("We made the data public"), _yes(m.made_public)),
        (_("Telling other controllers"), m.public_steps),
        (_("Legal hold since"), _day(m.held_on)), (_("Reason of the hold"), m.hold_reason),
        (_("Scheduled for"), _day(m.run_on)), (_("Begun"), _day(m.started_on)),
        (_("Done"), _signed(m.done_on, m.done_by)), (_("Proof"), m.proof),
        (_("Restricted instead"), _law(m.instead_ground)), (_("Reasons"), m.instead_reasons),
    ]  # fmt: skip


def _kept(m: Any) -> Rows:
    told = _("until %(day)s, %(provision)s")
    return [
        (
            _("Kept: %(what)s") % {"what": one.what},
            told % {"day": _day(one.until), "provision": one.provision},
            "",
        )
        for one in m.kept.all()
    ]


def _correction(m: Any) -> Lines:
    return [
        (_("Field"), m.field), (_("Old value"), m.old), (_("New value"), m.new),
        (_("Added statement"), m.statement), (_("Evidence"), m.evidence),
        (_("Decided"), _signed(m.decided_on, m.decided_by)),
    ]  # fmt: skip


def _disclosure(m: Any) -> Lines:
    wanted = m.wanted
    have = len([item for item in wanted if item.id in m.items])
    return [
        (_("Asked for"), str(m.get_scope_display())), (_("Of most interest"), m.focus),
        (_("In the package"), _("%(have)s of %(all)s items") % {"have": have, "all": len(wanted)}),
        (_("Check for data of other people"), m.third_parties),
        (_("Compiled"), _signed(m.compiled_on, m.compiled_by)),
        (_("Approved by"), str(m.approved_by or "")),
        (_("Released"), _day(m.released_on)), (_("Can be fetched until"), _day(m.expires_on)),
        (_("Fetched"), _day(m.retrieved_on)), (_("Destroyed"), _day(m.destroyed_on)),
    ]  # fmt: skip


def _transfer(m: Any) -> Lines:
    return [
        (_("In the file"), m.contents), (_("Rests on"), str(m.get_basis_display())),
        (_("Format"), str(m.get_format_display())), (_("Goes to"), m.recipient),
        (_("Sent"), _day(m.sent_on)), (_("Ended"), _day(m.ended_on)), (_("What went wrong"), m.failure),
    ]  # fmt: skip


def _review(m: Any) -> Lines:
    return [
        (_("The decision"), m.decision), (_("The person's point of view"), m.view),
        (_("Looked at by"), m.reviewer), (_("Result"), m.reasons),
        (_("Recorded"), _signed(m.decided_on, m.recorded_by)),
    ]  # fmt: skip


def _signed(on: date | None, by: Any) -> str:
    return ", ".join(filter(None, (_day(on), str(by or ""))))


def _no_rows(m: Any) -> Rows:
    return []


FACTS: dict[str, Callable[[Any], Lines]] = {
    "withdrawal": _withdrawal, "balancing": _balancing, "restriction": _restriction, "erasure": _erasure,
    "correction": _correction, "disclosure": _disclosure, "transfer": _transfer, "review": _review,
}  # fmt: skip
ROWS: dict[str, Callable[[Any], Rows]] = {"restriction": _uses, "erasure": _kept}
