"""The steps of the demo's stories, each done by the real service, by whoever would do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dsr.demo import serve, systems, words
from dsr.models import ExtensionGround, Level, Outcome, SubjectRequest, Submission, User
from dsr.notices import outbox
from dsr.services import answering, conversation, handling, identity

GROUNDS = {
    "access": "art15.exc.rights_of_others",
    "rectification": "art16.exc.accurate",
    "erasure": "art17.exc.legal_obligation",
    "objection": "art21_1.exc.compelling",
}
ANSWERS = {
    Outcome.GRANTED: (words.GRANTED, None),
    Outcome.PARTLY_GRANTED: (words.PARTLY, words.PARTLY_WHY),
    Outcome.REFUSED: (words.REFUSED, words.REFUSED_WHY),
    Outcome.NO_DATA: (words.NO_DATA, None),
}


@dataclass(frozen=True)
class Crew:
    """Who works on the requests of one controller."""

    handler: User
    dpo: User
    second: User


Deed = Callable[[SubjectRequest, Crew, str, datetime], None]


def do(submission: Submission, crew: Crew, verb: str, argument: str, now: datetime) -> None:
    """Do one step of a story for the whole submission, or for each of its open requests."""
    if verb in FOR_ALL:
        FOR_ALL[verb](submission, crew, argument, now)
        return
    open_ones = _open(submission)
    to_show = any(dsr.right in {"access", "portability"} for dsr in open_ones)
    for dsr in open_ones:
        # What a person wants to see first is erased after it was shown: the story has these steps a second time.
        if not (to_show and dsr.right == "erasure" and verb in {"review", "approve", "send"}):
            FOR_EACH[verb](dsr, crew, argument, now)


def _open(submission: Submission) -> list[SubjectRequest]:
    rows = SubjectRequest.objects.filter(submission=submission).exclude(state="closed")
    return list(rows.select_related("submission", "controller").order_by("pk"))


def _said(texts: dict[str, str], submission: Submission) -> str:
    return texts[submission.language]


def _confirmed(submission: Submission, crew: Crew, argument: str, now: datetime) -> None:
    if submission.confirm_digest:
        identity.confirm_by_link(outbox.confirm_token(submission), now=now)


def _identity(submission: Submission, crew: Crew, method: str, now: datetime) -> None:
    level = Level.PROVEN if method == "in_person" else Level.MATCHED
    first = _open(submission)[0]
    identity.prove_identity(first.pk, level=level, method=method, by=crew.handler, now=now)


def _wrote(texts: dict[str, str]) -> Callable[[Submission, Crew, str, datetime], None]:
    def write(submission: Submission, crew: Crew, argument: str, now: datetime) -> None:
        conversation.write_in(submission, body=_said(texts, submission), now=now)

    return write


def _ask_identity(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    why, asks = words.DOUBT[dsr.submission.language]
    handling.ask_identity(dsr.pk, why=why, asks=asks, by=crew.handler, now=now)


def _ask_scope(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    why, asks = words.SCOPE[dsr.submission.language]
    handling.ask_clarification(dsr.pk, why=why, asks=asks, rests=True, by=crew.dpo, now=now)


def _draft(dsr: SubjectRequest, crew: Crew, outcome: str, now: datetime) -> None:
    answer, reasons = ANSWERS[Outcome(outcome)]
    answering.draft(
        dsr.pk, outcome=outcome, answer=_said(answer, dsr.submission), by=crew.handler, now=now,
        reasons=_said(reasons, dsr.submission) if reasons else "",
        grounds=[GROUNDS[dsr.right]] if reasons else [],
    )  # fmt: skip


def _extend(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    reasons = _said(words.EXTENSION, dsr.submission)
    handling.extend(dsr.pk, ground=ExtensionGround.COMPLEXITY, reasons=reasons, by=crew.dpo, now=now)


def _note(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    conversation.write_out(dsr.pk, body=_said(words.NOTE, dsr.submission), by=crew.handler, now=now)


def _lapse(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    handling.lapse(dsr.pk, reasons=_said(words.LAPSED_WHY, dsr.submission), by=crew.dpo, now=now)


def _hand_over(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    handling.hand_over(dsr.pk, to=_said(words.HANDED_TO, dsr.submission), by=crew.dpo, now=now)


def _review(dsr: SubjectRequest, crew: Crew, argument: str, now: datetime) -> None:
    """Record what the systems answered and what the right asks for, then hand the answer to review."""
    systems.answer_all(dsr, now)
    serve.serve(dsr.pk, by=crew.handler, now=now)
    answering.submit_for_review(dsr.pk, by=crew.handler, now=now)


FOR_ALL: dict[str, Callable[[Submission, Crew, str, datetime], None]] = {
    "confirmed": _confirmed,
    "identity": _identity,
    "wrote": _wrote(words.WROTE),
    "wrote_answer": _wrote(words.ANSWERED),
}
FOR_EACH: dict[str, Deed] = {
    "start": lambda dsr, crew, _argument, now: handling.start(dsr.pk, by=crew.handler, now=now),
    "ask_identity": _ask_identity,
    "ask_scope": _ask_scope,
    "answer": lambda dsr, crew, _argument, now: handling.receive_answer(dsr.pk, by=crew.handler, now=now),
    "draft": _draft,
    "review": _review,
    "approve": lambda dsr, crew, _argument, now: answering.approve(dsr.pk, by=crew.second, now=now),
    "return": lambda dsr, crew, _argument, now: answering.return_to_work(dsr.pk, by=crew.second, now=now),
    "send": lambda dsr, crew, _argument, now: answering.send(dsr.pk, by=crew.dpo, now=now),
    "extend": _extend,
    "explain": lambda dsr, crew, _argument, now: handling.explain_lateness(
        dsr.pk, late_reason=words.LATE, by=crew.dpo, now=now
    ),
    "note": _note,
    "withdraw": lambda dsr, crew, _argument, now: handling.withdraw(dsr.pk, by=crew.handler, now=now),
    "lapse": _lapse,
    "hand_over": _hand_over,
    "not_a_request": lambda dsr, crew, _argument, now: handling.mark_not_a_request(
        dsr.pk, by=crew.dpo, now=now
    ),
}
