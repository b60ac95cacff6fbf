"""The machines as the docs show them: a table of transitions and a drawing each, made from the code."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.apps import apps
from django.utils import translation
from django_fsm import GET_STATE, FSMField

WIDTH, BOX, STEP, LANE = 860, 190, 78, 26
HEAD = """# The machines

Written by `manage.py draw_machines` from the code; do not edit by hand. A guard is named after the function that says
what is missing. `same` is a step that stays in its state.
"""


@dataclass(frozen=True)
class Arrow:
    """One transition from one state to another."""

    name: str
    source: str
    target: str
    guards: tuple[str, ...]
    says: str


def machines() -> list[tuple[type[Any], FSMField]]:
    """Return every model with states, the request first, and its field."""
    found = [
        (model, field)
        for model in apps.get_app_config("dsr").get_models() for field in model._meta.get_fields()  # noqa: SLF001
        if isinstance(field, FSMField)
    ]  # fmt: skip
    return sorted(found, key=lambda pair: (pair[0].__name__ != "SubjectRequest", pair[0].__name__))


def states(field: FSMField) -> dict[str, str]:
    """Return the states of a machine in their order, with their English names."""
    with translation.override("en"):
        return {str(value): str(label) for value, label in field.choices or ()}


def arrows(model: type[Any], field: FSMField) -> list[Arrow]:
    """Return the transitions of a machine in the order of its states, one for each target that is possible."""
    order = list(states(field))
    found = [
        Arrow(each.name, source, target, _guards(model, each.name), _says(model, each.name))
        for each in field.get_all_transitions(model)
        for source in (order if each.source == "*" else [str(each.source)])
        for target in _targets(each.target, source)
    ]
    return sorted(found, key=lambda a: (order.index(a.source), order.index(a.target), a.name))


def files() -> dict[str, str]:
    """Return every file of the docs that is made here, by its name below docs/."""
    made = {f"machines/{model.__name__}.svg": drawing(model, field) for model, field in machines()}
    return {"machines.md": HEAD + "".join(table(model, field) for model, field in machines()), **made}


def table(model: type[Any], field: FSMField) -> str:
    """Return the section of one machine: its drawing, its states and its transitions."""
    name, known = model.__name__, states(field)
    lines = [
        f"\n## {name}\n", _first_line(model.__doc__), "", f"![{name}](machines/{name}.svg)", "",
        "States: " + ", ".join(f"`{state}` ({label})" for state, label in known.items()) + ".", "",
        "| From | Step | To | Guards | What it does |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for (step, target), group in _grouped(arrows(model, field)).items():
        sources = ", ".join(f"`{arrow.source}`" for arrow in group)
        guards = ", ".join(f"`{guard}`" for guard in group[0].guards) or "none"
        lines.append(f"| {sources} | `{step}` | `{target}` | {guards} | {group[0].says} |")
    return "\n".join(lines) + "\n"


def drawing(model: type[Any], field: FSMField) -> str:
    """Return one machine as SVG: its states one below the other, steps down at the right, steps up at the left."""
    known = list(states(field))
    place = {state: 20 + STEP * number for number, state in enumerate(known)}
    steps: dict[tuple[str, str], list[str]] = {}
    for arrow in arrows(model, field):
        if arrow.source != arrow.target:
            steps.setdefault((arrow.source, arrow.target), []).append(arrow.name)
    height = STEP * len(known) + 10
    parts = [_opening(model.__name__, height)]
    sides = {True: 0, False: 0}
    left = (WIDTH - BOX) // 2
    for (source, target), names in sorted(
        steps.items(), key=lambda item: abs(place[item[0][1]] - place[item[0][0]])
    ):
        down = place[target] > place[source]
        sides[down] += 1
        parts.append(_arrow(place[source], place[target], left, sides[down], names, down=down))
    for state, top in place.items():
        parts.append(
            f'<rect x="{left}" y="{top}" width="{BOX}" height="36" rx="6"/>'
            f'<text class="s" x="{WIDTH // 2}" y="{top + 23}" text-anchor="middle">{escape(state)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _opening(name: str, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}" '
        'font-family="sans-serif" font-size="12">\n'
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#345"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff" stroke="none"/>\n'
        '<g fill="#eef3f7" stroke="#345"/>'
    )


def _arrow(start: int, end: int, left: int, lane: int, names: Iterable[str], *, down: bool) -> str:
    """Return one way from box to box along a lane of its own, with the names of its steps."""
    shift = 6 if down else 28
    y1, y2 = start + (26 if down else 10), end + (10 if down else 26)
    x, away = (left + BOX, 1) if down else (left, -1)
    out = x + away * (8 + LANE * ((lane - 1) % 5 + 1))
    anchor = "start" if down else "end"
    words = escape(", ".join(names))
    middle = (y1 + y2) // 2 + (lane % 3 - 1) * 13 + shift - 14
    return (
        f'<path d="M{x} {y1}H{out}V{y2}H{x + away * 2}" fill="none" stroke="#345" marker-end="url(#a)"/>'
        f'<text x="{out + away * 5}" y="{middle}" text-anchor="{anchor}" fill="#123" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke">{words}</text>'
    )


def _targets(target: Any, source: str) -> list[str]:
    """Return where a transition may lead: a step without a target stays where it is."""
    if target is None:
        return [source]
    if isinstance(target, GET_STATE):
        return [str(state) for state in target.allowed_states]
    return [str(target)]


def _guards(model: type[Any], name: str) -> tuple[str, ...]:
    return tuple(guard.__name__ for guard in getattr(getattr(model, name), "guards", ()))


def _says(model: type[Any], name: str) -> str:
    return _first_line(getattr(model, name).__doc__)


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0] if doc else ""


def _grouped(found: Iterable[Arrow]) -> dict[tuple[str, str], list[Arrow]]:
    """Return the arrows by step and target, so that one row names all sources."""
    groups: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in found:
        target = "same" if arrow.source == arrow.target else arrow.target
        groups.setdefault((arrow.name, target), []).append(arrow)
    return groups
