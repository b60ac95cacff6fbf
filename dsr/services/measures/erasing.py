"""Erasing: what stays, restricting instead, the certificate (GDPR Art. 17; BDSG 35)."""

from datetime import date, datetime

from dsr.models import Erasure, EventName, KeptData, User
from dsr.notices import outbox
from dsr.services.measures.base import change, fill, note, take
from dsr.services.measures.restricting import restrict
from dsr.services.step import local_day, step

# Where erasure is offered as the effect of another right (GDPR Art. 17(1)(b), (c)).
OFFERED = {
    "objection": "art17.ground.objection",
    "objection_marketing": "art17.ground.objection",
    "withdrawal": "art17.ground.consent_withdrawn",
}


def plan(dsr_id: int, *, scope: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Plan the erasure that another right leads to, where the person wants it."""
    with step(dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, measure="erasure", step="open") as dsr:
        Erasure.objects.create(dsr=dsr, opened_on=local_day(dsr, now), ground=OFFERED[dsr.right], scope=scope)


def keep(
    dsr_id: int, *, on: int, what: str, ground: str, provision: str, until: date, by: User, now: datetime,
    seen: int | None = None,
) -> None:  # fmt: skip
    """List a data set that is kept, by which provision and until when (GDPR Art. 17(3))."""
    with change(Erasure, "keep", dsr_id, on=on, by=by, now=now, seen=seen) as erasure:
        KeptData.objects.create(
            dsr=erasure.dsr, erasure=erasure, what=what, ground=ground, provision=provision, until=until
        )


def hold(dsr_id: int, *, on: int, hold_reason: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Keep the data for a dispute: nothing is erased until the hold is released (GDPR Art. 17(3)(e))."""
    with change(Erasure, "hold", dsr_id, on=on, by=by, now=now, seen=seen) as erasure:
        erasure.hold_reason, erasure.held_on = hold_reason, local_day(erasure.dsr, now)


def release(dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None) -> None:
    """Release a legal hold; the reason stays on record."""
    note(Erasure, "release", dsr_id, on=on, by=by, now=now, seen=seen, held_on=None)


def restrict_instead(
    dsr_id: int, *, on: int, instead_ground: str, instead_reasons: str, marked: str, by: User, now: datetime,
    seen: int | None = None,
) -> None:  # fmt: skip
    """Restrict the data instead of erasing them, in one of the cases of BDSG 35; the person is told."""
    with change(Erasure, "restrict_instead", dsr_id, on=on, by=by, now=now, seen=seen) as erasure:
        fill(erasure, {"instead_ground": instead_ground, "instead_reasons": instead_reasons})
        take(erasure, "restrict_instead", by=by, now=now)
        today = local_day(erasure.dsr, now)
        restrict(
            erasure.dsr,
            ground=instead_ground,
            scope=erasure.scope or instead_reasons,
            marked=marked,
            on=today,
        )
        words = {"what_was_done": instead_reasons}
        outbox.post_letter("restriction_in_force", erasure.dsr, by=by, now=now, words=words)


def certify(
    dsr_id: int, *, on: int, what_was_done: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Send the person a certificate of the erasure, without what was erased (GDPR Art. 5(2))."""
    with change(Erasure, "certificate", dsr_id, on=on, by=by, now=now, seen=seen) as erasure:
        words = {"what_was_done": what_was_done}
        outbox.post_letter("erasure_certificate", erasure.dsr, by=by, now=now, words=words)
