"""The mailbox that a stranger named: a code typed in, the mail once more, another address, and "this was not me"."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from dsr.models import Actor, EventName, MailboxCheck, Notice, Relation, State, SubjectRequest, Submission
from dsr.notices import confirming, outbox
from dsr.services import identity, search
from dsr.services.step import lock_siblings, record, refuse_purged
from dsr.vault import secrets

# Counted from the moment at which the mail server took the mail: one that arrives late is a code that came late.
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
MOST_CORRECTIONS = 3


class Tried(StrEnum):
    """What became of a code that was typed in."""

    CONFIRMED = "confirmed"
    WRONG = "wrong"
    # No code holds: none was mailed yet, its ten minutes are over, or it was tried five times.
    OVER = "over"


class NotCorrectable(Exception):
    """The address stands: it is confirmed, the request is past that, or it was corrected three times."""


def confirm_by_code(submission_id: int, typed: str, *, now: datetime) -> Tried:
    """Take the mailbox as proven if the code is the one that was mailed last, is fresh, and was not tried too often."""
    with transaction.atomic():
        submission = lock_siblings(submission_id)[0].submission
        if not submission.confirm_digest:
            return Tried.CONFIRMED if submission.confirmed_at else Tried.OVER
        check, _new = MailboxCheck.objects.get_or_create(submission=submission)
        notice = _mailed_last(submission)
        if notice is None or notice.sent_at is None or now - notice.sent_at > CODE_LIFE:
            return Tried.OVER
        if check.tried_of != notice.pk:
            check.tried_of, check.tries = notice.pk, 0
        if check.tries >= CODE_TRIES:
            return Tried.OVER
        check.tries += 1
        check.save(update_fields=["tried_of", "tries"])
        if not secrets.equal(confirming.code(notice), secrets.normal(typed)):
            return Tried.WRONG
        identity.confirm_by_link(outbox.confirm_token(submission), now=now)
    return Tried.CONFIRMED


def send_again(submission_id: int, *, now: datetime) -> datetime | None:
    """Have the mail sent once more; return when, or None where there is nothing to confirm.

    An address gets one such mail a day, whoever asks: what was sent today goes again tomorrow.
    """
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        submission = requests[0].submission
        if not submission.confirm_digest:
            return None
        MailboxCheck.objects.filter(submission=submission).update(held=False)
        return confirming.again(submission, requests[0], now=now)


def correct_address(submission_id: int, address: str, *, now: datetime) -> datetime | None:
    """Replace an address that was never confirmed; the link to the old one is dead. Return when the new one is asked.

    Raises NotCorrectable, and Blocked once the personal data are destroyed.
    """
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        submission = requests[0].submission
        for dsr in requests:
            refuse_purged(dsr)
        check, _new = MailboxCheck.objects.get_or_create(submission=submission)
        unproven = all(dsr.state == State.UNCONFIRMED for dsr in requests) and not submission.confirmed_at
        if not unproven or check.corrections >= MOST_CORRECTIONS:
            raise NotCorrectable
        check.corrections, check.denied_at, check.held = check.corrections + 1, None, False
        check.save(update_fields=["corrections", "denied_at", "held"])
        _address(submission, address)
        submission.confirm_digest = outbox.confirm_digest(submission.client_key, address)
        submission.save(update_fields=["confirm_digest"])
        _record(requests, EventName.ADDRESS_CORRECTED, now=now)
        return confirming.again(submission, requests[0], now=now)


def deny(token: str, *, now: datetime) -> Submission:
    """Take note that the owner of a mailbox asked for nothing: it is written to no more, and the DPO decides.

    The address goes at once: it belongs to somebody who has nothing to do with the request. Raises UnknownLink.
    """
    with transaction.atomic():
        requests = lock_siblings(identity.find_link(token).pk)
        submission = requests[0].submission
        if submission.confirm_digest != secrets.digest(token, "confirm"):
            raise identity.UnknownLink
        submission.confirm_digest = ""
        submission.save(update_fields=["confirm_digest"])
        _address(submission, "")
        MailboxCheck.objects.update_or_create(submission=submission, defaults={"denied_at": now})
        _record(requests, EventName.MAILBOX_DENIED, now=now)
        outbox.queue("mailbox_denied", dsr=requests[0], recipient="dpo", now=now)
    return submission


def _mailed_last(submission: Submission) -> Notice | None:
    """Return the newest mail with a code that the mail server took for the address as it is now."""
    sent = Notice.objects.filter(submission=submission, kind="confirm_mailbox", sent_at__isnull=False)
    notice = sent.order_by("-sent_at", "-pk").first()
    return notice if notice and confirming.is_for_this_address(notice) else None


def _address(submission: Submission, address: str) -> None:
    subject = submission.subject
    if subject.agent_email or (address and submission.relation != Relation.SELF):
        subject.agent_email = address
    else:
        subject.email, subject.address_key = address, secrets.address_key(address)
    subject.save(update_fields=["agent_email", "email", "address_key"])
    search.index_anew(subject)


def _record(requests: list[SubjectRequest], name: EventName, *, now: datetime) -> None:
    for dsr in requests:
        record(dsr, name, now=now, by=None, actor=Actor.PERSON, data={})
