"""What happened to a request in words: the steps done and to come, and the log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.models import (
    DisputeKind,
    DisputeState,
    Event,
    EventName,
    ExtensionGround,
    FeeGround,
    FeeState,
    IdentityProof,
    InstructionState,
    Level,
    Method,
    Outcome,
    ProcessorState,
    ReopenReason,
    State,
    SubjectRequest,
    TaskAnswer,
    Told,
)
from dsr.web.dates import shortdate
from dsr.web.desk import measure_steps, panel_package

# What would bury the rest: reading has its own line at the end, and every text stands in the correspondence.
QUIET = {EventName.READ, EventName.WORDS_KEPT}


@dataclass(frozen=True)
class Milestone:
    """One step of the way, as parts/steps.html shows it."""

    state: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    when: str
    name: str
    note: str
    who: str


def moment(at: datetime, dsr: SubjectRequest) -> str:
    """Return a moment on the clock of the controller: "6 Nov, 21:14", with the year where it is another one."""
    local = at.astimezone(dsr.controller.tz)
    if local.year == dsr.submission.received_on.year:
        # Translators: a day and a time without the year, in the letters of Django's date format.
        return date_format(local, _("j M, H:i"))
    # Translators: a day and a time, in the letters of Django's date format.
    return date_format(local, _("j M Y, H:i"))


# --- the steps done and to come -------------------------------------------------------------------------------


def milestones(
    dsr: SubjectRequest, events: Sequence[Event], acknowledged_at: datetime | None
) -> list[Milestone]:
    """Return the way of a request: what is done, where it stands, what is still to come."""
    way = list(_way(dsr, events, acknowledged_at))
    if not dsr.is_open:
        done = [Milestone("done", name, note) for name, note, is_done in way if is_done]
        return [*done, Milestone("done", _("Closed"), str(dsr.get_outcome_display()))]
    # A step that was passed over, such as a letter not posted yet, is not where the work stands.
    reached = max(place for place, (_name, _note, is_done) in enumerate(way) if is_done) + 1
    return [
        Milestone("done" if is_done else "now" if place == reached else "todo", name, note)
        for place, (name, note, is_done) in enumerate(way)
    ]


def _way(
    dsr: SubjectRequest, events: Sequence[Event], acknowledged_at: datetime | None
) -> Iterator[tuple[str, str, bool]]:
    last = {event.name: event for event in events}

    def at(*names: str) -> str:
        found = [last[name].at for name in names if name in last]
        return moment(max(found), dsr) if found else ""

    yield _("Received"), moment(dsr.submission.received_at, dsr), True
    if dsr.state == State.UNCONFIRMED:
        yield _("Mailbox confirmed"), "", False
    yield (
        _("Acknowledged"),
        moment(acknowledged_at, dsr) if acknowledged_at else "",
        acknowledged_at is not None,
    )
    started = dsr.state not in {State.UNCONFIRMED, State.RECEIVED} and EventName.STARTED in last
    yield _("Work started"), at(EventName.STARTED), started or EventName.SUBMITTED_FOR_REVIEW in last
    if dsr.state in {State.AWAITING_IDENTITY, State.AWAITING_CLARIFICATION}:
        yield capfirst(str(dsr.get_state_display())), at("identity_asked", "clarification_asked"), False
    settled = dsr.identity_level >= dsr.controller.level_needed(dsr.right)
    yield _("Identity settled"), _proof(dsr) if settled else "", settled
    if dsr.tasks.all():
        yield _systems(dsr)
    in_review = dsr.state in {State.IN_REVIEW, State.READY, State.CLOSED} and bool(dsr.author_id)
    note = _("handed to review") if in_review else str(dsr.get_outcome_display()) if dsr.outcome else ""
    yield _("Answer written"), note, in_review
    if dsr.controller.four_eyes:
        yield _("Reviewed by a second person"), str(dsr.approver or ""), dsr.approver_id is not None
    yield _("Answer sent"), shortdate(dsr.answered_on), dsr.answered_on is not None


def _systems(dsr: SubjectRequest) -> tuple[str, str, bool]:
    """Return the step of asking the systems: done once none is left to answer."""
    tasks = list(dsr.tasks.all())
    settled = sum(task.is_settled for task in tasks)
    return (
        _("Systems asked"),
        _("%(done)s of %(all)s answered") % {"done": settled, "all": len(tasks)},
        (settled == len(tasks)),
    )


def _proof(dsr: SubjectRequest) -> str:
    proofs: Iterable[IdentityProof] = dsr.submission.proofs.all()
    best = max(proofs, key=lambda proof: (proof.level, proof.at), default=None)
    if best is None:
        return _("not needed for this right")
    return f"{moment(best.at, dsr)}, {best.get_method_display()}"


# --- the log --------------------------------------------------------------------------------------------------------


def log(dsr: SubjectRequest, events: Iterable[Event]) -> list[Entry]:
    """Return what happened, the newest first; openings of the page are counted on one line."""
    systems = {task.pk: task.system.name for task in dsr.tasks.all()}
    systems_by_own = {task.system_id: task.system.name for task in dsr.tasks.all()}

    def said(event: Event) -> str:
        about = systems.get(event.data.get("task")) or systems_by_own.get(event.data.get("system"))
        return ", ".join(filter(None, (about, note(event))))

    shown = [
        Entry(event.at, moment(event.at, dsr), str(event.get_name_display()), said(event), who(event))
        for event in events
        if event.name not in QUIET
    ]
    return shown[::-1]


def readers(events: Iterable[Event]) -> str:
    """Return who opened the case how often; names of staff, as the log has them."""
    counts: dict[str, int] = {}
    for event in events:
        if event.name == EventName.READ:
            counts[who(event)] = counts.get(who(event), 0) + 1
    times = {
        name: ngettext("%(n)s time", "%(n)s times", count) % {"n": count} for name, count in counts.items()
    }
    said = [f"{name} ({often})" for name, often in times.items()]
    return ", ".join(said)


def who(event: Event) -> str:
    """Return who made something happen."""
    return str(event.by) if event.by else str(event.get_actor_display())


def note(event: Event) -> str:
    """Return the codes and dates of an event in words."""
    words = NOTES.get(event.name)
    return words(event.data) if words else ""


def _moved(data: dict[str, Any]) -> str:
    before, after = (_day(data.get(key)) for key in ("from", "to"))
    return _("from %(before)s to %(after)s") % {"before": before, "after": after}


def _day(written: str | None) -> str:
    return shortdate(date.fromisoformat(written)) if written else _("no day")


def _identity(data: dict[str, Any]) -> str:
    return f"{Level(data['level']).label}: {Method(data['method']).label}"


def _outcome(data: dict[str, Any]) -> str:
    return str(Outcome(data["outcome"]).label) if data.get("outcome") else ""


def _instruction(data: dict[str, Any]) -> str:
    return f"{data.get('number', '')}: {InstructionState(data['to']).label}"


def _dispute(data: dict[str, Any]) -> str:
    return f"{DisputeKind(data['kind']).label}: {DisputeState(data['to']).label}"


def _changed(data: dict[str, Any]) -> str:
    return _("taken out") if data.get("step") == "removed" else ""


NOTES = {
    EventName.DISPUTE: _dispute,
    EventName.PAUSE_CORRECTED: _changed,
    EventName.EXTENSION_CORRECTED: _changed,
    EventName.REOPENED: lambda data: (
        str(ReopenReason(data["reason"]).label) if data.get("reason") in ReopenReason.values else ""
    ),
    EventName.INSTRUCTION_MOVED: _instruction,
    EventName.RECIPIENT_EXCUSED: lambda data: str(Told(data["why"]).label),
    EventName.PROCESSOR_MOVED: lambda data: str(ProcessorState(data["to"]).label),
    EventName.FEE_ANNOUNCED: lambda data: str(FeeGround(data["ground"]).label),
    EventName.FEE_SETTLED: lambda data: str(FeeState(data["how"]).label),
    EventName.MEASURE: lambda data: measure_steps.said(data.get("measure", ""), data.get("step", "")),
    EventName.PACKAGE: panel_package.said,
    EventName.DATE_MOVED: _moved,
    EventName.IDENTITY_PROVED: _identity,
    EventName.DRAFTED: _outcome,
    EventName.EXTENDED: lambda data: str(ExtensionGround(data["ground"]).label),
    EventName.TASK_ANSWERED: lambda data: str(TaskAnswer(data["answer"]).label),
    EventName.MERGED: lambda data: str(data.get("into", "")),
    EventName.CLARIFICATION_ASKED: lambda data: (
        _("the clock rests") if data.get("rests") else _("the clock runs on")
    ),
}
