"""What needs you today: one line a request, the most pressing reason, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from dsr.law import rights
from dsr.models import (
    WAITING,
    Direction,
    Event,
    EventName,
    Message,
    Notice,
    Package,
    RecipientCheck,
    Role,
    State,
    Status,
    SubjectRequest,
    Task,
    TaskState,
)
from dsr.models.orders import ORDERS
from dsr.models.task import UNSETTLED
from dsr.services import tasks
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.days import late, within
from dsr.web.desk.steps import address
from dsr.web.desk.who import Desk
from dsr.web.present import today_of

# The step of the ladder at which an extension is decided, in working days before the last day.
EXTENSION_DECISION, SOON = 10, 3
# How long a mailbox may stay unconfirmed before somebody looks.
PATIENCE = timedelta(days=1)
# So long a package that nobody fetched stays on the page, should nobody look.
LOOK_BACK = timedelta(days=60)
AT_ONCE = [right.code for right in rights.ALL.values() if right.immediate]
# Up to here what needs somebody is counted; a day holds fewer.
COUNTED = 500
WORKING = [State.RECEIVED, State.IN_PROGRESS]


@dataclass(frozen=True)
class Need:
    """One line: the request, what it needs in words, and the button."""

    dsr: SubjectRequest
    words: str
    verb: Any
    url: str


def needing(desk: Desk, now: datetime, wanted: list[int]) -> QuerySet[SubjectRequest]:
    """Return the open requests that need this person today, each with its `reason`, the nearest last day first.

    `wanted` are those whose person waits for the list of recipients.
    """
    found = desk.cases.exclude(state=State.CLOSED).annotate(
        list_wanted=Case(When(pk__in=wanted, then=Value(True)), default=Value(False)),
        explained=_any(Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED)),
        unread=_any(_unread()),
        answered=_any(_answers()),
        undelivered=_any(_letters(Status.FAILED)),
        to_post=_any(_letters(Status.TO_POST)),
        handed_back=_any(Task.objects.filter(dsr=OuterRef("pk"), state=TaskState.HANDED_BACK)),
        asked_systems=_any(Task.objects.filter(dsr=OuterRef("pk"))),
        waits=_any(Task.objects.filter(dsr=OuterRef("pk"), state__in=UNSETTLED)),
    )
    found = found.annotate(reason=_reason(desk, now)).exclude(reason="")
    return found.order_by(*ORDERS["due"])


def _lists_wanted(desk: Desk) -> dict[int, str]:
    """Return the requests whose person waits for the list of recipients (GDPR Art. 19), each with its state."""
    asked = RecipientCheck.objects.filter(asked_on__isnull=False, listed_on=None)
    return dict(asked.filter(dsr__in=desk.cases).values_list("dsr", "dsr__state"))


def _never_fetched(desk: Desk, now: datetime) -> list[int]:
    """Return the closed requests whose package nobody fetched, until somebody of the desk has looked at them."""
    seen = Event.objects.filter(dsr=OuterRef("dsr"), name=EventName.READ, at__gt=OuterRef("destroyed_at"))
    gone = Package.objects.filter(fetched_at=None, withdrawn_at=None, destroyed_at__gt=now - LOOK_BACK)
    of_desk = gone.filter(released_at__isnull=False, dsr__state=State.CLOSED, dsr__in=desk.cases)
    return list(of_desk.exclude(Exists(seen)).values_list("dsr", flat=True))


def lines(desk: Desk, now: datetime, most: int) -> tuple[list[Need], int]:
    """Return the lines of the home page, at most so many, and how many there are in all, counted up to `COUNTED`."""
    # Read once, the key and the reason alone, and no further than the headline counts.
    wanted = _lists_wanted(desk)
    # What has a last day comes first: whatever an answered request still needs must not hide it.
    reasons = dict(needing(desk, now, list(wanted)).values_list("pk", "reason")[: COUNTED + 1])
    reasons |= {key: "list" for key, state in wanted.items() if state == State.CLOSED}
    reasons |= {key: "lapsed" for key in _never_fetched(desk, now) if key not in reasons}
    shown = SubjectRequest.objects.select_related("controller", "submission", "extension")
    found = shown.prefetch_related("pauses").in_bulk(list(reasons)[:most])
    needs = []
    for key in list(reasons)[:most]:
        dsr: Any = found[key]
        dsr.today, dsr.reason = today_of(dsr, now), reasons[key]
        needs.append(need(dsr))
    return needs, len(reasons)


def need(dsr: Any) -> Need:
    """Return the line of a request with its `reason`."""
    words, code = REASONS[dsr.reason](dsr)
    if code in ACTIONS and ACTIONS[code].suits(dsr):
        verb = _("Decide on extension") if code == "extend" else ACTIONS[code].verb
        return Need(dsr, words, verb, address(dsr, code))
    verb = (
        _("Triage")
        if dsr.reason == "triage"
        else _("Read it")
        if dsr.reason == "wrote"
        else _("Open the request")
    )
    return Need(dsr, words, verb, reverse("desk:request", args=[dsr.reference]))


def _new(dsr: SubjectRequest) -> tuple[str, str]:
    return _("New · %(channel)s") % {"channel": dsr.submission.get_channel_display()}, ""


def _answered(dsr: SubjectRequest) -> tuple[str, str]:
    code = "prove_identity" if dsr.state == State.AWAITING_IDENTITY else "receive_answer"
    return _("The person answered your question"), code


REASONS: dict[str, Callable[[Any], tuple[str, str]]] = {
    "late": lambda dsr: (_("The reason for lateness is missing"), "explain_lateness"),
    "send": lambda dsr: (_("Approved, ready to go out"), "send"),
    "review": lambda dsr: (_("The answer waits for a second person"), "approve"),
    "undelivered": lambda dsr: (_("A mail to the person came back"), ""),
    "answered": _answered,
    "wrote": lambda dsr: (_("The person wrote"), ""),
    "lapsed": lambda dsr: (_("Nobody fetched the package"), ""),
    "list": lambda dsr: (_("The person asks who was told"), "recipients_list"),
    "post": lambda dsr: (_("A letter is to be printed and posted"), "mark_posted"),
    "handed_back": lambda dsr: (_("A question to a system came back"), "ask_system"),
    "gathered": lambda dsr: (_("All systems have answered"), "draft"),
    "triage": _new,
    "extend": lambda dsr: (_("Extend, or answer within the first period?"), "extend"),
    "soon": lambda dsr: (_("The answer is not written yet"), "draft"),
    "confirm": lambda dsr: (_("The mailbox was not confirmed; the clock runs"), "confirm"),
    "overdue": lambda dsr: (_("The last day has passed"), "draft"),
}


def _reason(desk: Desk, now: datetime) -> Case:
    decides = Q(controller__in=desk.at(Role.DPO))
    mine_to_review = ~Q(author=desk.user) | Q(author=None) | Q(controller__four_eyes=False)
    is_late, extend, soon = late(desk, now), within(desk, now, EXTENSION_DECISION), within(desk, now, SOON)
    rules = [
        ("late", is_late & Q(explained=None)),
        ("send", Q(state=State.READY) & decides),
        ("review", Q(state=State.IN_REVIEW) & decides & mine_to_review),
        ("undelivered", Q(undelivered__isnull=False)),
        ("answered", Q(state__in=WAITING, answered__isnull=False)),
        ("wrote", Q(unread__isnull=False)),
        ("list", Q(list_wanted=True)),
        ("post", Q(to_post__isnull=False)),
        ("handed_back", Q(handed_back__isnull=False, state__in=tasks.ASKING)),
        ("triage", Q(state=State.RECEIVED)),
        ("overdue", is_late),
        ("soon", Q(state=State.IN_PROGRESS) & soon),
        ("gathered", Q(state=State.IN_PROGRESS, outcome="", asked_systems__isnull=False, waits=None)),
        ("extend", Q(state__in=WORKING, extension=None) & ~Q(right__in=AT_ONCE) & decides & extend),
        ("confirm", Q(state=State.UNCONFIRMED, submission__received_at__lt=now - PATIENCE) & decides),
    ]
    whens = [When(condition, then=Value(name)) for name, condition in rules]
    return Case(*whens, default=Value(""), output_field=CharField())


def _any(rows: QuerySet[Any]) -> Subquery:
    """Return the key of any such row, or nothing.

    Not EXISTS: the database would gather the rows of all requests first, although the page needs the first few.
    """
    return Subquery(rows.order_by().values("pk")[:1])


def _unread() -> QuerySet[Message]:
    """Return the messages of the person that came after anybody of the desk last opened the case."""
    read = Event.objects.filter(dsr=OuterRef(OuterRef("pk")), name=EventName.READ).order_by().values("dsr")
    last_read = Subquery(read.annotate(last=Max("at")).values("last"))
    to_us = Message.objects.filter(submission=OuterRef("submission"), direction=Direction.IN).order_by()
    return to_us.annotate(last_read=last_read).filter(Q(last_read=None) | Q(at__gt=F("last_read")))


def _answers() -> QuerySet[Message]:
    """Return what the person wrote since they were last asked."""
    asked = [EventName.IDENTITY_ASKED, EventName.CLARIFICATION_ASKED]
    last = Event.objects.filter(dsr=OuterRef(OuterRef("pk")), name__in=asked).order_by("-pk").values("at")[:1]
    to_us = Message.objects.filter(submission=OuterRef("submission"), direction=Direction.IN).order_by()
    return to_us.filter(at__gt=Subquery(last))


def _letters(status: str) -> QuerySet[Notice]:
    to_person = Notice.objects.filter(recipient="person", status=status).order_by()
    return to_person.filter(Q(dsr=OuterRef("pk")) | Q(dsr=None, submission=OuterRef("submission")))
