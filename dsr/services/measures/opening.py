"""Opening measures: what takes effect on receipt at once, the others when the work starts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django_fsm import TransitionNotAllowed

from dsr.models import (
    MEASURES,
    Actor,
    Balancing,
    Correction,
    Disclosure,
    Erasure,
    EventName,
    HumanReview,
    Measure,
    Restriction,
    SubjectRequest,
    User,
    Withdrawal,
)
from dsr.models.guards_measures import RELATED
from dsr.models.measures.balancing import BalancingState
from dsr.models.measures.disclosure import Scope
from dsr.models.measures.erasure import GROUNDS
from dsr.models.measures.restriction import PENDING
from dsr.services.measures.base import tell
from dsr.services.step import local_day, step

Answers = Mapping[str, Any]
ON_RECEIPT = frozenset({"withdrawal", "objection", "objection_marketing", "objection_research"})


def open_on_receipt(dsr: SubjectRequest, *, now: datetime, by: User | None, actor: Actor) -> None:
    """Put in force what the law puts in force when a request arrives.

    Source: GDPR 7(3) withdrawal, 21(3) advertising, 18(1)(d) restriction while an objection is weighed.
    """
    if dsr.right in ON_RECEIPT:
        _open(dsr, now=now, by=by, actor=actor)


def open_at_start(dsr: SubjectRequest, *, now: datetime, by: User) -> None:
    """Open the measure of a right when the work on it starts, unless it is open already.

    A restriction and a file to hand over are deeds: they are opened by doing them.
    """
    if dsr.right in OPENERS and dsr.right not in ON_RECEIPT and not _has_own(dsr):
        _open(dsr, now=now, by=by, actor=Actor.STAFF)


def open_missing(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Open the measure of a request that has none, such as one that was at work before there were any."""
    with step(dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, step="open") as dsr:
        if dsr.right not in OPENERS:
            raise TransitionNotAllowed("this measure is opened by doing it", object=dsr, method=None)
        if not _has_own(dsr):
            _open(dsr, now=now, by=by, actor=Actor.STAFF)


def can_be_opened(dsr: SubjectRequest) -> bool:
    """Return whether the measure of this right is opened by itself, and is not there."""
    return (
        dsr.right in OPENERS and dsr.state not in {"unconfirmed", "received", "closed"} and not _has_own(dsr)
    )


def _has_own(dsr: SubjectRequest) -> bool:
    return bool(getattr(dsr, RELATED[dsr.right][0]).all())


def _open(dsr: SubjectRequest, *, now: datetime, by: User | None, actor: Actor) -> None:
    given = dsr.submission.details.get(dsr.right, {})
    for measure in OPENERS[dsr.right](dsr, given):
        measure.dsr, measure.opened_on = dsr, local_day(dsr, now)
        measure.save()
        tell(dsr, measure, "opened", by=by, now=now, actor=actor)


def _said(given: Answers, *names: str) -> str:
    return "\n".join(str(given[name]) for name in names if given.get(name))


def _disclosure(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    wish = given.get("wish")
    scope = wish if wish in Scope.values else Scope.COPY
    return [Disclosure(scope=scope, focus=_said(given, "focus"))]


def _correction(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    return [Correction(field=_said(given, "wrong"), new=_said(given, "right"))]


def _erasure(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    ground = f"art17.ground.{given.get('ground')}"
    made_public = given.get("made_public") in {True, "yes", "true", "True"}
    return [Erasure(
        ground=ground if ground in GROUNDS else "", scope=_said(given, "what"), made_public=made_public,
    )]  # fmt: skip


def _objection(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    what = _said(given, "use", "situation")
    return [Balancing(what=what), Restriction(ground=PENDING, scope=_said(given, "use"))]


def _advertising(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    return [Balancing(state=BalancingState.STOPPED, what=_chosen(dsr, given, "channel"))]


def _research(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    return [Balancing(what=_said(given, "use", "situation"))]


def _withdrawal(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    return [Withdrawal(what=_said(given, *(question.code for question in dsr.law.asks_for[:1])))]


def _review(dsr: SubjectRequest, given: Answers) -> list[Measure]:
    return [HumanReview(decision=_said(given, "decision"), view=_said(given, "view"))]


def _chosen(dsr: SubjectRequest, given: Answers, code: str) -> str:
    """Return the words of a choice of the form, in English; they are codes of ours, nobody's words."""
    choices = {choice: text for question in dsr.law.asks_for for choice, text in question.choices}
    return choices.get(str(given.get(code, "")), "")


OPENERS: dict[str, Callable[[SubjectRequest, Answers], list[Measure]]] = {
    "access": _disclosure,
    "rectification": _correction,
    "erasure": _erasure,
    "objection": _objection,
    "objection_marketing": _advertising,
    "objection_research": _research,
    "withdrawal": _withdrawal,
    "automated": _review,
}
OWN: dict[str, type[Measure]] = {
    "access": Disclosure,
    "rectification": Correction,
    "erasure": Erasure,
    "restriction": Restriction,
    "portability": MEASURES["transfer"],
    "objection": Balancing,
    "objection_marketing": Balancing,
    "objection_research": Balancing,
    "withdrawal": Withdrawal,
    "automated": HumanReview,
}
