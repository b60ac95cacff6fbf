"""Who is asking: confirming the mailbox, recording proof."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from dsr.models import (
    LEVEL_NEEDED,
    Actor,
    Attachment,
    EventName,
    IdentityProof,
    Level,
    Method,
    State,
    SubjectRequest,
    Submission,
    User,
)
from dsr.notices import outbox
from dsr.services import files, handling
from dsr.services.step import decided_by, lock_siblings, record, require, step
from dsr.vault import secrets


class UnknownLink(Exception):
    """A link to confirm a mailbox is wrong, or was used before."""


@dataclass(frozen=True)
class Confirmed:
    """A mailbox that was confirmed; `secret` is given once, to people who have none from the form."""

    submission: Submission
    secret: str


def find_link(token: str) -> Submission:
    """Return the submission whose mailbox a link confirms, without using the link up. Raises UnknownLink."""
    found = Submission.objects.filter(confirm_digest=secrets.digest(token, "confirm")).first()
    if found is None:
        raise UnknownLink
    return found


def confirm_by_link(token: str, *, now: datetime) -> Confirmed:
    """Use up a link: the mailbox is proven, the siblings go to triage. Raises UnknownLink."""
    with transaction.atomic():
        siblings = lock_siblings(find_link(token).pk)
        submission = siblings[0].submission
        if submission.confirm_digest != secrets.digest(token, "confirm"):
            raise UnknownLink
        from_form = submission.channel == "form"
        secret = "" if from_form else secrets.new_secret()
        if secret:
            submission.secret_digest = secrets.digest(secret, "receipt")
        submission.confirm_digest, submission.confirmed_at = "", now
        submission.save(update_fields=["confirm_digest", "confirmed_at", "secret_digest"])
        IdentityProof.objects.create(submission=submission, level=Level.MAILBOX, method=Method.LINK, at=now)
        for dsr in siblings:
            _confirm_one(dsr.pk, by=None, actor=Actor.PERSON, now=now, seen=None)
    return Confirmed(submission, secret)


def confirm(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Take a request to triage although its mailbox is not proven; no level of identity is implied."""
    _confirm_one(dsr_id, by=by, actor=Actor.STAFF, now=now, seen=seen)


def _confirm_one(dsr_id: int, *, by: User | None, actor: Actor, now: datetime, seen: int | None) -> None:
    with step(dsr_id, EventName.CONFIRMED, by=by, actor=actor, now=now, seen=seen) as dsr:
        # A request that the desk took in itself is past triage's door already: only the proof is new.
        if by is not None:
            decided_by(dsr, by)
        if by is not None or dsr.state == State.UNCONFIRMED:
            require(dsr, "confirm", by)
            dsr.confirm()
        # Until now one neutral mail was all that a stranger could cause; the acknowledgement goes once a submission.
        outbox.acknowledge(dsr, now=now)


def prove_identity(
    dsr_id: int, *, level: int, method: str, answered_on: date | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record how identity was proven; a clock that rests for it runs again from the day the answer came."""
    with transaction.atomic():
        siblings = lock_siblings(SubjectRequest.objects.values_list("submission", flat=True).get(pk=dsr_id))
        with step(
            dsr_id, EventName.IDENTITY_PROVED, by=by, now=now, seen=seen, level=level, method=method
        ) as dsr:
            IdentityProof.objects.create(submission=dsr.submission, level=level, method=method, by=by, at=now)
        for sibling in siblings:
            if sibling.state == State.AWAITING_IDENTITY:
                handling.receive_answer(sibling.pk, answered_on=answered_on, by=by, now=now)
        destroy_papers(siblings[0].submission)


def prove_by_person(requests: list[SubjectRequest], *, level: int, method: str, now: datetime) -> None:
    """Record a proof that the person brought without the desk, for locked requests; a clock that rests runs again."""
    IdentityProof.objects.create(submission=requests[0].submission, level=level, method=method, at=now)
    for dsr in requests:
        data = {"level": level, "method": method}
        record(dsr, EventName.IDENTITY_PROVED, now=now, by=None, actor=Actor.PERSON, data=data)
        enough = level >= LEVEL_NEEDED[dsr.right]
        if dsr.state == State.AWAITING_IDENTITY and enough:
            handling.receive_answer(dsr.pk, by=None, actor=Actor.PERSON, now=now)


def destroy_papers(submission: Submission) -> None:
    """Destroy the copies of documents: identity is decided, and that it was, how and by whom stays on record."""
    for attachment in Attachment.objects.filter(submission=submission, is_proof=True):
        transaction.on_commit(partial(files.destroy, attachment.stored_as))
        attachment.delete()
