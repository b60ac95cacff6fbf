"""What letters about recipients, processors and fees must contain and nobody has to write."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dsr.models import SubjectRequest, Told
from dsr.notices import words as wording

Words = Mapping[str, str]
Contents = dict[str, str]


def _recipients(dsr: SubjectRequest, words: Words) -> Contents:
    """Return who was told, one line each; nothing before anybody has looked."""
    rows = list(dsr.recipient_notices.select_related("recipient"))
    check = getattr(dsr, "recipient_check", None)
    if not rows and (check is None or check.checked_on is None):
        return {"recipients": ""}
    if not rows:
        return {"recipients": _("We have passed these data on to nobody.")}
    said = {
        Told.OPEN: _("will be told"),
        Told.IMPOSSIBLE: _("could not be told: it proved impossible"),
        Told.DISPROPORTIONATE: _("was not told: the effort would be disproportionate"),
    }
    told = _("told on %(day)s")
    lines = [
        f"- {row.recipient.name}: "
        + (
            told % {"day": wording.longdate(row.notified_on)}
            if row.state == Told.NOTIFIED
            else said[Told(row.state)]
        )
        for row in rows
    ]
    return {"recipients": "\n".join(lines)}


def _fee(dsr: SubjectRequest, words: Words) -> Contents:
    """Return the fee with how it was worked out; nothing while one of the two is missing."""
    calculation, amount = words.get("calculation", "").strip(), _amount(words.get("amount", ""))
    if not calculation or not amount:
        return {"fee": ""}
    return {"fee": f"{amount} {words.get('currency', '')}\n{calculation}"}


def _amount(written: str) -> str:
    try:
        amount = Decimal(written)
    except InvalidOperation:
        return ""
    return str(number_format(amount, decimal_pos=2)) if amount > 0 else ""


def _due_day(dsr: SubjectRequest, words: Words) -> Contents:
    """Return the day by which a processor is to be done, written out."""
    written = words.get("due_day", "")
    try:
        return {"due_on": wording.longdate(date.fromisoformat(written))}
    except ValueError:
        return {"due_on": ""}


def _received(dsr: SubjectRequest, words: Words) -> Contents:
    """Return the day on which the request arrived here."""
    return {"received_on": wording.longdate(dsr.submission.received_on)}


def _lifting(dsr: SubjectRequest, words: Words) -> Contents:
    """Return the day from which a restriction no longer holds, written out."""
    try:
        return {"lifted_on": wording.longdate(date.fromisoformat(words.get("lift_on", "")))}
    except ValueError:
        return {"lifted_on": ""}


COMPUTED: dict[str, Callable[[SubjectRequest, Words], Contents]] = {
    "recipients_list": _recipients,
    "restriction_lifting": _lifting,
    "fee_announced": _fee,
    "processor_instruction": _due_day,
    "forwarded": _received,
    "forward_request": _received,
}
