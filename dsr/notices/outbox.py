"""The outbox: what must go out is a row, written in the transaction of the change that made it due."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from dsr.evidence import words as binding
from dsr.models import (
    Channel,
    Controller,
    Direction,
    Medium,
    Message,
    Notice,
    Status,
    Subject,
    SubjectRequest,
    Submission,
    User,
)
from dsr.notices import kinds, letter, wake
from dsr.vault import secrets


class Way(StrEnum):
    """How a letter reaches the person."""

    MAIL = "mail"
    POST = "post"
    PAGE = "page"


CHANNELS = {Way.MAIL: Channel.MAIL, Way.POST: Channel.POST, Way.PAGE: Channel.FORM}
# What only has to stand on the status page has arrived as soon as it is there.
STATUS = {Way.MAIL: Status.WAITING, Way.POST: Status.TO_POST, Way.PAGE: Status.SENT}
# By what recipients the person is meant, or whoever reads a mailbox that the person named.
OF_PERSON = {"person", "principal", "old", "new"}
A_DAY = timedelta(days=1)
# So much of the digest of an address fits beside its mark; 88 bits do not collide.
ADDRESS_MARK, ADDRESS_LENGTH = "a:", 22
UNPROVEN = ("confirm_mailbox", "represented", "contact_code")


def queue(
    kind: str,
    *,
    now: datetime,
    recipient: str,
    dsr: SubjectRequest | None = None,
    submission: Submission | None = None,
    controller: Controller | None = None,
    occasion: str = "",
    due_at: datetime | None = None,
) -> None:
    """Write down that this kind goes to this recipient on this occasion; a second time changes nothing."""
    insert([
        row(kind, now=now, recipient=recipient, dsr=dsr, submission=submission, controller=controller,
            occasion=occasion, due_at=due_at)
    ])  # fmt: skip


def row(
    kind: str,
    *,
    now: datetime,
    recipient: str,
    dsr: SubjectRequest | None = None,
    submission: Submission | None = None,
    controller: Controller | None = None,
    occasion: str = "",
    message: Message | None = None,
    due_at: datetime | None = None,
    about: str = "",
    status: str = Status.WAITING,
) -> Notice:
    """Return a notice that is not stored yet. Raises UnknownKind."""
    submission = submission or (dsr.submission if dsr else None)
    controller = controller or (dsr or submission).controller  # type: ignore[union-attr]
    return Notice(
        about=about or _about(dsr, submission, controller),
        kind=kinds.get(kind).code,
        occasion=occasion,
        recipient=recipient,
        controller=controller,
        submission=submission,
        dsr=dsr,
        letter=message,
        language=_language(recipient, dsr, submission, controller),
        status=status,
        message_id=f"{uuid.uuid4()}@{host()}",
        created_at=now,
        due_at=due_at or now,
        next_try_at=(due_at or now) if status == Status.WAITING else None,
    )


def insert(rows: Sequence[Notice], *, hint: bool = True) -> None:
    """Store notices in the transaction at hand, each unless it is there; once that is committed, wake a worker.

    A sweep that writes thousands gives no hint: the sweep of the outbox takes them in order.
    """
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if hint and any(each.status == Status.WAITING and each.due_at <= each.created_at for each in rows):
        transaction.on_commit(wake.send_soon, robust=True)


def stored(notice: Notice) -> Notice:
    """Return a notice that was just inserted, as it is stored."""
    key = {name: getattr(notice, name) for name in ("about", "kind", "occasion", "recipient")}
    return Notice.objects.get(**key)


def post_letter(
    kind: str, dsr: SubjectRequest, *, by: User | None, now: datetime, words: Mapping[str, str]
) -> Message:
    """Write a letter into the correspondence and see it on its way. Raises LetterIncomplete."""
    message = keep_letter(kind, dsr, by=by, now=now, words=words)
    insert([_letter_row(kind, dsr, message, now=now, occasion=f"m{message.pk}")])
    return message


def keep_letter(
    kind: str, dsr: SubjectRequest, *, by: User | None, now: datetime, words: Mapping[str, str]
) -> Message:
    """Compose a letter and store it in the correspondence. Raises LetterIncomplete."""
    submission = dsr.submission
    return binding.keep_message(
        submission=submission, dsr=dsr, direction=Direction.OUT, kind=kind, language=submission.language,
        channel=CHANNELS[way(submission)], at=now, author=by,
        body=letter.compose(kind, dsr, now=now, words=words),
    )  # fmt: skip


def announce_submission(
    submission: Submission, requests: Sequence[SubjectRequest], *, now: datetime, held: bool = False
) -> None:
    """Tell the DPO of a new submission, and the person: a link to confirm the mailbox, or the acknowledgement.

    Nothing is rendered here that can wait: the public form calls it. The acknowledgement of an unproven mailbox
    follows its confirmation, so that a stranger can have one mail a day sent to it and no more. What staff took
    in is acknowledged at once. Where the submission is `held`, the mailbox waits until somebody has looked.
    """
    first = requests[0]
    rows = [row("new_request", now=now, recipient="dpo", dsr=first, submission=submission)]
    if submission.subject.mail_address and not held:
        rows.append(_confirm_row(submission, first, now=now))
    insert(rows)
    if way(submission) != Way.MAIL or submission.entered_by_id is not None:
        acknowledge(first, now=now)


def acknowledge(dsr: SubjectRequest, *, now: datetime) -> None:
    """Acknowledge the submission of a request, once: on paper at once, by mail when it is delivered.

    A letter that cannot be made keeps no request out: it is left to the delivery, which tells the DPO.
    """
    submission = dsr.submission
    about = f"s:{submission.pk}"
    if way(submission) == Way.MAIL:
        insert([row("acknowledgement", now=now, recipient="person", dsr=dsr, about=about)])
    elif not Notice.objects.filter(about=about, kind="acknowledgement").exists():
        try:
            message = keep_letter("acknowledgement", dsr, by=None, now=now, words={})
        except letter.LetterIncomplete:
            insert([row("acknowledgement", now=now, recipient="person", dsr=dsr, about=about)])
        else:
            insert([_letter_row("acknowledgement", dsr, message, now=now, about=about)])


def confirm_token(submission: Submission) -> str:
    """Return the token of the link that confirms a mailbox: derived anew whenever it is mailed, never stored."""
    return _token(submission.client_key, submission.subject.mail_address)


def confirm_digest(client_key: uuid.UUID, address: str) -> str:
    """Return what is stored of the token for a new submission; empty where there is no address to confirm."""
    return secrets.digest(_token(client_key, address), "confirm") if address else ""


def _token(client_key: uuid.UUID, address: str) -> str:
    """Return a keyed digest of the submission and the address.

    So it cannot be guessed without the pepper, and a link sent to one address does not confirm another.
    """
    return secrets.digest(f"{client_key}:{secrets.address_key(address)}", "confirm-link")[:48]


def way(submission: Submission) -> "Way":
    """Return how letters reach the person: on paper by wish, or where no mail address is known.

    Who sent the form and gave no address at all reads everything on the status page.
    """
    subject: Subject = submission.subject
    if submission.medium == Medium.POST:
        return Way.POST
    if subject.mail_address:
        return Way.MAIL
    return Way.PAGE if submission.channel == Channel.FORM and not subject.postal_address else Way.POST


def host() -> str:
    """Return the host in whose name Message-IDs are made."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _letter_row(
    kind: str, dsr: SubjectRequest, message: Message, *, now: datetime, occasion: str = "", about: str = ""
) -> Notice:
    notice = row(
        kind, now=now, recipient="person", dsr=dsr, occasion=occasion, message=message, about=about,
        status=STATUS[way(dsr.submission)],
    )  # fmt: skip
    notice.sent_at = now if notice.status == Status.SENT else None
    return notice


