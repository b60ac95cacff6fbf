"""The codes of mails about a new address or a new secret, and whose mailbox is meant by such a mail."""

from datetime import datetime, timedelta

from dsr.models import MailCode, Notice
from dsr.models.mail_code import CODE_TRIES
from dsr.vault import secrets

# Counted from the moment at which the mail server took the mail.
CODE_LIFE = timedelta(minutes=10)
OLD, NEW = "old:", "new:"


def code(row: MailCode) -> str:
    """Return the code of one row: derived anew whenever it is needed, never stored."""
    return secrets.derived_secret(f"{row.pk}:{row.wished_at.isoformat()}", "mail-code", secrets.CODE_LENGTH)


def holds(row: MailCode, *, now: datetime) -> bool:
    """Return whether a code can be typed now: its mail went out less than ten minutes ago, few tries were wrong."""
    if row.used_at is not None or row.tries >= CODE_TRIES or row.notice is None:
        return False
    return row.notice.sent_at is not None and now - row.notice.sent_at <= CODE_LIFE


def of_notice(notice: Notice) -> MailCode | None:
    """Return the row whose code a mail carries; nothing for any other mail."""
    if notice.kind not in {"contact_code", "secret_code"}:
        return None
    return MailCode.objects.filter(notice=notice).first()


def address_of(recipient: str) -> str:
    """Return the mailbox that a notice names by a row: the one of before, or the new one."""
    row = MailCode.objects.filter(pk=int(recipient[len(OLD) :])).first()
    if row is None:
        return ""
    return row.old_address if recipient.startswith(OLD) else row.new_address
