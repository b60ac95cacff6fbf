"""The panels of recipients, instructions, our role as a processor, and fees on the page of a request."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dsr.models import (
    Blocker,
    InstructionState,
    ProcessorState,
    RecipientNotice,
    SubjectRequest,
    Told,
    ToldBy,
)
from dsr.models.guards_recipients import unchecked, unproven
from dsr.web.dates import longdate, shortdate
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.actions_recipients import concerns_recipients
from dsr.web.desk.panel import Panel, PanelStep
from dsr.web.desk.steps import address, blockers, mending
from dsr.web.desk.who import Desk
from dsr.web.tone import Tone

# Each recipient that waits leads to its own letter, so that needs no button.
TELLING = ("recipient_told", "recipient_excuse", "recipient_take_back")
INSTRUCTING = (
    "instruction_issue", "instruction_confirm", "instruction_suspend", "instruction_uphold", "instruction_withdraw",
)  # fmt: skip
PROCESSING = (
    "processor_forward", "processor_instructed", "processor_done", "processor_suspend", "processor_close",
)  # fmt: skip


def recipients(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return the panels that a request has: our role, its recipients, its instructions, its fee."""
    found = [_role(dsr, desk), _recipients(dsr, desk), _instructions(dsr, desk), _fee(dsr, desk)]
    return [panel for panel in found if panel is not None]


def _role(dsr: SubjectRequest, desk: Desk) -> Panel | None:
    case = getattr(dsr, "processor_case", None)
    if case is None:
        return None
    lines = [
        (_("Controller"), case.for_controller.name),
        (_("Forwarded"), longdate(case.forwarded_on)),
        (
            _("Instruction"),
            " · ".join(filter(None, [case.instruction_number, shortdate(case.instructed_on)])),
        ),
        (_("What it says"), case.instruction),
        (_("Our doubt"), case.objection),
        (_("Carried out"), " · ".join(filter(None, [shortdate(case.done_on), case.done]))),
    ]
    pressing = case.state in {ProcessorState.TO_FORWARD, ProcessorState.SUSPENDED, ProcessorState.INSTRUCTED}
    return Panel(
        code="processor",
        title=_("We are a processor here"),
        state=case.get_state_display() if dsr.is_open else _("closed"),
        tone="soon" if pressing and dsr.is_open else "resting",
        asked=_(
            "The request is another controller's: forward it without delay, act only on a documented instruction."
        ),
        lines=[line for line in lines if line[1]],
        steps=_steps(dsr, desk, PROCESSING),
    )


def _recipients(dsr: SubjectRequest, desk: Desk) -> Panel | None:
    if getattr(dsr, "processor_case", None) is not None:
        # The controller for whom we process tells its recipients itself.
        return None
    rows = list(dsr.recipient_notices.all())
    check = getattr(dsr, "recipient_check", None)
    wanted = check is not None and check.asked_on is not None and check.listed_on is None
    if not rows and not wanted and not (concerns_recipients(dsr) and (dsr.is_open or check is not None)):
        return None
    waiting = [row for row in rows if row.state == Told.OPEN]
    # Who is looked up first can be told: the list is a step of its own once there is one.
    codes = ["recipients_choose", *TELLING, *(["recipients_list"] if check and check.checked_on else [])]
    state, tone = _standing(rows, waiting, check is not None and check.checked_on is not None)
    return Panel(
        code="recipients",
        title=_("Recipients"),
        state=state,
        tone=tone,
        asked=_(
            "Whoever received these data is told that they were rectified, erased or restricted (Art. 19)."
        ),
        rows=[_row(dsr, row) for row in rows],
        missing=[(one, *mending(dsr, one)) for one in _missing(dsr, wanted=wanted)],
        steps=_steps(dsr, desk, codes, first="recipients_list" if wanted else ""),
        note=_("The list was sent on %(day)s.") % {"day": longdate(check.listed_on)}
        if check and check.listed_on
        else "",
    )


