"""Restricting: putting in force, logging uses, telling the person, lifting (GDPR Art. 18)."""

from datetime import date, datetime

from dsr.models import EventName, PermittedUse, Restriction, SubjectRequest, User
from dsr.notices import outbox
from dsr.services.measures.base import change, fill, take
from dsr.services.step import local_day, step


def put_in_force(
    dsr_id: int, *, ground: str, scope: str, marked: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Restrict processing, on a ground of Art. 18(1), for data that are marked from now on."""
    with step(
        dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, measure="restriction", step="open"
    ) as dsr:
        restrict(dsr, ground=ground, scope=scope, marked=marked, on=local_day(dsr, now))


def restrict(dsr: SubjectRequest, *, ground: str, scope: str, marked: str, on: date) -> Restriction:
    """Store a restriction under the lock of its request."""
    made: Restriction = Restriction.objects.create(
        dsr=dsr,
        opened_on=on,
        ground=ground,
        scope=scope,
        marked=marked,
        marked_on=on if marked.strip() else None,
    )
    return made


def mark(
    dsr_id: int, *, on: int, scope: str, marked: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Record which data are restricted, and how they are marked and their use is blocked."""
    with change(Restriction, "mark", dsr_id, on=on, by=by, now=now, seen=seen) as restriction:
        restriction.scope, restriction.marked = scope, marked
        restriction.marked_on = local_day(restriction.dsr, now)


def tell_person(
    dsr_id: int, *, on: int, what_was_done: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Tell the person that the restriction is in force, for what and on which ground."""
    with change(Restriction, "tell", dsr_id, on=on, by=by, now=now, seen=seen) as restriction:
        words = {"what_was_done": what_was_done}
        outbox.post_letter("restriction_in_force", restriction.dsr, by=by, now=now, words=words)


def log_use(
    dsr_id: int,
    *,
    on: int,
    ground: str,
    what: str,
    used_on: date,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Record a use of restricted data that the law allows (GDPR Art. 18(2))."""
    with change(Restriction, "use", dsr_id, on=on, by=by, now=now, seen=seen) as restriction:
        PermittedUse.objects.create(
            dsr=restriction.dsr, restriction=restriction, ground=ground, what=what, used_on=used_on, by=by
        )


def stay(
    dsr_id: int, *, on: int, what_was_done: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Take the announced lifting back, and tell the person, who was told that the restriction ends."""
    with change(Restriction, "stay", dsr_id, on=on, by=by, now=now, seen=seen) as restriction:
        take(restriction, "stay", by=by, now=now)
        words = {"what_was_done": what_was_done}
        outbox.post_letter("restriction_in_force", restriction.dsr, by=by, now=now, words=words)


def announce(
    dsr_id: int, *, on: int, lift_reason: str, lift_on: date, by: User, now: datetime, seen: int | None = None
) -> None:
    """Tell the person that the restriction will end, why and when (GDPR Art. 18(3))."""
    with change(Restriction, "announce", dsr_id, on=on, by=by, now=now, seen=seen) as restriction:
        fill(restriction, {"lift_reason": lift_reason, "lift_on": lift_on})
        take(restriction, "announce", by=by, now=now)
        words = {"reasons": lift_reason, "lift_on": lift_on.isoformat()}
        restriction.letter = outbox.post_letter(
            "restriction_lifting", restriction.dsr, by=by, now=now, words=words
        )