def _confirm_row(submission: Submission, first: SubjectRequest, *, now: datetime) -> Notice:
    """Return the mail that confirms a mailbox.

    Of strangers' submissions one a day goes to an address: the second waits for tomorrow, any further is not
    written. What staff typed in is not limited.
    """
    if submission.entered_by_id is not None:
        return row("confirm_mailbox", now=now, recipient="person", dsr=first, about=f"s:{submission.pk}")
    digest = secrets.address_key(submission.subject.mail_address)
    about = ADDRESS_MARK + digest[:ADDRESS_LENGTH]
    today, tomorrow = now.date().isoformat(), (now + A_DAY).date().isoformat()
    # The person for whom somebody acts is asked by another kind of mail, which counts as well.
    taken = Notice.objects.filter(about=about, kind__in=UNPROVEN, occasion=today).exists()
    occasion, due_at = (tomorrow, now + A_DAY) if taken else (today, now)
    return row(
        "confirm_mailbox",
        now=now,
        recipient="person",
        dsr=first,
        about=about,
        occasion=occasion,
        due_at=due_at,
    )


def _about(dsr: SubjectRequest | None, submission: Submission | None, controller: Controller) -> str:
    if dsr is not None:
        return f"r:{dsr.pk}"
    return f"s:{submission.pk}" if submission is not None else f"c:{controller.pk}"


def _language(
    recipient: str, dsr: SubjectRequest | None, submission: Submission | None, controller: Controller
) -> str:
    if recipient.split(":")[0] in OF_PERSON and submission is not None:
        return submission.language
    if recipient.startswith("user:"):
        user = User.objects.filter(pk=int(recipient.removeprefix("user:"))).first()
        return user.language if user else controller.language
    if recipient == "handler" and dsr is not None and dsr.handler is not None:
        return dsr.handler.language
    return controller.language