def _standing(
    rows: Sequence[RecipientNotice], waiting: Sequence[RecipientNotice], looked: bool
) -> tuple[str, Tone]:
    if not rows:
        return (_("nobody received these data"), "ontime") if looked else (_("not looked up yet"), "resting")
    if waiting:
        return _("%(n)s of %(all)s to be told") % {"n": len(waiting), "all": len(rows)}, "soon"
    return _("all told or excused"), "ontime"


def _row(dsr: SubjectRequest, row: RecipientNotice) -> tuple[str, str, str]:
    """Return one recipient: who it is, how it stands, and where to tell it."""
    who = f"{row.recipient.name} ({row.recipient.get_kind_display()})"
    if row.recipient.under:
        who = _("%(who)s, under %(processor)s") % {"who": who, "processor": row.recipient.under}
    if row.state == Told.OPEN:
        code = "recipient_notify" if row.recipient.email else "recipient_told"
        return who, str(row.get_state_display()), address(dsr, code, row.pk)
    if row.state == Told.NOTIFIED:
        how = ToldBy(row.medium).label if row.medium else ""
        return who, f"{shortdate(row.notified_on)}, {how}", ""
    return who, f"{row.get_state_display()}: {row.reason}" if row.reason else str(row.get_state_display()), ""


def _missing(dsr: SubjectRequest, *, wanted: bool) -> Iterator[Blocker]:
    if wanted:
        yield Blocker("list", _("The person asked who was told."), "GDPR Art. 19", "recipients_list")
    if dsr.is_open:
        yield from unchecked(dsr)


def _instructions(dsr: SubjectRequest, desk: Desk) -> Panel | None:
    found = list(dsr.instructions.all())
    steps = _steps(dsr, desk, INSTRUCTING)
    if not found and not (steps and concerns_recipients(dsr)):
        return None
    waiting = [one for one in found if one.state in {InstructionState.ISSUED, InstructionState.SUSPENDED}]
    said = _("%(n)s without proof") % {"n": len(waiting)} if waiting else _("all proved or taken back")
    return Panel(
        code="instructions",
        title=_("Instructions to processors"),
        state=said if found else _("none"),
        tone="soon" if waiting else "ontime" if found else "resting",
        rows=[
            (f"{one.number} · {one.recipient}: {one.text}", f"{one.get_state_display()} · {_until(one)}", "")
            for one in found
        ],
        missing=[(one, *mending(dsr, one)) for one in unproven(dsr)] if dsr.is_open else (),
        steps=steps,
    )


def _until(instruction: Any) -> str:
    if instruction.confirmed_on:
        return shortdate(instruction.confirmed_on)
    return _("by %(day)s") % {"day": shortdate(instruction.due_on)}


def _fee(dsr: SubjectRequest, desk: Desk) -> Panel | None:
    fee = next(reversed(dsr.fees.all()), None)
    if fee is None:
        return None
    amount = f"{number_format(fee.amount, decimal_pos=2)} {fee.currency}"
    lines = [
        (_("Amount"), amount),
        (_("Announced"), longdate(fee.announced_on)),
        (_("Ground"), str(fee.get_ground_display())),
        (_("Reasons"), fee.reasons),
        (_("Worked out"), fee.calculation),
        (_("Settled"), longdate(fee.settled_on)),
    ]
    rests = any(pause.reason == "fee" for pause in dsr.pauses.all())
    return Panel(
        code="fee",
        title=_("Fee"),
        state=fee.get_state_display(),
        tone="soon" if fee.state == "announced" and dsr.is_open else "resting",
        lines=[line for line in lines if line[1]],
        steps=_steps(dsr, desk, ("fee_settle",)),
        note="" if rests else _("The clock does not rest for a fee under the law that applies here."),
    )


def _steps(dsr: SubjectRequest, desk: Desk, codes: Sequence[str], first: str = "") -> list[PanelStep]:
    """Return the buttons of the steps that this person can take now."""
    return [
        PanelStep(ACTIONS[code].verb, address(dsr, code), primary=code == first, danger=ACTIONS[code].danger)
        for code in codes
        if ACTIONS[code].suits(dsr) and not blockers(dsr, ACTIONS[code], desk)
    ]
