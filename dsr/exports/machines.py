"""The machines as the docs show them: a table of transitions and a drawing each, made from the code."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.apps import apps
from django.utils import translation
from django_fsm import GET_STATE, FSMField

LEFT, TOP, ROW, COLUMN = 190, 120, 40, 34
OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'role="img" aria-label="{name}" font-family="sans-serif" font-size="13" fill="#16222e">\n'
    '<defs><marker id="a" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#1f4e79"/></marker></defs>\n'
    '<rect width="{width}" height="{height}" fill="#fff"/>'
)
HEAD = """# The machines

Written by `manage.py draw_machines` from the code; do not edit by hand. A guard is named after the function that says
what is missing. `same` is a step that stays in its state. In a drawing each row is a state and each column a step: a
dot in the row that it leaves, an arrow to the row that it reaches.
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
    """Return one machine as SVG: a row for each state, a column for each step, from its dots to its arrowhead."""
    known = list(states(field))
    columns = _grouped(arrows(model, field))
    width, height = LEFT + COLUMN * len(columns) + TOP, TOP + ROW * len(known)
    middle = {state: TOP + ROW * number + ROW // 2 for number, state in enumerate(known)}
    parts = [OPENING.format(width=width, height=height, name=model.__name__)]
    for state, y in middle.items():
        parts.append(
            f'<rect x="8" y="{y - 14}" width="{LEFT - 24}" height="28" rx="5" fill="#e8eef4"/>'
            f'<text x="18" y="{y + 4}">{escape(state)}</text>'
            f'<path d="M{LEFT - 16} {y}H{width - TOP + 8}" stroke="#c9d3dd"/>'
        )
    for number, ((step, target), group) in enumerate(columns.items()):
        x = LEFT + COLUMN * number + COLUMN // 2
        sources = [middle[arrow.source] for arrow in group]
        parts.append(_column(x, step, sources, middle.get(target)))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _column(x: int, step: str, sources: Iterable[int], end: int | None) -> str:
    """Return one step: a dot in the row of each state that it leaves, an arrow to the one that it reaches."""
    rows = list(sources)
    drawn = [f'<text transform="translate({x + 4} {TOP - 6}) rotate(-50)">{escape(step)}</text>']
    if end is not None:
        for y in sorted({min(rows), max(rows)}):
            stop = end + (9 if y > end else -9)
            drawn.append(
                f'<path d="M{x} {y}V{stop}" stroke="#1f4e79" stroke-width="1.5" marker-end="url(#a)"/>'
            )
    drawn += [f'<circle cx="{x}" cy="{y}" r="4.5" fill="#1f4e79"/>' for y in rows]
    return "".join(drawn)


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
