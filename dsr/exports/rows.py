"""The register: one row a request, one table of columns. Pseudonymous: no column holds a person's words or name."""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from dsr.law import rights
from dsr.models import (
    Event,
    EventName,
    Fee,
    IdentityProof,
    Instruction,
    Notice,
    Outcome,
    PauseReason,
    RecipientNotice,
    SubjectRequest,
    Task,
    TaskState,
    Told,
)

CHUNK = 5000
# The person's words are not even read from the database.
UNREAD = ("reasons", "answer", "late_reason", "handed_to", "submission__letter", "submission__details")


@dataclass(frozen=True)
class Column:
    """One column: its code, its header (a message id), how its cell is found in a request, what a cell is."""

    code: str
    header: str
    cell: Callable[[Any], object]
    kind: Literal["text", "number", "day", "moment"] = "text"


def header() -> list[str]:
    """Return the headers in the language that is active."""
    return [_(column.header) for column in COLUMNS]


def rows(requests: QuerySet[SubjectRequest], *, now: datetime) -> Iterator[list[str]]:
    """Yield one row of text a request, in the order of the query; constant memory, whatever their number."""
    for place, dsr in enumerate(ready(requests).iterator(chunk_size=CHUNK), start=1):
        if place % CHUNK == 0:
            # Rows and what was fetched with them point at each other: only the collector lets go of them.
            gc.collect()
        dsr.today = now.astimezone(dsr.controller.tz).date()
        yield [text(column.cell(dsr)) for column in COLUMNS]


def ready(requests: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    """Return the query with everything that the columns read, and nothing that names a person."""
    told = Notice.objects.filter(
        submission=OuterRef("submission"), kind="acknowledgement", sent_at__isnull=False
    )
    found = requests.select_related("controller", "submission", "extension", "handler").defer(*UNREAD)
    explained = Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED)
    asked = (
        Task.objects.filter(dsr=OuterRef("pk")).order_by().values("dsr").annotate(n=Count("pk")).values("n")
    )
    found = found.annotate(
        systems_asked=Coalesce(Subquery(asked), 0),
        systems_answered=Coalesce(Subquery(asked.filter(state=TaskState.ANSWERED)), 0),
        recipients_all=Coalesce(Subquery(_number_of(RecipientNotice.objects.all())), 0),
        recipients_told=Coalesce(
            Subquery(_number_of(RecipientNotice.objects.filter(state=Told.NOTIFIED))), 0
        ),
        processors=Coalesce(Subquery(_number_of(Instruction.objects.all())), 0),
        fee=Subquery(Fee.objects.filter(dsr=OuterRef("pk")).order_by("-pk").values("amount")[:1]),
        fee_currency=Subquery(Fee.objects.filter(dsr=OuterRef("pk")).order_by("-pk").values("currency")[:1]),
        acknowledged_at=Subquery(told.order_by("pk").values("sent_at")[:1]),
        explained=Exists(explained),
    )
    return found.prefetch_related("pauses", "submission__proofs")


def _number_of(found: QuerySet[Any]) -> QuerySet[Any]:
    """Return how many of these rows each request has, for a subquery."""
    return found.filter(dsr=OuterRef("pk")).order_by().values("dsr").annotate(n=Count("pk")).values("n")


