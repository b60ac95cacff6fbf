"""Letters to recipients, processors and other controllers: kept with the case, brought by the mail itself."""

from collections.abc import Mapping
from datetime import datetime

from dsr.models import Notice, OutsideLetter, Recipient, SubjectRequest, User
from dsr.notices import letter, outbox

# A notice names its recipient by number, and by its occasion the letter that it brings.
MARK, LETTER_MARK = "rcpt:", "o"


def post(
    kind: str,
    dsr: SubjectRequest,
    recipient: Recipient,
    *,
    by: User | None,
    now: datetime,
    words: Mapping[str, str],
) -> OutsideLetter:
    """Write a letter to somebody outside and see it on its way by mail. Raises LetterIncomplete."""
    written = OutsideLetter.objects.create(
        dsr=dsr, recipient=recipient, kind=kind, language=letter.language_of(kind, dsr), at=now, author=by,
        body=letter.compose(kind, dsr, now=now, words=words),
    )  # fmt: skip
    outbox.queue(
        kind, dsr=dsr, recipient=f"{MARK}{recipient.pk}", occasion=f"{LETTER_MARK}{written.pk}", now=now
    )
    return written


def address_of(notice: Notice) -> str:
    """Return where a letter to somebody outside goes as things stand now; empty where there is no address."""
    pk = int(notice.recipient.removeprefix(MARK))
    return Recipient.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


def text_of(notice: Notice) -> str:
    """Return the letter that a notice brings; empty once it was purged."""
    pk = int(notice.occasion.removeprefix(LETTER_MARK))
    written = OutsideLetter.objects.filter(pk=pk).first()
    return written.body if written else ""
