"""How the requests of one letter stand, said to the person: one card a right, one headline for all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dsr.models import WAITING, Direction, State, SubjectRequest, Submission
from dsr.models.guards_recipients import DOES, TOLD_ABOUT
from dsr.web import present
from dsr.web.public import words
from dsr.web.public.offers import Offer, offer
from dsr.web.public.shell import moment
from dsr.web.public.way import Step, way
from dsr.web.rail import Rail

STEPS = {
    State.UNCONFIRMED: gettext_lazy("please confirm"),
    State.RECEIVED: gettext_lazy("we are looking at it"),
    State.AWAITING_IDENTITY: gettext_lazy("we are waiting for you"),
    State.AWAITING_CLARIFICATION: gettext_lazy("we are waiting for you"),
    State.IN_PROGRESS: gettext_lazy("we are working on it"),
    State.IN_REVIEW: gettext_lazy("our answer is being checked"),
    State.READY: gettext_lazy("our answer is about to go out"),
}
# What is being done, where a right has better words for it than "we are working on it".
WORK = {"access": gettext_lazy("we are collecting it"), "portability": gettext_lazy("we are collecting it")}
ENDS = {
    "granted": gettext_lazy("done"),
    "partly_granted": gettext_lazy("done in part"),
    "refused": gettext_lazy("not done: our letter says why"),
    "no_data": gettext_lazy("we hold no data about you"),
    "withdrawn": gettext_lazy("you took this back"),
    "handed_over": gettext_lazy("handed to who must answer it"),
    "merged": gettext_lazy("joined with your earlier request"),
    "not_a_request": gettext_lazy("closed"),
    "lapsed": gettext_lazy("closed, as we had no answer from you"),
}
SAID = {
    State.AWAITING_IDENTITY: gettext_lazy(
        "We asked you something to be sure that it is you. Our letter below says why, and what is enough."
    ),
    State.AWAITING_CLARIFICATION: gettext_lazy(
        "We asked you which data you mean. If you want everything, say so: that is an answer too."
    ),
}
ANSWERED = gettext_lazy("we are reading your answer")
THANKS = gettext_lazy(
    "Thank you, your answer is here. When we have read it you see the new last day, counted from the day you answered."
)
BOTH = 2
QUESTIONS = {"identity_doubt", "scope_question"}


@dataclass(frozen=True)
class Card:
    """One right on the person's page."""

    dsr: SubjectRequest
    name: str
    tone: str
    badge: Any
    said: Any
    rail: Rail
    why: Sequence[dict[str, str]]
    # Where it stands, step by step.
    way: Sequence[Step]
    # Erasure waits until access was answered: what was asked for must not be destroyed first.
    waits_for_first: bool
    # The person wrote after our question; the desk has not read it yet.
    answered: bool = False
    # Recipients were told of the change: the person may ask who they are (GDPR Art. 19), and has asked.
    may_ask_who: bool = False
    asked_who: bool = False
    # What lies ready to be fetched (GDPR Art. 15(3), 20(1)).
    offer: Offer | None = None

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed without an answer."""
        return self.tone == "late"

    @property
    def waits_for_person(self) -> bool:
        """Whether a question to the person is open."""
        return self.dsr.state in WAITING and not self.answered

    @property
    def immediate(self) -> bool:
        """Whether this right takes effect on receipt (GDPR Art. 7(3), 21(3))."""
        return self.dsr.law.immediate


def name_of(dsr: SubjectRequest) -> str:
    """Return what was asked, as it stood on the form."""
    return words.in_words(dsr.law.plain)


def cards(requests: Sequence[SubjectRequest], *, now: datetime) -> list[Card]:
    """Return a card for each request, in the order in which they were asked."""
    first = any(dsr.is_open and dsr.right in {"access", "portability"} for dsr in requests)
    asked = any(dsr.state in WAITING for dsr in requests)
    wrote = asked and _wrote_since_the_question(requests[0].submission)
    return [_card(dsr, now, first=first, wrote=wrote) for dsr in requests]


def _wrote_since_the_question(submission: Submission) -> bool:
    """Tell whether the newest of questions and messages is one of the person's."""
    for direction, kind in submission.messages.order_by("-at", "-pk").values_list("direction", "kind"):
        if direction == Direction.IN or kind in QUESTIONS:
            return bool(direction == Direction.IN)
    return False


