"""What the measures do when the answer moves: the package is approved, opened again and released with it."""

from datetime import datetime

from dsr.models import Disclosure, Measure, SubjectRequest, Transfer, User
from dsr.models.guards_measures import measures_of
from dsr.services.measures.base import take, tell
from dsr.services.packages import build, giving
from dsr.services.packages.giving import Proven

GIVES = frozenset({"granted", "partly_granted"})


def on_approval(dsr: SubjectRequest, *, by: User, now: datetime) -> None:
    """Approve the package together with the answer. Raises Blocked for whoever compiled it."""
    _move(dsr, Disclosure, "approve", by=by, now=now)
    build.approve(dsr, by=by, now=now)


def on_return(dsr: SubjectRequest, *, by: User, now: datetime) -> None:
    """Open the package again together with the answer, so that it can be changed."""
    build.unapprove(dsr)
    for measure in _those(dsr, Disclosure):
        if measure.state == "approved":
            _do(measure, "open_again", by=by, now=now)
            build.take_back(dsr, now=now)


def on_sending(dsr: SubjectRequest, proven: Proven | None, *, by: User, now: datetime) -> None:
    """Release the package, or hand over the file, together with an answer that gives something.

    `proven` is the package whose archive was found whole just before. Raises Blocked where anything is wrong with it.
    """
    if dsr.outcome in GIVES:
        giving.release(dsr, proven, by=by, now=now)
        _move(dsr, Disclosure, "release", by=by, now=now)
        _move(dsr, Transfer, "hand_over", by=by, now=now)


def _those(dsr: SubjectRequest, model: type[Measure]) -> list[Measure]:
    return [measure for measure in measures_of(dsr) if isinstance(measure, model)]


def _move(dsr: SubjectRequest, model: type[Measure], name: str, *, by: User, now: datetime) -> None:
    for measure in _those(dsr, model):
        if measure.fits(name):
            _do(measure, name, by=by, now=now)


def _do(measure: Measure, name: str, *, by: User, now: datetime) -> None:
    take(measure, name, by=by, now=now)
    measure.save()
    tell(measure.dsr, measure, name, by=by, now=now)
