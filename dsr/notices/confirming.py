"""Mails to mailboxes that nobody has proven yet: the code, the same mail once more, and the person who is acted for.

Together they are one a day to an address, whoever names it; nothing that a stranger wrote stands in them.
"""

from datetime import datetime

from dsr.models import Mandate, Notice, Status, SubjectRequest, Submission
from dsr.notices import outbox
from dsr.vault import secrets


def code(notice: Notice) -> str:
    """Return the code of one mail: derived anew whenever it is needed, never stored, another one for each mail."""
    address = notice.submission.subject.mail_address if notice.submission else ""
    return secrets.derived_secret(
        f"{notice.pk}:{secrets.address_key(address)}", "mailbox-code", secrets.CODE_LENGTH
    )


def is_for_this_address(notice: Notice) -> bool:
    """Tell whether a mail to confirm was meant for the address as it is now; one that was corrected is another."""
    if not notice.about.startswith(outbox.ADDRESS_MARK) or notice.submission is None:
        return True
    return notice.about == mark(notice.submission.subject.mail_address)


def mark(address: str) -> str:
    """Return what a notice is about when it is limited by its address; it tells a reader nothing."""
    return outbox.ADDRESS_MARK + secrets.address_key(address)[: outbox.ADDRESS_LENGTH]


def again(submission: Submission, first: SubjectRequest, *, now: datetime) -> datetime:
    """Write down that the mail to confirm goes once more, unless one is on its way already; return when it goes."""
    about = mark(submission.subject.mail_address)
    mails = Notice.objects.filter(about=about, kind="confirm_mailbox", submission=submission, sent_at=None)
    waiting = mails.exclude(status__in=[Status.FAILED, Status.SKIPPED]).order_by("due_at").first()
    if waiting is not None:
        return waiting.due_at
    due_at, occasion = slot(about, now=now)
    row = outbox.row(
        "confirm_mailbox", now=now, recipient="person", dsr=first, about=about, occasion=occasion, due_at=due_at
    )  # fmt: skip
    outbox.insert([row])
    return due_at


def slot(about: str, *, now: datetime) -> tuple[datetime, str]:
    """Return when an address may be written to, and the occasion: today, or the next day that is still free."""
    mails = Notice.objects.filter(about=about, kind__in=outbox.UNPROVEN, occasion__gte=now.date().isoformat())
    taken = set(mails.values_list("occasion", flat=True))
    days = (now + number * outbox.A_DAY for number in range(len(taken) + 1))
    due_at = next(day for day in days if day.date().isoformat() not in taken)
    return due_at, due_at.date().isoformat()


def mandate_token(submission: Submission) -> str:
    """Return the token of the link by which a person says whether somebody acts for them."""
    return secrets.digest(
        f"{submission.client_key}:{secrets.address_key(submission.subject.email)}", "mandate-link"
    )[:48]


def ask_principal(submission: Submission, first: SubjectRequest, *, now: datetime) -> None:
    """Tell the person that somebody acts for them, and ask whether that is so."""
    about = mark(submission.subject.email)
    due_at, occasion = slot(about, now=now)
    outbox.insert(
        [
            outbox.row(
                "represented",
                now=now,
                recipient="principal",
                dsr=first,
                about=about,
                occasion=occasion,
                due_at=due_at,
            )
        ]
    )


def is_wanted(notice: Notice) -> bool:
    """Tell whether a person has still to say if somebody acts for them."""
    return Mandate.objects.filter(submission=notice.submission, confirmed_at=None, denied_at=None).exists()
