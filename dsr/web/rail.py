"""The rail: one request's time as a ruler, drawn as SVG by the server.

Marks stand at percentages, so a rail takes the width of its place without scaling its strokes or letters. Colours
come from the stylesheet by class; nothing here needs an id, so any number of rails may stand on a page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dsr.web.rail_facts import Mark, Rail, marks, sentence
from dsr.web.rail_labels import Label, lines, place

__all__ = ["Rail", "rail"]

# The widths at which names are placed; the stylesheet shows each set from that width on (34 and 58 rem).
MID, WIDE = 544, 928
SMALL_HEIGHT, LARGE_HEIGHT = 28, 36
# The ruler's margins in percent: room for the ring at both ends.
SMALL_MARGIN, LARGE_MARGIN = 4.0, 0.8
# One line of names, in rem.
LINE = 1.25
# The marks that stand upright on the ruler, with half their height in pixels.
UPRIGHT = {"first": 7, "last": 9, "may": 9}


def rail(r: Rail, *, large: bool = False) -> SafeString:
    """Return the ruler of a request: small for a row, large with the names of its marks for a page of its own."""
    return _drawn(r, get_language() or "en", large=large)


@lru_cache(maxsize=8192)
def _drawn(r: Rail, language: str, *, large: bool) -> SafeString:
    """Draw a rail once: its dates say all of it, and requests of one day share them. It holds nothing personal."""
    return mark_safe(_large(r) if large else _small(r))  # noqa: S308  (numbers and escaped words only)


def _small(r: Rail) -> str:
    # In a row the extended day would squeeze all else; it is shown while it is to be decided on.
    shown = r if r.tone == "soon" else replace(r, extendable_to=None)
    ruler = "".join(_ruler(shown, SMALL_HEIGHT / 2, SMALL_MARGIN))
    return f'<svg class="rail rail-small {r.tone}" role="img" aria-label="{escape(sentence(shown))}">{ruler}</svg>'


def _large(r: Rail) -> str:
    """Return the ruler with two sets of names, one of which the stylesheet shows, and their list for small screens."""
    named = marks(r)
    sets = {"mid": place(named, MID), "wide": place(named, WIDE)}
    above, below = (max(lines(labels, side) for labels in sets.values()) for side in ("above", "below"))
    # Where the wide set needs fewer lines than the other, the stylesheet takes the empty ones away.
    spare = f"up-{above - lines(sets['wide'], 'above')} down-{below - lines(sets['wide'], 'below')}"
    top, height = above * LINE, LARGE_HEIGHT / 16
    names = "".join(
        f'<g class="names names-{size}">{"".join(_name(label, top, height) for label in labels)}</g>'
        for size, labels in sets.items()
    )
    ruler = "".join(_ruler(r, LARGE_HEIGHT / 2, LARGE_MARGIN))
    return (
        f'<div class="rail-case {r.tone}">'
        f'<svg class="rail rail-large above-{above} {spare}" height="{top + height + below * LINE}rem"'
        f' role="img" aria-label="{escape(sentence(r))}">'
        f'<svg class="ruler" y="{top}rem" width="100%" height="{height}rem">{ruler}</svg>{names}</svg>'
        f'<ul class="rail-list" aria-hidden="true">{"".join(_item(mark) for mark in named)}</ul></div>'
    )


def _ruler(r: Rail, middle: float, margin: float) -> Iterator[str]:
    """Yield the marks from the ground up: what is drawn later lies over what is drawn earlier."""

    def x(day: date, halves: int = 0) -> float:
        return _percent(r.share(day, halves), margin)

    yield _line("way" if r.last_on else "way way-open", x(r.received_on), x(r.end), middle)
    for first, last in _stretches(day for day in r.free if r.received_on <= day <= r.end):
        yield _box("free", x(first, -1), x(last, +1), middle, 9)
    ran_to = r.last_on if r.last_on and r.days_late else r.now
    yield _line("run", x(r.received_on), x(ran_to), middle)
    if r.days_late:
        yield _line("tail", x(ran_to), x(r.now), middle)
    for start, end in r.pauses:
        yield _hatched(x(start), x(end or r.now), middle)
    for mark in marks(r):
        if mark.kind in UPRIGHT:
            yield _post(mark.kind, _percent(mark.share, margin), middle, UPRIGHT[mark.kind])
    at, (kind, radius) = x(r.now), ("end", 5) if r.closed_on else ("today", 5.5)
    yield f'<circle class="{kind}" cx="{at:.2f}%" cy="{middle:g}" r="{radius:g}"/>'


def _percent(share: float, margin: float) -> float:
    return margin + share * (100 - 2 * margin)


def _line(kind: str, left: float, right: float, middle: float) -> str:
    return f'<line class="{kind}" x1="{left:.2f}%" x2="{right:.2f}%" y1="{middle:g}" y2="{middle:g}"/>'


def _post(kind: str, at: float, middle: float, half: float) -> str:
    return (
        f'<line class="{kind}" x1="{at:.2f}%" x2="{at:.2f}%" y1="{middle - half:g}" y2="{middle + half:g}"/>'
    )


def _box(kind: str, left: float, right: float, middle: float, height: float) -> str:
    top = middle - height / 2
    return (
        f'<rect class="{kind}" x="{left:.2f}%" width="{right - left:.2f}%" y="{top:g}" height="{height:g}"/>'
    )


def _hatched(left: float, right: float, middle: float) -> str:
    """Return a pause: a box whose hatching is one thick dashed line, slanted and cut off by a frame of its own."""
    hatch = '<line class="hatch" x1="-9" x2="110%" y1="0" y2="0" transform="translate(0 6) skewX(-40)"/>'
    frame = f'x="{left:.2f}%" width="{right - left:.2f}%" y="{middle - 6:g}" height="12"'
    box = _box("pause", left, right, middle, 12)
    edge = _box("pause-edge", left, right, middle, 12)
    return f"{box}<svg {frame}>{hatch}</svg>{edge}"


def _stretches(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield (first, last) of each unbroken run of days."""
    first = last = None
    for day in sorted(days):
        if first is None or last is None:
            first = day
        elif day - last > timedelta(days=1):
            yield first, last
            first = day
        last = day
    if first and last:
        yield first, last


def _name(label: Label, top: float, height: float) -> str:
    """Return the name of a mark in its line above or below the ruler; lengths in rem."""
    mark = label.mark
    y = top - label.line * LINE - 0.3 if mark.side == "above" else top + height + label.line * LINE + 0.9
    at = _percent(mark.share, LARGE_MARGIN)
    return (
        f'<text class="of-{mark.kind}" x="{at:.2f}%" y="{y:.2f}rem" text-anchor="{label.anchor}">'
        f"{escape(mark.name)}</text>"
    )


def _item(mark: Mark) -> str:
    """Return the mark as a line of the list that stands in for the names where there is no width for them."""
    if mark.kind == "pause":
        sign = _hatched(10, 90, 8)
    elif mark.kind in UPRIGHT:
        sign = _post(mark.kind, 50, 8, UPRIGHT[mark.kind] - 3)
    elif mark.kind == "received":
        sign = _line("run", 15, 85, 8)
    else:
        sign = f'<circle class="{"end" if mark.kind == "closed" else "today"}" cx="50%" cy="8" r="4.5"/>'
    return f'<li><svg class="rail" width="16" height="16">{sign}</svg>{escape(mark.sentence)}</li>'
