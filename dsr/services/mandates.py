"""What the data subject says of somebody who asked in their name: yes, or no."""

from datetime import datetime

from django.db import transaction

from dsr.models import Actor, EventName, IdentityProof, Level, Mandate, Method, Submission
from dsr.notices import outbox
from dsr.services.step import lock_siblings, record
from dsr.vault import secrets


class UnknownMandate(Exception):
    """A link by which a person answers is wrong, or was used before."""


def find(token: str) -> Submission:
    """Return the submission about which a person is asked, without using the link up. Raises UnknownMandate."""
    found = (
        Mandate.objects.filter(token_digest=secrets.digest(token, "mandate")).exclude(token_digest="").first()
    )
    if found is None:
        raise UnknownMandate
    return Submission.objects.select_related("controller", "subject").get(pk=found.submission_id)


def confirm(token: str, *, now: datetime) -> None:
    """Take note that the person wants it: their word is a proof that the other may act. Raises UnknownMandate."""
    with transaction.atomic():
        submission = _use_up(token, now=now, confirmed_at=now)
        IdentityProof.objects.create(
            submission=submission, level=Level.MAILBOX, method=Method.MANDATE, at=now
        )
        _tell(submission, EventName.MANDATE_CONFIRMED, "mandate_confirmed", now=now)


def deny(token: str, *, now: datetime) -> None:
    """Take note that nobody acts for the person: nothing may be released any more. Raises UnknownMandate."""
    with transaction.atomic():
        submission = _use_up(token, now=now, denied_at=now)
        _tell(submission, EventName.MANDATE_DENIED, "mandate_denied", now=now)


def _use_up(token: str, *, now: datetime, **ends: datetime) -> Submission:
    submission = find(token)
    lock_siblings(submission.pk)
    used = Mandate.objects.filter(submission=submission, token_digest=secrets.digest(token, "mandate"))
    if not used.update(token_digest="", **ends):
        raise UnknownMandate
    return submission


def _tell(submission: Submission, name: EventName, kind: str, *, now: datetime) -> None:
    requests = lock_siblings(submission.pk)
    for dsr in requests:
        record(dsr, name, now=now, by=None, actor=Actor.PERSON, data={})
    outbox.queue(kind, dsr=requests[0], recipient="handler", now=now)
