"""The way of one request, step by step, said to the person: what is done, where it stands, what comes and by when."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsr.models import Level, State, SubjectRequest
from dsr.web.dates import longdate

# What is done for each right, and what that means.
WORK: dict[str, tuple[Any, Any]] = {
    "access": (gettext_lazy("We collect your data"), gettext_lazy("From every place where we keep some.")),
    "rectification": (
        gettext_lazy("We check what is right"), gettext_lazy("What is wrong we correct; what is missing we add."),
    ),
    "erasure": (
        gettext_lazy("We look for your data and delete them"),
        gettext_lazy("If the law makes us keep some, we tell you which and why."),
    ),
    "restriction": (
        gettext_lazy("We set your data aside"), gettext_lazy("They stay stored, but we do not use them meanwhile."),
    ),
    "portability": (
        gettext_lazy("We put your data into a file"), gettext_lazy("In a form that other programs can read."),
    ),
    "objection": (
        gettext_lazy("We weigh your reasons"),
        gettext_lazy("Until that is decided we do not use the data for this."),
    ),
    "objection_marketing": (
        gettext_lazy("We stop the advertising"), gettext_lazy("You need not give a reason."),
    ),
    "objection_research": (
        gettext_lazy("We weigh your reasons"),
        gettext_lazy("We stop, unless a task in the public interest needs the data."),
    ),
    "withdrawal": (
        gettext_lazy("We stop what you had agreed to"), gettext_lazy("What was done until then stays lawful."),
    ),
    "automated": (
        gettext_lazy("A person looks at the decision"), gettext_lazy("Not a computer, and somebody who may change it."),
    ),
}  # fmt: skip
# The step at which a request of each state is: 1 who you are, 2 the work, 3 the answer.
PLACES = {
    State.UNCONFIRMED: 1, State.RECEIVED: 1, State.AWAITING_IDENTITY: 1, State.IN_PROGRESS: 2,
    State.AWAITING_CLARIFICATION: 2, State.IN_REVIEW: 3, State.READY: 3,
}  # fmt: skip
ANSWER = 3
SAID = {
    "done": gettext_lazy("done"),
    "now": gettext_lazy("we are here"),
    "next": gettext_lazy("still to come"),
}


@dataclass(frozen=True)
class Step:
    """One step: what it is, what belongs to it, and whether it is done, at work or to come."""

    name: Any
    note: Any
    state: str

    @property
    def said(self) -> Any:
        """The state in words, for those who do not see the mark."""
        return SAID[self.state]


def way(dsr: SubjectRequest, *, answered: bool, waits: bool, late: bool, ended: Any) -> list[Step]:
    """Return the steps of a request.

    `answered`: the person wrote after our question; `waits`: for what they want to see first; `ended`: how it closed.
    """
    came = Step(_("Your request is here"), longdate(dsr.submission.received_on), "done")
    if not dsr.is_open and dsr.answered_on is None:
        return [came, Step(ended, longdate(dsr.closed_on), "done")]
    place = PLACES.get(State(dsr.state), ANSWER + 1)
    return [
        came,
        _who(dsr, place, answered=answered),
        _work(dsr, place, waits=waits),
        _answer(dsr, place, late=late),
    ]


def _state(step: int, place: int) -> str:
    return "done" if step < place else "now" if step == place else "next"


def _who(dsr: SubjectRequest, place: int, *, answered: bool) -> Step:
    """Return the step about identity; that work goes on does not mean that it is settled."""
    needed = dsr.controller.level_needed(dsr.right)
    if dsr.state == State.UNCONFIRMED:
        note = _("Open the link in our e-mail, or type the code in it.")
        return Step(_("You confirm your e-mail address"), note, "now")
    if dsr.state == State.AWAITING_IDENTITY:
        asked = _("We asked you something. Until your answer the time rests.")
        return Step(
            _("We make sure that it is you"), _("We are reading your answer.") if answered else asked, "now"
        )
    if needed == Level.CLAIMED:
        return Step(_("We read what you ask"), _("For this you need not show who you are."), _state(1, place))
    if dsr.identity_level >= needed:
        return Step(_("We know that it is you"), "", _state(1, place))
    if not dsr.is_open:
        return Step(_("We read what you ask"), "", "done")
    note = _("From what we know already. We ask you only if we are in doubt.")
    return Step(_("We make sure that it is you"), note, "now" if place == 1 else "next")


def _work(dsr: SubjectRequest, place: int, *, waits: bool) -> Step:
    name, note = WORK[dsr.right]
    if dsr.state == State.AWAITING_CLARIFICATION:
        note = _("We asked you which data you mean.")
    elif waits:
        note = _("After you have seen your data.")
    return Step(name, note, _state(2, place))


def _answer(dsr: SubjectRequest, place: int, *, late: bool) -> Step:
    if dsr.answered_on is not None and not dsr.is_open:
        return Step(_("You have our answer"), longdate(dsr.answered_on), "done")
    day = longdate(dsr.due_on)
    if not day:
        note = _("By when, you see here as soon as your answer is read.")
    elif late:
        note = _("It should have been here by %(day)s.") % {"day": day}
    else:
        note = _("By %(day)s at the latest.") % {"day": day}
    name = _("We check our answer and send it") if place == ANSWER else _("You get our answer")
    return Step(name, note, _state(ANSWER, place))
