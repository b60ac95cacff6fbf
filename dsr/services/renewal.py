"""A new secret for whoever lost it, through the confirmed mailbox; known and unknown references take the same way."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dsr.models import Actor, EventName, Level, MailCode, SubjectRequest, Submission
from dsr.models.mail_code import Purpose
from dsr.models.reference import parse
from dsr.notices import codes, outbox, wake
from dsr.services.step import lock_siblings, record, refuse_purged
from dsr.vault import secrets

MOST_A_DAY = 3
BATCH = 200
# A wish that nobody looked at for so long is as good as none: the person has left the page.
OUTDATED = timedelta(hours=1)
# So long an address that was replaced is told as well; later it may belong to somebody else.
OF_LATE = timedelta(days=30)


def wish(reference: str, *, now: datetime) -> int:
    """Write down that somebody wants a new secret; return the number of the wish. Whether it is known is not looked at.

    The mail is written by `sweep`, so that this takes as long for an unknown reference as for a known one.
    """
    found = SubjectRequest.objects.filter(reference=parse(reference) or "-")
    submission_id = found.values_list("submission_id", flat=True).first()
    with transaction.atomic():
        row = MailCode.objects.create(submission_id=submission_id, purpose=Purpose.SECRET, wished_at=now)
        transaction.on_commit(wake.send_soon, robust=True)
    return int(row.pk)


def sweep(*, now: datetime) -> int:
    """Mail the code of every wish whose mailbox is proven; return how many."""
    rows = MailCode.objects.filter(purpose=Purpose.SECRET, looked_at=None)
    mailed = 0
    for row in rows.order_by("pk")[:BATCH]:
        with transaction.atomic():
            held = MailCode.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if held.looked_at is None:
                held.looked_at = now
                mailed += _mail(held, now=now)
                held.save(update_fields=["looked_at", "notice"])
    MailCode.objects.filter(submission=None, wished_at__lt=now - outbox.A_DAY).delete()
    return mailed


def redeem(wish_id: int, typed: str, *, now: datetime) -> tuple[Submission, str] | None:
    """Return the submission and its new secret, shown once, if the code is right; nothing whatever else is wrong."""
    with transaction.atomic():
        row = MailCode.objects.select_for_update(of=("self",)).filter(pk=wish_id).first()
        right = row is not None and secrets.equal(codes.code(row), secrets.normal(typed))
        if row is None or row.purpose != Purpose.SECRET:
            return None
        good = codes.holds(row, now=now)
        row.tries += 1
        row.save(update_fields=["tries"])
        if not (right and good) or row.submission_id is None:
            return None
        requests = lock_siblings(row.submission_id)
        refuse_purged(requests[0])
        row.used_at = now
        row.save(update_fields=["used_at"])
        return _renew(requests, now=now)


def _renew(requests: list[SubjectRequest], *, now: datetime) -> tuple[Submission, str]:
    submission, secret = requests[0].submission, secrets.new_secret()
    submission.secret_digest, submission.secret_renewed_at = secrets.digest(secret, "receipt"), now
    submission.save(update_fields=["secret_digest", "secret_renewed_at"])
    for dsr in requests:
        record(dsr, EventName.SECRET_RENEWED, now=now, by=None, actor=Actor.PERSON, data={})
    occasion = now.isoformat(timespec="seconds")
    for recipient in ("person", *_mailboxes_of_before(submission, now=now)):
        outbox.queue("secret_renewed", dsr=requests[0], recipient=recipient, occasion=occasion, now=now)
    outbox.queue("secret_anew", dsr=requests[0], recipient="handler", occasion=occasion, now=now)
    return submission, secret


def _mailboxes_of_before(submission: Submission, *, now: datetime) -> list[str]:
    """Return the addresses that were replaced of late: whoever reads them may know that this was somebody else."""
    moved = MailCode.objects.filter(submission=submission, purpose=Purpose.CONTACT, used_at__gt=now - OF_LATE)
    return [f"{codes.OLD}{row.pk}" for row in moved.order_by("pk") if row.old_address]


def _mail(row: MailCode, *, now: datetime) -> bool:
    """Mail one code, unless the mailbox is not proven or had three today; nobody on the page is told which."""
    if row.submission is None or now - row.wished_at > OUTDATED:
        return False
    submission, first = row.submission, row.submission.requests.order_by("pk").first()
    today = MailCode.objects.filter(submission=submission, purpose=Purpose.SECRET).filter(
        Q(notice__isnull=False), wished_at__gt=now - outbox.A_DAY
    )
    if first is None or today.count() >= MOST_A_DAY or not _proven(submission):
        return False
    notice = outbox.row("secret_code", now=now, recipient="person", dsr=first, occasion=f"k{row.pk}")
    outbox.insert([notice])
    row.notice = outbox.stored(notice)
    return True


def _proven(submission: Submission) -> bool:
    """Return whether the mailbox of now was confirmed by whoever reads it."""
    if submission.purged_at is not None or submission.confirm_digest or not submission.subject.mail_address:
        return False
    since = submission.contact_changed_at
    proofs = submission.proofs.filter(level=Level.MAILBOX, method="link")
    return (proofs.filter(at__gte=since) if since else proofs).exists()
