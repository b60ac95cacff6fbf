"""Another address for the person: unproven at first, told to the old mailbox; nothing is released for three days."""

from datetime import datetime

from django.db import transaction

from dsr.models import (
    Actor,
    EventName,
    IdentityProof,
    Level,
    MailCode,
    Method,
    Relation,
    SubjectRequest,
    Submission,
    User,
)
from dsr.models.mail_code import Purpose
from dsr.notices import codes, confirming, outbox
from dsr.services import search
from dsr.services.mailbox import Tried
from dsr.services.step import lock_siblings, record, refuse_purged, step
from dsr.vault import secrets

# So many codes for new addresses one submission may have mailed in a day.
MOST_A_DAY = 3


class SameAddress(ValueError):
    """Letters go to this address already."""


class TooMany(Exception):
    """Too many codes were asked for today."""


def ask(submission_id: int, address: str, *, now: datetime) -> datetime:
    """Mail a code to the new address; return when, as an address gets one such mail a day.

    Until the code is typed letters go to the old address. Raises SameAddress, TooMany, Blocked.
    """
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        refuse_purged(requests[0])
        submission = requests[0].submission
        if secrets.address_key(address) == secrets.address_key(submission.subject.mail_address):
            raise SameAddress
        rows = MailCode.objects.filter(submission=submission, purpose=Purpose.CONTACT)
        if rows.filter(wished_at__gt=now - outbox.A_DAY).count() >= MOST_A_DAY:
            raise TooMany
        row = MailCode.objects.create(
            submission=submission, purpose=Purpose.CONTACT, wished_at=now, looked_at=now, new_address=address
        )
        about = confirming.mark(address)
        due_at, occasion = confirming.slot(about, now=now)
        notice = outbox.row(
            "contact_code", now=now, recipient=f"{codes.NEW}{row.pk}", dsr=requests[0], about=about,
            occasion=occasion, due_at=due_at,
        )  # fmt: skip
        outbox.insert([notice])
        row.notice = outbox.stored(notice)
        row.save(update_fields=["notice"])
    return due_at


def confirm(submission_id: int, typed: str, *, now: datetime) -> Tried:
    """Take the new address in force if the code is the one that was mailed to it last. Raises Blocked."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        refuse_purged(requests[0])
        submission = requests[0].submission
        row = pending(submission)
        if row is None or not codes.holds(row, now=now):
            return Tried.OVER
        row.tries += 1
        row.save(update_fields=["tries"])
        if not secrets.equal(codes.code(row), secrets.normal(typed)):
            return Tried.WRONG
        row.used_at = now
        _move(row, requests, now=now, by=None)
        IdentityProof.objects.create(submission=submission, level=Level.MAILBOX, method=Method.LINK, at=now)
    return Tried.CONFIRMED


def change(
    dsr_id: int,
    *,
    email: str,
    postal_address: str,
    phone: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Write down what the person told the desk of their address; it starts with no proof of identity at all."""
    with step(dsr_id, EventName.CONTACT_CHANGED, by=by, now=now, seen=seen) as dsr:
        subject = dsr.submission.subject
        before = (subject.mail_address, subject.postal_address, subject.phone)
        if before == (email, postal_address, phone):
            raise SameAddress
        subject.postal_address, subject.phone = postal_address, phone
        subject.save(update_fields=["postal_address", "phone"])
        search.index_anew(subject)
        if email == before[0]:
            _mark(dsr.submission, now=now)
            return
        row = MailCode.objects.create(
            submission=dsr.submission, purpose=Purpose.CONTACT, wished_at=now, looked_at=now, used_at=now,
            new_address=email,
        )  # fmt: skip
        _move(row, [dsr], now=now, by=by)


def pending(submission: Submission) -> MailCode | None:
    """Return the newest code for another address that was not used yet."""
    rows = MailCode.objects.filter(submission=submission, purpose=Purpose.CONTACT, used_at=None)
    return rows.select_related("notice").order_by("-pk").first()


def _move(row: MailCode, requests: list[SubjectRequest], *, now: datetime, by: User | None) -> None:
    """Let letters go to the new address, and tell the old one and whoever works on the requests."""
    first = requests[0]
    submission = first.submission
    subject = submission.subject
    row.old_address = subject.mail_address
    row.save(update_fields=["old_address", "used_at"])
    if subject.agent_email or submission.relation != Relation.SELF:
        subject.agent_email = row.new_address
    else:
        subject.email, subject.address_key = row.new_address, secrets.address_key(row.new_address)
    subject.save(update_fields=["agent_email", "email", "address_key"])
    search.index_anew(subject)
    _mark(submission, now=now)
    if row.old_address:
        occasion = f"k{row.pk}"
        outbox.queue(
            "contact_changed", dsr=first, recipient=f"{codes.OLD}{row.pk}", occasion=occasion, now=now
        )
    outbox.queue("contact_moved", dsr=first, recipient="handler", occasion=f"k{row.pk}", now=now)
    for dsr in requests if by is None else ():
        record(dsr, EventName.CONTACT_CHANGED, now=now, by=None, actor=Actor.PERSON, data={})


def _mark(submission: Submission, *, now: datetime) -> None:
    """Begin the three days, and let proofs of before count no more; a link to the old mailbox is dead."""
    submission.contact_changed_at, submission.confirm_digest = now, ""
    submission.save(update_fields=["contact_changed_at", "confirm_digest"])