def text(value: object) -> str:
    """Return a cell as text: days and moments by ISO 8601, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _local(dsr: SubjectRequest, at: datetime | None) -> datetime | None:
    return at.astimezone(dsr.controller.tz) if at else None


def _proof(dsr: SubjectRequest) -> IdentityProof | None:
    return max(dsr.submission.proofs.all(), key=lambda proof: (proof.level, proof.at), default=None)


def _identity_method(dsr: SubjectRequest) -> object:
    proof = _proof(dsr)
    return proof.get_method_display() if proof else None


def _identity_level(dsr: SubjectRequest) -> object:
    proof = _proof(dsr)
    return proof.get_level_display() if proof else None


def _doubted(dsr: SubjectRequest) -> bool:
    return any(pause.reason == PauseReason.IDENTITY for pause in dsr.pauses.all())


def _pauses(dsr: SubjectRequest) -> str:
    rests = [pause for pause in dsr.pauses.all() if pause.rests]
    return "; ".join(f"{pause.asked_on.isoformat()}/{text(pause.answered_on)}" for pause in rests)


def _paused_days(dsr: SubjectRequest) -> int:
    ended = [pause for pause in dsr.pauses.all() if pause.rests and pause.answered_on]
    return sum((pause.answered_on - pause.asked_on).days for pause in ended if pause.answered_on)


def _first_due(dsr: SubjectRequest) -> date | None:
    return dsr.extension.first_due_on if dsr.is_extended else dsr.due_on


def _extension(field: str) -> Callable[[SubjectRequest], object]:
    def cell(dsr: SubjectRequest) -> object:
        if not dsr.is_extended:
            return None
        return getattr(dsr.extension, field) if field != "ground" else dsr.extension.get_ground_display()

    return cell


def _grounds(outcome: Outcome) -> Callable[[SubjectRequest], object]:
    """Return a cell with the articles of the grounds of a refusal, or of the exceptions used in a partial one."""

    def cell(dsr: SubjectRequest) -> object:
        return "; ".join(dsr.law.ground(code).ref for code in dsr.grounds) if dsr.outcome == outcome else None

    return cell


def _days_taken(dsr: SubjectRequest) -> int | None:
    return (dsr.answered_on - dsr.submission.received_on).days if dsr.answered_on else None


def _days_late(dsr: SubjectRequest) -> int | None:
    """Return the days past the last day: of the answer, else of `dsr.today` while the request is open."""
    if dsr.due_on is None:
        return None
    until = dsr.answered_on or (dsr.today if dsr.is_open else dsr.closed_on)
    return max((until - dsr.due_on).days, 0) if until else None


def _explained(dsr: SubjectRequest) -> bool | None:
    """Tell whether the reason for lateness is on file; its words are not for a pseudonymous register."""
    if not _days_late(dsr):
        return None
    return bool(dsr.explained)  # type: ignore[attr-defined]


def _right(dsr: SubjectRequest) -> str:
    return rights.get(dsr.right).name(get_language() or "en")


COLUMNS: Sequence[Column] = (
    Column("number", gettext_noop("Number"), lambda dsr: dsr.reference),
    Column("controller", gettext_noop("Controller"), lambda dsr: dsr.controller.name),
    Column("right", gettext_noop("Right"), _right),
    Column("article", gettext_noop("Article"), lambda dsr: dsr.law.article),
    Column("channel", gettext_noop("Came by"), lambda dsr: dsr.submission.get_channel_display()),
    Column("received_on", gettext_noop("Received on"), lambda dsr: dsr.submission.received_on, kind="day"),
    Column(
        "received_at",
        gettext_noop("Received at"),
        lambda dsr: _local(dsr, dsr.submission.received_at),
        kind="moment",
    ),
    Column(
        "entered_at",
        gettext_noop("Entered at"),
        lambda dsr: _local(dsr, dsr.submission.entered_at),
        kind="moment",
    ),
    Column(
        "confirmed_at",
        gettext_noop("Mailbox confirmed at"),
        lambda dsr: _local(dsr, dsr.submission.confirmed_at),
        kind="moment",
    ),
    Column(
        "acknowledged_at",
        gettext_noop("Acknowledged at"),
        lambda dsr: _local(dsr, dsr.acknowledged_at),
        kind="moment",
    ),
    Column("relation", gettext_noop("Asked by"), lambda dsr: dsr.submission.get_relation_display()),
    Column("language", gettext_noop("Language"), lambda dsr: dsr.submission.language),
    Column("identity_level", gettext_noop("Identity"), _identity_level),
    Column("identity_method", gettext_noop("Identity checked by"), _identity_method),
    Column("doubted", gettext_noop("Doubt about identity"), _doubted),
    Column("pauses", gettext_noop("Paused from/to"), _pauses),
    Column("paused_days", gettext_noop("Days paused"), _paused_days, kind="number"),
    Column("first_due_on", gettext_noop("First last day"), _first_due, kind="day"),
    Column("extension_told_on", gettext_noop("Extension told on"), _extension("announced_on"), kind="day"),
    Column("extension_ground", gettext_noop("Ground of the extension"), _extension("ground")),
    Column("systems_asked", gettext_noop("Systems asked"), lambda dsr: dsr.systems_asked, kind="number"),
    Column(
        "systems_answered",
        gettext_noop("Systems that answered"),
        lambda dsr: dsr.systems_answered,
        kind="number",
    ),
    Column("recipients", gettext_noop("Recipients"), lambda dsr: dsr.recipients_all, kind="number"),
    Column(
        "recipients_told",
        gettext_noop("Recipients told (Art. 19)"),
        lambda dsr: dsr.recipients_told,
        kind="number",
    ),
    Column(
        "instructions", gettext_noop("Instructions to processors"), lambda dsr: dsr.processors, kind="number"
    ),
    Column("fee", gettext_noop("Fee"), lambda dsr: f"{dsr.fee:.2f} {dsr.fee_currency}" if dsr.fee else None),
    Column("due_on", gettext_noop("Last day"), lambda dsr: dsr.due_on, kind="day"),
    Column("safe_on", gettext_noop("Safe day"), lambda dsr: dsr.safe_on, kind="day"),
    Column("handler", gettext_noop("Handled by"), lambda dsr: dsr.handler),
    Column("state", gettext_noop("State"), lambda dsr: dsr.get_state_display()),
    Column(
        "outcome", gettext_noop("Outcome"), lambda dsr: dsr.get_outcome_display() if not dsr.is_open else None
    ),
    Column("refusal_grounds", gettext_noop("Grounds of the refusal"), _grounds(Outcome.REFUSED)),
    Column("exceptions", gettext_noop("Exceptions used"), _grounds(Outcome.PARTLY_GRANTED)),
    Column("answered_on", gettext_noop("Answered on"), lambda dsr: dsr.answered_on, kind="day"),
    Column("medium", gettext_noop("Answer wanted"), lambda dsr: dsr.submission.get_medium_display()),
    Column("days_taken", gettext_noop("Days taken"), _days_taken, kind="number"),
    Column("days_late", gettext_noop("Days late"), _days_late, kind="number"),
    Column("lateness_explained", gettext_noop("Reason for lateness on file"), _explained),
    Column("closed_on", gettext_noop("Closed on"), lambda dsr: dsr.closed_on, kind="day"),
    Column("purge_on", gettext_noop("Destruction planned on"), lambda dsr: dsr.purge_on, kind="day"),
)