def _card(dsr: SubjectRequest, now: datetime, *, first: bool, wrote: bool) -> Card:
    today = present.today_of(dsr, now)
    answered = wrote and dsr.state in WAITING
    stands = present.tone(dsr, today)
    waits = first and dsr.is_open and dsr.right == "erasure"
    # To the person an answer that comes soon is on time; only the desk is warned.
    tone = "resting" if waits and stands.tone in {"ontime", "soon"} else stands.tone.replace("soon", "ontime")
    # What the desk may still do to the date would only puzzle here; an extension is told when it comes.
    rail = replace(present.rail(dsr, today), tone=tone, extendable_to=None)
    return Card(
        dsr=dsr,
        name=name_of(dsr),
        tone=tone,
        badge=ANSWERED if answered else _badge(dsr, stands.words, late=tone == "late", waits=waits),
        said=THANKS if answered else SAID.get(State(dsr.state), ""),
        rail=rail,
        why=present.why(dsr) if dsr.is_open else [],
        way=way(
            dsr, answered=answered, waits=waits, late=tone == "late", ended=ENDS.get(dsr.outcome, _("closed"))
        ),
        waits_for_first=waits,
        answered=answered,
        may_ask_who=may_ask_who(dsr),
        asked_who=_asked_who(dsr),
        offer=offer(dsr, now),
    )


def may_ask_who(dsr: SubjectRequest) -> bool:
    """Return whether data were changed of which recipients had to be told."""
    return (
        not dsr.is_open and dsr.right in TOLD_ABOUT and dsr.outcome in DOES and not dsr.submission.purged_at
    )


def _asked_who(dsr: SubjectRequest) -> bool:
    check = getattr(dsr, "recipient_check", None) if may_ask_who(dsr) else None
    return check is not None and check.asked_on is not None and check.listed_on is None


def _badge(dsr: SubjectRequest, clock: str, *, late: bool, waits: bool) -> Any:
    if dsr.state == State.CLOSED:
        return ENDS.get(dsr.outcome, _("closed"))
    if late:
        return clock
    if waits:
        return _("waits for the first")
    if dsr.state == State.IN_PROGRESS:
        return WORK.get(dsr.right, STEPS[State.IN_PROGRESS])
    return STEPS[State(dsr.state)]


def headline(shown: Sequence[Card]) -> str:
    """Return what matters most, as a sentence."""
    count = len(shown)
    closed = sum(not card.dsr.is_open for card in shown)
    late = sum(card.is_late for card in shown)
    if any(card.waits_for_person for card in shown):
        return _("We need an answer from you")
    if any(card.answered for card in shown):
        return _("We are reading your answer")
    if count == 1:
        return _one(shown[0])
    many = words.few(count)
    many = many[:1].upper() + many[1:]
    if late:
        text = ngettext(
            "%(many)s requests, one of them late", "%(many)s requests, %(late)s of them late", late
        )
        return text % {"many": many, "late": late}
    if closed == count:
        text = _("%(many)s requests, both closed") if count == BOTH else _("%(many)s requests, all closed")
    elif closed:
        text = ngettext(
            "%(many)s requests, one of them closed", "%(many)s requests, %(closed)s of them closed", closed
        )
    else:
        text = _("%(many)s requests, both on time") if count == BOTH else _("%(many)s requests, all on time")
    return text % {"many": many, "closed": closed}


def _one(card: Card) -> str:
    if card.is_late:
        return _("Your request is late")
    if not card.dsr.is_open:
        return _("Your request is answered") if card.dsr.answered_on else _("Your request is closed")
    return _("Your request is on time")


def correspondence(submission: Submission, shown: Sequence[Card]) -> list[dict[str, Any]]:
    """Return the letters and messages, the newest first, each in the language in which it was written.

    The newest stands open, and so does a question that waits for its answer; the others are folded.
    """
    waiting = any(card.waits_for_person for card in shown)
    return [
        {
            "ours": message.direction == Direction.OUT,
            "when": moment(message.at, submission.controller),
            "language": message.language,
            "body": message.body,
            "files": message.files.all(),
            "open": place == 0 or (waiting and message.kind in QUESTIONS),
        }
        for place, message in enumerate(submission.messages.prefetch_related("files").order_by("-at", "-pk"))
    ]
