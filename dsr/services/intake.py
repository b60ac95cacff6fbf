"""A request arrives: by the public form, or taken in by hand at the desk."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from dsr.evidence import words
from dsr.law import rights
from dsr.models import (
    Actor,
    Channel,
    Controller,
    Event,
    EventName,
    MailboxCheck,
    Mandate,
    Medium,
    ReferenceCounter,
    Relation,
    State,
    Subject,
    SubjectRequest,
    Submission,
    User,
)
from dsr.models.reference import reference
from dsr.notices import confirming, outbox
from dsr.services import search
from dsr.services.measures import opening
from dsr.services.step import refresh_dates
from dsr.vault import keys, secrets

TAKE = "UPDATE dsr_referencecounter SET last = last + %s WHERE prefix = %s AND year = %s RETURNING last"


class NothingAsked(ValueError):
    """A submission names no right."""


class ReceivedInFuture(ValueError):
    """The day of receipt lies after today."""


@dataclass(frozen=True)
class Asked:
    """What one submission says, before it is stored."""

    rights: Sequence[str]
    language: str
    name: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    agent_name: str = ""
    agent_email: str = ""
    relation: str = Relation.SELF
    medium: str = Medium.MAIL
    letter: str = ""
    # Answers to the questions of each right: {"erasure": {"ground": "…"}}.
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    origin: str = ""
    # Over the limit of its network: it is taken in like any other, but nobody is mailed before somebody looked.
    held: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the person is handed: shown once, as only a digest of the secret is stored."""

    submission: Submission
    requests: Sequence[SubjectRequest]
    secret: str
    repeated: bool = False


def submit(
    controller: Controller,
    asked: Asked,
    *,
    now: datetime,
    received_at: datetime | None = None,
    channel: str = Channel.FORM,
    by: User | None = None,
    client_key: uuid.UUID | None = None,
    secret: str = "",
    key: uuid.UUID | None = None,
    also: Callable[[Submission], None] | None = None,
) -> Receipt:
    """Store a submission and open one request for each right; the person and the DPO are told.

    The same `client_key` posted again, even at the same moment, opens nothing and returns what is there, without
    its secret. A `secret` may be given where its holder can derive it again, and the `key` with which a form was
    sealed before; `also` is done in the same transaction.
    Raises NothingAsked, UnknownRight, ReceivedInFuture.
    """
    codes = [rights.get(code).code for code in dict.fromkeys(asked.rights)]
    if not codes:
        raise NothingAsked
    if received_at is not None and received_at > now:
        raise ReceivedInFuture
    once = client_key or uuid.uuid4()
    secret = secret or secrets.new_secret()
    try:
        with transaction.atomic():
            submission = _store(
                controller,
                asked,
                once,
                secret,
                key or keys.draw(),
                now=now,
                received_at=received_at or now,
                channel=channel,
                by=by,
            )
            if also is not None:
                also(submission)
            requests = _open(submission, controller, codes, now=now, by=by)
            outbox.announce_submission(submission, requests, now=now, held=asked.held)
            if by is None:
                _ask_further(submission, asked, requests[0], now=now)
    except IntegrityError:
        return _again(once)
    return Receipt(submission, requests, secret)


def _store(
    controller: Controller, asked: Asked, once: uuid.UUID, secret: str, key: uuid.UUID, *,
    now: datetime, received_at: datetime, channel: str, by: User | None,
) -> Submission:  # fmt: skip
    submission = Submission.objects.create(
        controller=controller,
        channel=channel,
        received_at=received_at,
        zone=controller.zone,
        entered_at=now,
        entered_by=by,
        language=asked.language,
        relation=asked.relation,
        medium=asked.medium,
        notice_version=controller.notice_version,
        origin=asked.origin,
        client_key=once,
        key=key,
        secret_digest=secrets.digest(secret, "receipt"),
        confirm_digest=outbox.confirm_digest(once, asked.agent_email or asked.email),
        salt=words.new_salt(),
        letter=asked.letter,
        details={code: dict(answers) for code, answers in asked.details.items()},
    )
    submission.subject = Subject.objects.create(
        submission=submission,
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        postal_address=asked.postal_address,
        identifiers=dict(asked.identifiers),
        agent_name=asked.agent_name,
        agent_email=asked.agent_email,
        address_key=secrets.address_key(asked.email),
    )
    search.index(submission.subject)
    return submission


