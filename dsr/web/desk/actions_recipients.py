"""The steps of the desk that concern recipients and fees."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import EventName, Recipient, SubjectRequest, Told
from dsr.models.guards_recipients import MAY_BE_TOLD
from dsr.services import fees, recipients
from dsr.web.desk import forms_recipients as forms
from dsr.web.desk.action import Action, Letter, Words, has_contact, is_open
from dsr.web.desk.actions_processing import PROCESSING_ACTIONS
from dsr.web.desk.repeats import Same


def concerns_recipients(dsr: SubjectRequest) -> bool:
    """Return whether recipients may have to be told in a case (GDPR Art. 19)."""
    return has_contact(dsr) and (dsr.right in MAY_BE_TOLD or bool(dsr.recipient_notices.all()))


def is_looked_up(dsr: SubjectRequest) -> bool:
    """Return whether somebody has said who received the data."""
    check = getattr(dsr, "recipient_check", None)
    return has_contact(dsr) and check is not None and check.checked_on is not None


def has_rows(*states: str, writable: bool = False) -> Any:
    """Return a rule: whether a case has recipients in one of these states."""

    def fits(dsr: SubjectRequest) -> bool:
        rows = [row for row in dsr.recipient_notices.all() if row.state in states]
        return has_contact(dsr) and any(row.recipient.email or not writable for row in rows)

    return fits


def now_in(*states: str) -> Same:
    """Return a check for a second click: the row that it names is in one of these states."""

    def check(dsr: SubjectRequest, words: Words) -> bool:
        return bool(dsr.recipient_notices.filter(pk=words["row"].pk, state__in=states).exists())

    return check


def all_chosen(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether everybody who was chosen is among the recipients of the case."""
    chosen: list[Recipient] = words["chosen"]
    return bool(dsr.recipient_notices.filter(recipient__in=chosen).count() == len(chosen))


def may_ask_a_fee(dsr: SubjectRequest) -> bool:
    """Return whether a fee may be announced now."""
    return is_open(dsr) and dsr.law.refusable and fees.open_fee(dsr) is None


RECIPIENT_ACTIONS: dict[str, Action] = {
    "recipients_choose": Action(
        event=EventName.RECIPIENTS_CHOSEN, run=recipients.choose, form=forms.ChooseForm, fits=concerns_recipients,
        same=all_chosen, aside=True,
        verb=_("Look up the recipients"),
        says=_("Say to whom these data were disclosed. Each of them is told of the change, or you record why not."),
    ),
    "recipient_notify": Action(
        event=EventName.RECIPIENT_TOLD, run=recipients.notify, form=forms.NotifyForm, aside=True,
        fits=has_rows(Told.OPEN, writable=True), same=now_in(Told.NOTIFIED),
        letter=Letter("recipient_notice", {"what_was_done": "what_was_done", "who": "who"}),
        verb=_("Tell a recipient by mail"),
        says=_("The recipient is written to from here. The mail holds no more of the person than you write below."),
    ),
    "recipient_told": Action(
        event=EventName.RECIPIENT_TOLD, run=recipients.note_told, form=forms.ToldForm, fits=has_rows(Told.OPEN),
        same=now_in(Told.NOTIFIED), aside=True,
        verb=_("Record that a recipient was told"),
        says=_("You told the recipient in another way. Record how and when."),
    ),
    "recipient_excuse": Action(
        event=EventName.RECIPIENT_EXCUSED, run=recipients.excuse, form=forms.ExcuseForm, fits=has_rows(Told.OPEN),
        same=now_in(Told.IMPOSSIBLE, Told.DISPROPORTIONATE), aside=True,
        verb=_("Record why a recipient is not told"),
        says=_("Only where it proves impossible or would take a disproportionate effort. You have to show it."),
    ),
    "recipient_take_back": Action(
        event=EventName.RECIPIENT_REOPENED, run=recipients.take_back, form=forms.TakeBackForm, aside=True,
        fits=has_rows(Told.NOTIFIED, Told.IMPOSSIBLE, Told.DISPROPORTIONATE), same=now_in(Told.OPEN),
        verb=_("Tell a recipient again"),
        says=_("A mail came back, or a reason did not hold: the recipient is to be told once more."),
    ),
    "recipients_list": Action(
        event=EventName.RECIPIENTS_LISTED, run=recipients.send_list, fits=is_looked_up, aside=True,
        letter=Letter("recipients_list", {}),
        verb=_("Send the list of recipients"),
        says=_("The person has a right to know who was told, if they ask."),
    ),
    "fee_announce": Action(
        event=EventName.FEE_ANNOUNCED, run=fees.announce, form=forms.FeeForm, fits=may_ask_a_fee, dpo_only=True,
        letter=Letter("fee_announced", {
            "reasons": "reasons", "amount": "amount", "currency": "currency", "calculation": "calculation",
        }),
        verb=_("Announce a fee"),
        says=_("Only where the request is manifestly unfounded or excessive, or for a further copy. The person is told "
               "first and may take the request back. Under the GDPR the clock does not rest for it."),
    ),
    "fee_settle": Action(
        event=EventName.FEE_SETTLED, run=fees.settle, form=forms.SettleForm, aside=True,
        fits=lambda dsr: is_open(dsr) and fees.open_fee(dsr) is not None,
        verb=_("Settle the fee"),
        says=_("The person paid or accepted it, or you let it go."),
    ),
}  # fmt: skip

RECIPIENT_ACTIONS |= PROCESSING_ACTIONS
