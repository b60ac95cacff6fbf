"""The log read again: the events of one request, in their order, lead to where it and its measures stand."""

from collections.abc import Iterable
from typing import Any

from dsr.models.event import Event, EventName
from dsr.models.measures import MEASURES
from dsr.models.states import State
from dsr.models.subject_request import SubjectRequest

# The transitions that an event stands for; the one that fits the state at that moment is meant.
STEPS: dict[str, tuple[str, ...]] = {
    EventName.CONFIRMED: ("confirm",),
    EventName.NOT_A_REQUEST: ("mark_not_a_request",),
    EventName.STARTED: ("start",),
    EventName.IDENTITY_ASKED: ("ask_identity",),
    EventName.CLARIFICATION_ASKED: ("ask_clarification",),
    EventName.ANSWER_CAME: ("receive_answer",),
    EventName.LAPSED: ("lapse",),
    EventName.SUBMITTED_FOR_REVIEW: ("refuse", "submit_for_review"),
    EventName.APPROVED: ("approve",),
    EventName.RETURNED: ("return_to_work",),
    EventName.SENT: ("send",),
    EventName.EXTENDED: ("extend",),
    EventName.WITHDRAWN: ("withdraw",),
    EventName.HANDED_OVER: ("hand_over",),
    EventName.MERGED: ("merge",),
    EventName.REOPENED: ("reopen",),
}
# A proof of the mailbox may come when a request is long at work: then it moves nothing.
MAY_MOVE_NOTHING = frozenset({EventName.CONFIRMED})
# What an erasure opens when the data are restricted instead (BDSG 35).
BESIDE = {("erasure", "restrict_instead"): "restriction"}


class DoesNotFollow(ValueError):
    """An event says that a step was done which the state before it does not allow."""


def state_of(events: Iterable[Event]) -> str:
    """Return the state to which the events of a request lead. Raises DoesNotFollow."""
    state, came_from = "", ""
    for event in events:
        if event.name == EventName.SUBMITTED:
            state = event.data.get("state", State.RECEIVED)
        elif event.name in STEPS:
            targets = [_target(SubjectRequest, name, state, came_from) for name in STEPS[event.name]]
            found = next((target for target in targets if target), "")
            if not found and event.name not in MAY_MOVE_NOTHING:
                raise DoesNotFollow(f"{event.name} while {state}")
            came_from = state if found.startswith("awaiting") else came_from
            state = found or state
    return state


def measures_of(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Return kind and state of every measure to which the events of a request lead. Raises DoesNotFollow.

    A measure that was opened by doing it gets its number from the first event that names it.
    """
    states: dict[tuple[str, Any], str] = {}
    for event in events:
        data = event.data
        kind, name, number = data.get("measure", ""), data.get("step", ""), data.get("id")
        if event.name != EventName.MEASURE or not kind:
            continue
        if name in {"open", "opened"}:
            states[kind, number or f"new {event.pk}"] = data.get("state") or _first(kind)
            continue
        _know(states, kind, number)
        states[kind, number] = _moved(kind, name, states[kind, number])
        if (kind, name) in BESIDE:
            beside = BESIDE[kind, name]
            states[beside, f"new {event.pk}"] = _first(beside)
    return sorted((kind, state) for (kind, _number), state in states.items())


def _know(states: dict[tuple[str, Any], str], kind: str, number: Any) -> None:
    """Give a number to the first measure of its kind that has none yet. Raises DoesNotFollow where none is left."""
    if (kind, number) in states:
        return
    unknown = [key for key in states if key[0] == kind and isinstance(key[1], str)]
    if not unknown:
        raise DoesNotFollow(f"{kind} {number} was never opened")
    states[kind, number] = states.pop(unknown[0])


def _moved(kind: str, name: str, state: str) -> str:
    """Return the state after a step; one that records facts alone moves nothing."""
    model = MEASURES[kind]
    if name not in {each.name for each in _transitions(model)}:
        return state
    target = _target(model, name, state, "")
    # A file that is built anew with what was missing stays where it is.
    if not target and (kind, name) != ("transfer", "rebuild"):
        raise DoesNotFollow(f"{name} of {kind} while {state}")
    return target or state


def _first(kind: str) -> str:
    return str(MEASURES[kind]._meta.get_field("state").get_default())  # noqa: SLF001  (Django's documented door)


def _transitions(model: type[Any]) -> list[Any]:
    return list(model._meta.get_field("state").get_all_transitions(model))  # noqa: SLF001


def _target(model: type[Any], name: str, state: str, came_from: str) -> str:
    """Return where a transition leads from a state; nothing where the machine does not allow it."""
    for each in _transitions(model):
        if each.name == name and each.source in {"*", state}:
            if each.target is None:
                return state
            return str(each.target) if isinstance(each.target, str) else came_from
    return ""
