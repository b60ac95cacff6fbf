"""Which steps a request allows now: the next lawful one first, the others, and what stands in the way of each."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dsr.models import Blocker, State, SubjectRequest, guards
from dsr.web.desk.actions import ACTIONS, Action
from dsr.web.desk.actions_tasks import to_chase
from dsr.web.desk.who import Desk

# The way of a request through its states. What blocks a step here is mended first.
NEXT = {
    State.UNCONFIRMED: "confirm",
    State.RECEIVED: "start",
    State.AWAITING_IDENTITY: "prove_identity",
    State.AWAITING_CLARIFICATION: "receive_answer",
    State.IN_PROGRESS: "submit_for_review",
    State.IN_REVIEW: "approve",
    State.READY: "send",
}
NOT_YOURS = Blocker("role", _("The data protection officer decides this."), "")


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way, with the step that mends it."""

    blocker: Blocker
    url: str
    verb: Any


@dataclass(frozen=True)
class Step:
    """One step as a page shows it, with the reasons why it is blocked."""

    code: str
    action: Action
    url: str
    reasons: tuple[Missing, ...] = ()

    @property
    def verb(self) -> Any:
        """What the button says."""
        return self.action.verb


@dataclass(frozen=True)
class Steps:
    """All steps that belong to the state of a request."""

    primary: Step | None
    others: list[Step] = field(default_factory=list)
    blocked: list[Step] = field(default_factory=list)


def steps(dsr: SubjectRequest, desk: Desk) -> Steps:
    """Return what can be done with a request now, by this person. `dsr.today` must be set."""
    offered = [code for code, action in ACTIONS.items() if not action.aside and action.suits(dsr)]
    found = [step(dsr, code, desk) for code in offered]
    free = {each.code: each for each in found if not each.reasons}
    code = _primary(dsr, desk)
    primary = free.get(code) or _aside(dsr, code, desk)
    return Steps(
        primary=primary,
        others=[each for each in free.values() if each is not primary],
        blocked=[each for each in found if each.reasons],
    )


def _aside(dsr: SubjectRequest, code: str, desk: Desk) -> Step | None:
    """Return a step of a panel that comes next because it mends what blocks the way."""
    if code not in ACTIONS or not ACTIONS[code].aside or not ACTIONS[code].suits(dsr):
        return None
    found = step(dsr, code, desk)
    return None if found.reasons else found


def step(dsr: SubjectRequest, code: str, desk: Desk) -> Step:
    """Return one step of a request with everything that stands in its way."""
    action = ACTIONS[code]
    reasons = tuple(_missing(dsr, blocker) for blocker in _each_once(blockers(dsr, action, desk)))
    return Step(code, action, address(dsr, code), reasons)


def blockers(dsr: SubjectRequest, action: Action, desk: Desk) -> list[Blocker]:
    """Return what stands in the way of a step that fits the state: the role, then what the guards name."""
    found = [NOT_YOURS] if action.dpo_only and not desk.is_dpo(dsr.controller_id) else []
    if action.transition:
        found += dsr.blockers(action.transition, desk.user)
    if action.stops:
        found += action.stops(dsr, desk.user)
    return found


def missing(dsr: SubjectRequest) -> list[Missing]:
    """Return what is missing before the answer may go out and no panel says, with the step that mends it."""
    if not dsr.is_open or dsr.state == State.UNCONFIRMED:
        return []
    # As somebody's processor we answer nothing: what an answer would need is not asked for.
    asked = (guards.processor_silent,) if guards.processor_silent(dsr, None) else guards.RELEASE
    found = _each_once(guards.gather(asked, dsr, None))
    # What a row of its own lacks stands in the panel of that row.
    return [_missing(dsr, blocker) for blocker in found if blocker.on is None]


def _each_once(blocking: list[Blocker]) -> list[Blocker]:
    """Return the blockers without the text of an answer that is not written at all: one step writes both."""
    unwritten = any(blocker.code == "outcome" for blocker in blocking)
    return [blocker for blocker in blocking if not (unwritten and blocker.code == "answer")]


def address(dsr: SubjectRequest, code: str, on: int | None = None) -> str:
    """Return the address of one step's page, for one row of the request where it has several."""
    return reverse("desk:act", args=[dsr.reference, code]) + (f"?on={on}" if on else "")


def mending(dsr: SubjectRequest, blocker: Blocker) -> tuple[str, Any]:
    """Return the address and the verb of the step that mends a blocker; empty where the desk has none now."""
    action = ACTIONS.get(blocker.mend)
    if action is None or not action.suits(dsr):
        return "", ""
    return address(dsr, blocker.mend, blocker.on), action.verb


def _missing(dsr: SubjectRequest, blocker: Blocker) -> Missing:
    return Missing(blocker, *mending(dsr, blocker))


def _primary(dsr: SubjectRequest, desk: Desk) -> str:
    """Return the next step that helps: the state's own, or the one that mends what blocks it."""
    code = NEXT.get(State(dsr.state), "")
    if not code:
        return ""
    if role := guards.processor_silent(dsr, None):
        return role.mend
    if dsr.state == State.IN_PROGRESS and to_chase(dsr):
        return "chase_task"
    in_the_way = blockers(dsr, ACTIONS[code], desk)
    if dsr.state == State.IN_PROGRESS and (unsettled := guards.identity_settled(dsr, None)):
        # Identity is not needed for a review, but nothing can be sent without it: settle it before the work.
        in_the_way = [unsettled, *in_the_way]
    if dsr.state == State.IN_PROGRESS and not in_the_way and (late := guards.lateness_explained(dsr, None)):
        in_the_way = [late]
    return in_the_way[0].mend if in_the_way else code