def _ask_further(submission: Submission, asked: Asked, first: SubjectRequest, *, now: datetime) -> None:
    """Tell the person for whom somebody acts, where an address is known; with no document their word is needed.

    Where the submission is held, nobody is mailed before the desk has looked at it.
    """
    if asked.held:
        MailboxCheck.objects.create(submission=submission, held=True)
    if asked.relation == Relation.SELF or not asked.email:
        return
    basis = asked.details.get("about", {}).get("basis")
    token = confirming.mandate_token(submission)
    Mandate.objects.create(
        submission=submission, required=basis == "confirms", token_digest=secrets.digest(token, "mandate")
    )
    if not asked.held:
        confirming.ask_principal(submission, first, now=now)


def _open(
    submission: Submission, controller: Controller, codes: Sequence[str], *, now: datetime, by: User | None
) -> list[SubjectRequest]:
    """Open the sibling requests. The counter is locked late, so that it is held as short as can be."""
    stranger = submission.channel in {Channel.FORM, Channel.MAIL} and by is None
    state = State.UNCONFIRMED if stranger and submission.subject.mail_address else State.RECEIVED
    year = now.astimezone(controller.tz).year
    siblings = [
        SubjectRequest(submission=submission, controller=controller, right=code, state=state)
        for code in codes
    ]
    for dsr in siblings:
        dsr.today = now.astimezone(controller.tz).date()
        refresh_dates(dsr, now=now)
    first = _take_numbers(controller.prefix, year, len(codes))
    for number, dsr in enumerate(siblings, start=first):
        dsr.reference = reference(controller.prefix, year, number)
    SubjectRequest.objects.bulk_create(siblings)
    actor = Actor.STAFF if by else Actor.PERSON
    Event.objects.bulk_create(
        Event(
            controller=controller, submission=submission, dsr=dsr, name=EventName.SUBMITTED, at=now,
            actor=actor, by=by, version=dsr.version, data=_receipt_of(dsr),
        )
        for dsr in siblings
    )  # fmt: skip
    for dsr in siblings:
        opening.open_on_receipt(dsr, now=now, by=by, actor=actor)
    return siblings


def _receipt_of(dsr: SubjectRequest) -> dict[str, str]:
    """Return what the log says of the receipt of a request; with the salt it also proves what was asked."""
    submission = dsr.submission
    return {
        "right": dsr.right, "channel": submission.channel, "state": dsr.state, "reference": dsr.reference,
        "received_at": submission.received_at.astimezone(UTC).isoformat(timespec="seconds"),
        "text": words.bound_request(submission, dsr.right),
    }  # fmt: skip


def _take_numbers(prefix: str, year: int, count: int) -> int:
    """Return the first of `count` numbers. They are given back when the transaction fails, so no gap arises.

    Whoever comes next waits for this row until the transaction ends: one statement takes and tells the number.
    """
    with connection.cursor() as cursor:
        while True:
            cursor.execute(TAKE, [count, prefix, year])
            if row := cursor.fetchone():
                return int(row[0]) - count + 1
            ReferenceCounter.objects.bulk_create(
                [ReferenceCounter(prefix=prefix, year=year)], ignore_conflicts=True
            )


def _again(once: uuid.UUID) -> Receipt:
    """Return what an earlier post of the same form stored. Raises IntegrityError where it was something else."""
    submission = Submission.objects.filter(client_key=once).first()
    if submission is None:
        raise IntegrityError("a submission could not be stored")
    return Receipt(submission, list(submission.requests.order_by("pk")), secret="", repeated=True)
