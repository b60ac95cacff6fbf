"""How a step of a measure is entered in the table of the desk, and what the log calls it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from dsr.models import MEASURES, EventName, SubjectRequest
from dsr.models.measures import DisclosureState, TransferState
from dsr.services.measures import base
from dsr.web.desk.action import Action
from dsr.web.desk.forms_measures import MeasureForm
from dsr.web.desk.repeats import same_measure
from dsr.web.desk.step_form import StepForm

# What the log says of a step, by kind of measure and step; those that follow the answer are said by their state.
STEPS: dict[tuple[str, str], Any] = {
    ("disclosure", "approve"): DisclosureState.APPROVED.label,
    ("disclosure", "release"): DisclosureState.RELEASED.label,
    ("transfer", "hand_over"): TransferState.HANDED_OVER.label,
}


def said(kind: str, step: str) -> str:
    """Return what happened to a measure in words: its title, and the step where it has a name."""
    title = str(MEASURES[kind].title) if kind in MEASURES else ""
    return ": ".join(filter(None, (title, str(STEPS.get((kind, step), "")))))


def on_one(form: type[MeasureForm], run: Callable[..., Any], step: str, **words: Any) -> Action:
    """Return a step of one measure, which the form knows."""
    STEPS[form.model.kind, step] = words["verb"]
    return Action(
        event=EventName.MEASURE, form=form, run=run, fits=form.suits, stops=form.stops, aside=True,
        same=same_measure(form.model.kind, step), **words,
    )  # fmt: skip


def move(form: type[MeasureForm], **words: Any) -> Action:
    """Return a transition of a measure whose words are its own fields."""
    return on_one(form, partial(base.move, form.model, form.move), form.move, **words)


def open_by(
    form: type[StepForm],
    run: Callable[..., Any],
    kind: str,
    fits: Callable[[SubjectRequest], bool],
    **words: Any,
) -> Action:
    """Return a step that opens a measure by doing it."""
    STEPS[kind, "open"] = words["verb"]
    return Action(
        event=EventName.MEASURE,
        form=form,
        run=run,
        fits=fits,
        aside=True,
        same=same_measure(kind, "open"),
        **words,
    )
