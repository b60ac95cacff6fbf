"""Where the names of the marks stand: beside each other, never over each other, at any width from a given one on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dsr.web.rail_facts import Mark

# One letter of a wide sans in the size of a name, plain and bold, and the least gap between two names; in pixels.
LETTER, BOLD_LETTER, GAP = 7.4, 8.4, 10.0
# What the stylesheet sets in bold.
BOLD = {"last", "today"}

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Label:
    """One name with its place: how it hangs on its mark, and in which line above or below the ruler."""

    mark: Mark
    anchor: Anchor
    line: int


def place(marks: Iterable[Mark], width: int) -> list[Label]:
    """Return a place for every name on a ruler of `width` pixels so that none touches another.

    Marks stand at shares of the width, so what does not touch at this width does not at a greater one.
    """
    taken: dict[tuple[str, int], list[tuple[float, float]]] = {}
    labels = []
    for mark in marks:
        label, span = _first_free(mark, width, taken)
        taken.setdefault((mark.side, label.line), []).append(span)
        labels.append(label)
    return labels


def breadth(mark: Mark) -> float:
    """Return the width that is kept free for a name, in pixels."""
    return len(mark.name) * (BOLD_LETTER if mark.kind in BOLD else LETTER)


def lines(labels: Iterable[Label], side: str) -> int:
    """Return how many lines of names stand on one side."""
    return max((label.line + 1 for label in labels if label.mark.side == side), default=0)


def _first_free(
    mark: Mark, width: int, taken: dict[tuple[str, int], list[tuple[float, float]]]
) -> tuple[Label, tuple[float, float]]:
    for line in range(len(taken) + 2):
        others = taken.get((mark.side, line), [])
        for anchor, span in _spans(mark, width):
            if all(span[1] + GAP <= start or end + GAP <= span[0] for start, end in others):
                return Label(mark, anchor, line), span
    raise AssertionError("an empty line has room for any name")


def _spans(mark: Mark, width: int) -> list[tuple[Anchor, tuple[float, float]]]:
    """Return the ways a name may hang on its mark and stay on the ruler, the best first."""
    at, long = mark.share * width, breadth(mark)
    ways: list[tuple[Anchor, tuple[float, float]]] = [
        ("middle", (at - long / 2, at + long / 2)),
        ("start", (at, at + long)),
        ("end", (at - long, at)),
    ]
    inside = [way for way in ways if way[1][0] >= 0 and way[1][1] <= width]
    return inside or ways[1:2]
