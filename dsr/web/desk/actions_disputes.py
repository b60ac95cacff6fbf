"""The steps of the desk that concern complaints, inquiries of the authority, suits and legal holds."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from dsr.models import DisputeKind, DisputeState, EventName, SubjectRequest
from dsr.services import disputes
from dsr.web.desk import forms_disputes as forms
from dsr.web.desk.action import Action, Words, has_contact
from dsr.web.desk.repeats import Same


def goes_on(*states: str, holds: bool = True) -> Callable[[SubjectRequest], bool]:
    """Return a rule: whether a request has a dispute in one of these states, holds among them or not."""

    def fits(dsr: SubjectRequest) -> bool:
        found = [row for row in dsr.disputes.all() if row.state in states]
        return any(holds or row.kind != DisputeKind.HOLD for row in found)

    return fits


def now_in(state: str) -> Same:
    """Return a check for a second click: the dispute that it names is in this state."""
    return lambda dsr, words: bool(dsr.disputes.filter(pk=words["row"].pk, state=state).exists())


def same_dispute(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last dispute is the one that was typed."""
    last = dsr.disputes.last()
    return last is not None and (last.kind, last.about) == (words.get("kind"), words.get("about"))


OPEN, ANSWERED, OVER = DisputeState.OPEN, DisputeState.ANSWERED, DisputeState.OVER

DISPUTE_ACTIONS: dict[str, Action] = {
    "dispute_open": Action(
        event=EventName.DISPUTE, run=disputes.open_one, form=forms.OpenForm, fits=has_contact, dpo_only=True,
        same=same_dispute,
        verb=_("Record a complaint, an inquiry or a hold"),
        says=_("It gets a day of its own and moves none of the request. Until it is over, nothing of the case is "
               "erased or destroyed."),
    ),
    "dispute_answer": Action(
        event=EventName.DISPUTE, run=disputes.reply, form=forms.ReplyForm, fits=goes_on(OPEN, holds=False),
        same=now_in(ANSWERED), aside=True,
        verb=_("Record the answer"),
        says=_("You answered the person, the authority or the court. It stays on the case until it is over."),
    ),
    "dispute_day": Action(
        event=EventName.DISPUTE, run=disputes.set_day, form=forms.SetDayForm, fits=goes_on(OPEN, ANSWERED),
        same=lambda dsr, words: dsr.disputes.filter(pk=words["row"].pk, due_on=words["due_on"]).exists(),
        aside=True,
        verb=_("Set a new day"),
        says=_("They wrote again or gave more time, or you looked at the hold and it is still needed."),
    ),
    "dispute_end": Action(
        event=EventName.DISPUTE, run=disputes.end, form=forms.EndForm, fits=goes_on(OPEN, ANSWERED),
        same=now_in(OVER), aside=True, dpo_only=True,
        verb=_("Record how it ended"),
        says=_("The data may go when their time is over. A hold is released by somebody who did not place it."),
    ),
}  # fmt: skip
