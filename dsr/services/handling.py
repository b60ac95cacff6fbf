"""What the desk does with a request, one verb each."""

from datetime import date, datetime

from django.db import transaction

from dsr.law import retention
from dsr.models import (
    Actor,
    EventName,
    Extension,
    Membership,
    Pause,
    PauseReason,
    Reopening,
    ReopenReason,
    Role,
    SubjectRequest,
    User,
)
from dsr.notices import outbox
from dsr.services import tasks
from dsr.services.measures import opening
from dsr.services.step import decided_by, local_day, lock, require, step


class NotOnTeam(Exception):
    """The chosen person does not handle requests of this controller."""


def start(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Begin the work on a request."""
    with step(dsr_id, EventName.STARTED, by=by, now=now, seen=seen) as dsr:
        require(dsr, "start", by)
        dsr.start()
        dsr.handler = dsr.handler or by
        opening.open_at_start(dsr, now=now, by=by)
        tasks.take_up(dsr, now=now)


def mark_not_a_request(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Close what asks for none of these rights."""
    with step(dsr_id, EventName.NOT_A_REQUEST, by=by, now=now, seen=seen) as dsr:
        decided_by(dsr, by)
        require(dsr, "mark_not_a_request", by)
        dsr.mark_not_a_request(on=local_day(dsr, now))
        schedule_purge(dsr)


def ask_identity(
    dsr_id: int, *, why: str, asks: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Tell the person why identity is in doubt and what would settle it; the clock rests (GDPR Art. 12(6))."""
    with step(dsr_id, EventName.IDENTITY_ASKED, by=by, now=now, seen=seen) as dsr:
        require(dsr, "ask_identity", by)
        dsr.ask_identity()
        Pause.objects.create(dsr=dsr, reason=PauseReason.IDENTITY, asked_on=local_day(dsr, now), why=why)
        outbox.post_letter("identity_doubt", dsr, by=by, now=now, words={"doubt_reason": why, "asks": asks})


def ask_clarification(
    dsr_id: int, *, why: str, asks: str, rests: bool, by: User, now: datetime, seen: int | None = None
) -> None:
    """Ask which data an access request concerns; the clock rests where the DPO says so (GDPR recital 63)."""
    with step(dsr_id, EventName.CLARIFICATION_ASKED, by=by, now=now, seen=seen, rests=rests) as dsr:
        require(dsr, "ask_clarification", by)
        dsr.ask_clarification()
        day = local_day(dsr, now)
        Pause.objects.create(dsr=dsr, reason=PauseReason.CLARIFICATION, asked_on=day, rests=rests, why=why)
        outbox.post_letter("scope_question", dsr, by=by, now=now, words={"scope_reason": why, "asks": asks})


def receive_answer(
    dsr_id: int, *, answered_on: date | None = None, by: User | None, now: datetime, seen: int | None = None,
    actor: Actor | None = None,
) -> None:  # fmt: skip
    """Take the person's answer as given; the clock runs again from the day on which it came."""
    with step(dsr_id, EventName.ANSWER_CAME, by=by, actor=actor, now=now, seen=seen) as dsr:
        require(dsr, "receive_answer", by)
        dsr.receive_answer()
        today = local_day(dsr, now)
        # A fee is settled by a step of its own: an answer about identity or scope says nothing of it.
        for pause in dsr.open_pauses().exclude(reason=PauseReason.FEE):
            pause.answered_on = max(pause.asked_on, min(answered_on or today, today))
            pause.save()


def lapse(dsr_id: int, *, reasons: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Close because the person did not answer; the letter says why and where to complain (GDPR Art. 12(4))."""
    with step(dsr_id, EventName.LAPSED, by=by, now=now, seen=seen) as dsr:
        decided_by(dsr, by)
        require(dsr, "lapse", by)
        dsr.lapse(on=local_day(dsr, now))
        dsr.reasons = reasons
        schedule_purge(dsr)
        outbox.post_letter("lapsed", dsr, by=by, now=now, words={"reasons": reasons})


def extend(
    dsr_id: int, *, ground: str, reasons: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Extend the period by two months, tell the person the new day and why (GDPR Art. 12(3))."""
    with step(dsr_id, EventName.EXTENDED, by=by, now=now, seen=seen, ground=ground) as dsr:
        decided_by(dsr, by)
        require(dsr, "extend", by)
        dsr.extend()
        first = dsr.timetable().due_on
        assert first is not None  # noqa: S101  (a clock that rests has blocked the step)
        Extension.objects.create(
            dsr=dsr, announced_on=local_day(dsr, now), ground=ground, first_due_on=first, reasons=reasons
        )
        dsr.copy_dates()
        outbox.post_letter("extension", dsr, by=by, now=now, words={"reasons": reasons})


def withdraw(
    dsr_id: int, *, by: User | None = None, now: datetime, actor: Actor | None = None, seen: int | None = None
) -> None:
    """Close because the person took the request back; they are told that it ended."""
    with step(dsr_id, EventName.WITHDRAWN, by=by, actor=actor, now=now, seen=seen) as dsr:
        require(dsr, "withdraw", by)
        dsr.withdraw(on=local_day(dsr, now))
        schedule_purge(dsr)
        outbox.post_letter("withdrawn", dsr, by=by, now=now, words={})


def hand_over(dsr_id: int, *, to: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Close because another controller must answer; the person is told which."""
    with step(dsr_id, EventName.HANDED_OVER, by=by, now=now, seen=seen) as dsr:
        decided_by(dsr, by)
        require(dsr, "hand_over", by)
        dsr.hand_over(to=to, on=local_day(dsr, now))
        schedule_purge(dsr)
        outbox.post_letter("handed_over", dsr, by=by, now=now, words={"handed_to": to})


def merge(dsr_id: int, *, into: SubjectRequest, by: User, now: datetime, seen: int | None = None) -> None:
    """Close in favour of an earlier request of the same person for the same right, which stays open until then."""
    with transaction.atomic():
        locked = {pk: lock(pk, now=now) for pk in sorted({into.pk, dsr_id})}
        with step(dsr_id, EventName.MERGED, by=by, now=now, seen=seen, into=into.reference) as dsr:
            decided_by(dsr, by)
            require(dsr, "merge", by)
            dsr.merge(into=locked[into.pk], on=local_day(dsr, now))
            schedule_purge(dsr)
            outbox.post_letter("merged", dsr, by=by, now=now, words={"merged_into": into.reference})


def reopen(
    dsr_id: int, *, reason: str = ReopenReason.NEW_FACTS, why: str = "",
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Take a closed request up again, for new facts or a complaint: a short new term starts.

    How it had ended stays on record, and no day or pause of its first clock is touched.
    """
    with step(dsr_id, EventName.REOPENED, by=by, now=now, seen=seen, reason=reason) as dsr:
        decided_by(dsr, by)
        require(dsr, "reopen", by)
        today = local_day(dsr, now)
        Reopening.objects.create(
            dsr=dsr, reopened_on=today, reason=reason, why=why, due_on=dsr.due_on, answered_on=dsr.answered_on,
            closed_on=dsr.closed_on, outcome=dsr.outcome,
        )  # fmt: skip
        dsr.reopen(on=today)
        # A question put this very day would count for the new term, in which nobody waits for its answer.
        dsr.open_pauses().update(answered_on=today)
        tasks.take_up(dsr, now=now)


def assign(dsr_id: int, *, to: User, by: User, now: datetime, seen: int | None = None) -> None:
    """Give a request to one case handler or DPO of its controller. Raises NotOnTeam for anybody else."""
    with step(dsr_id, EventName.ASSIGNED, by=by, now=now, seen=seen, to=to.pk) as dsr:
        team = Membership.objects.filter(controller=dsr.controller_id, role__in=[Role.HANDLER, Role.DPO])
        if not team.filter(user=to, user__is_active=True).exists():
            raise NotOnTeam
        dsr.handler = to
        if to != by:
            outbox.queue("assigned", dsr=dsr, recipient=f"user:{to.pk}", occasion=f"v{dsr.version}", now=now)


def explain_lateness(
    dsr_id: int, *, late_reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Record why the last day passed without an answer (GDPR Art. 5(2))."""
    with step(dsr_id, EventName.LATENESS_EXPLAINED, by=by, now=now, seen=seen) as dsr:
        dsr.late_reason = late_reason


def schedule_purge(dsr: SubjectRequest) -> None:
    """Set the day on which the personal data of a closed request are destroyed."""
    if dsr.closed_on is not None:
        years = dsr.controller.retention_years
        dsr.purge_on = retention.purge_on(dsr.closed_on, dsr.controller.regime, years)
