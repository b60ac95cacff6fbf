"""Writing, reviewing and sending the answer."""

from collections.abc import Sequence
from datetime import datetime

from dsr.models import EventName, Outcome, User
from dsr.notices import outbox
from dsr.services import tasks
from dsr.services.handling import schedule_purge
from dsr.services.measures import answer as measures
from dsr.services.packages import giving
from dsr.services.step import decided_by, local_day, require, step


class NotEditable(Exception):
    """The answer is frozen: it was approved or sent, and has to be returned to work first."""


LETTER_OF = {
    Outcome.GRANTED: "answer_granted",
    Outcome.PARTLY_GRANTED: "answer_partly",
    Outcome.REFUSED: "answer_refused",
    Outcome.NO_DATA: "answer_no_data",
}


def draft(
    dsr_id: int, *, outcome: str, answer: str, reasons: str = "", grounds: Sequence[str] = (),
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Write the answer, or write it anew. Raises UnknownGround, NotEditable once it is approved."""
    with step(
        dsr_id, EventName.DRAFTED, by=by, now=now, seen=seen, outcome=outcome, grounds=list(grounds)
    ) as dsr:
        if dsr.state not in {"received", "in_progress", "in_review"}:
            raise NotEditable
        dsr.grounds = [dsr.law.ground(code).id for code in grounds]
        dsr.outcome, dsr.answer, dsr.reasons, dsr.author = outcome, answer, reasons, by


def submit_for_review(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Hand the written answer to a second person; a refusal may come straight from triage."""
    with step(dsr_id, EventName.SUBMITTED_FOR_REVIEW, by=by, now=now, seen=seen) as dsr:
        name = "refuse" if dsr.state == "received" else "submit_for_review"
        require(dsr, name, by)
        getattr(dsr, name)()
        occasion = f"v{dsr.version}"
        outbox.queue("review_wanted", dsr=dsr, recipient="dpo", occasion=occasion, now=now)


def approve(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Approve the answer; it is frozen from now on."""
    with step(dsr_id, EventName.APPROVED, by=by, now=now, seen=seen) as dsr:
        decided_by(dsr, by)
        require(dsr, "approve", by)
        dsr.approve(by=by)
        measures.on_approval(dsr, by=by, now=now)


def return_to_work(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Unfreeze the answer and go back to work."""
    with step(dsr_id, EventName.RETURNED, by=by, now=now, seen=seen) as dsr:
        require(dsr, "return_to_work", by)
        dsr.return_to_work()
        measures.on_return(dsr, by=by, now=now)
        # A refusal that was proposed before any work began comes here without a system having been asked.
        tasks.take_up(dsr, now=now)


def send(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Send the approved answer and close the request; what it brings is read once more before it goes out."""
    proven = giving.prove(dsr_id)
    with step(dsr_id, EventName.SENT, by=by, now=now, seen=seen) as dsr:
        decided_by(dsr, by)
        require(dsr, "send", by)
        words = {"what_was_done": dsr.answer, "reasons": dsr.reasons}
        outbox.post_letter(LETTER_OF[Outcome(dsr.outcome)], dsr, by=by, now=now, words=words)
        measures.on_sending(dsr, proven, by=by, now=now)
        dsr.send(on=local_day(dsr, now))
        schedule_purge(dsr)
