"""The panel of the systems: what each answered, or by when it has to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.models import Attachment, Notice, Status, SubjectRequest, System, Task, TaskAnswer, TaskState
from dsr.notices import task_ladder
from dsr.services import tasks as service
from dsr.web.dates import shortdate
from dsr.web.desk.actions_tasks import TASK_ACTIONS
from dsr.web.desk.panel import Panel, PanelStep
from dsr.web.desk.steps import address
from dsr.web.desk.who import Desk
from dsr.web.present import today_of

TONES = {TaskAnswer.FOUND: "ontime", TaskAnswer.NOTHING_FOUND: "resting", TaskAnswer.KEPT_BECAUSE: "soon"}
GONE = (Status.SKIPPED, Status.FAILED)


@dataclass(frozen=True)
class Line:
    """One system: its name, where it stands in words and colour, what was said, and its files."""

    name: str
    said: str
    tone: str
    note: str
    words: Sequence[tuple[str, str]]
    files: Sequence[Attachment]


@dataclass(frozen=True)
class SystemsPanel(Panel):
    """The panel with a line for each system."""

    systems: Sequence[Line] = ()
    template: str = "desk/panel_tasks.html"


def tasks(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return the panel of the systems; none where the controller keeps no register of them."""
    found = list(dsr.tasks.all())
    asking = dsr.state in service.ASKING
    if not found and not (asking and has_systems(dsr)):
        return []
    mails = _mails(dsr) if found else []
    today = dsr.today or today_of(dsr)
    settled = sum(task.is_settled for task in found)
    late = any(task.is_late(today) for task in found)
    return [
        SystemsPanel(
            code="systems",
            title=_("Systems"),
            state=_("%(done)s of %(all)s answered") % {"done": settled, "all": len(found)} if found else "",
            tone="ontime" if settled == len(found) else "late" if late and dsr.is_open else "soon",
            systems=[_line(task, dsr, mails) for task in found],
            steps=_steps(dsr, desk),
        )
    ]


def has_systems(dsr: SubjectRequest) -> bool:
    """Return whether the controller keeps a register of systems; a page has read it with the request."""
    known: bool | None = getattr(dsr, "has_systems", None)
    return System.objects.filter(controller=dsr.controller_id).exists() if known is None else known


def _line(task: Task, dsr: SubjectRequest, mails: list[Notice]) -> Line:
    said, tone = _standing(task, dsr)
    words = [
        (_("Asked besides"), task.question),
        (_("The owner wrote") if task.answered_by is None else _("Recorded"), task.comment),
        (_("Waived because") if task.state == TaskState.WAIVED else _("Kept because"), task.reason),
    ]
    return Line(
        name=task.system.name,
        said=said,
        tone=tone,
        note=_note(task, dsr, mails),
        words=[pair for pair in words if pair[1]],
        files=list(task.attachments.all()),
    )


def _standing(task: Task, dsr: SubjectRequest) -> tuple[str, str]:
    """Return where a question stands, in words and as a colour."""
    if task.state == TaskState.ANSWERED:
        answer = TaskAnswer(task.answer)
        return str(answer.label), TONES[answer]
    if task.state == TaskState.WAIVED:
        return _("waived"), "resting"
    if not dsr.is_open:
        return _("not answered"), "resting"
    if task.state == TaskState.HANDED_BACK:
        return _("handed back"), "late"
    late = task.is_late(dsr.today or today_of(dsr))
    day = shortdate(task.due_on)
    return (_("late since %(day)s") if late else _("open, due %(day)s")) % {
        "day": day
    }, "late" if late else "soon"


def _note(task: Task, dsr: SubjectRequest, mails: list[Notice]) -> str:
    """Return who was asked when, how often they were reminded, and who answered when."""
    tz = dsr.controller.tz
    own = [mail for mail in mails if mail.occasion.startswith(f"t{task.pk}:")]
    chased = Counter(mail.kind for mail in own if mail.status not in GONE)[task_ladder.CHASER]
    owner = task.system.owner_name or task.system.owner_email
    parts = [
        _("%(owner)s, asked %(day)s") % {"owner": owner, "day": shortdate(task.asked_at.astimezone(tz).date())},
        ngettext("reminded once", "reminded %(n)s times", chased) % {"n": chased} if chased else "",
        _("the mail came back") if own and own[-1].status == Status.FAILED and task.is_open else "",
        _answered(task, tz),
        str(task.answered_by or ""),
    ]  # fmt: skip
    return " · ".join(filter(None, parts))


def _answered(task: Task, tz: ZoneInfo) -> str:
    if task.answered_at is None:
        return ""
    day = shortdate(task.answered_at.astimezone(tz).date())
    said = _("answered %(day)s") if task.state == TaskState.ANSWERED else _("settled %(day)s")
    return said % {"day": day}


def _mails(dsr: SubjectRequest) -> list[Notice]:
    kinds = [task_ladder.ASK, task_ladder.CHASER]
    mails = [mail for mail in dsr.submission.notices.all() if mail.dsr_id == dsr.pk and mail.kind in kinds]
    return sorted((mail for mail in mails if mail.recipient == "owner"), key=lambda mail: mail.pk)


def _steps(dsr: SubjectRequest, desk: Desk) -> list[PanelStep]:
    """Return the buttons that fit now; what only the officer may do is not shown to others."""
    from_table: list[tuple[str, Any]] = [
        (code, action)
        for code, action in TASK_ACTIONS.items()
        if action.suits(dsr) and (not action.dpo_only or desk.is_dpo(dsr.controller_id))
    ]
    return [PanelStep(action.verb, address(dsr, code)) for code, action in from_table]
