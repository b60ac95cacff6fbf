"""The small pictures of the home page as SVG; what each shows stands in words or in a table beside it."""

from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dsr.web.desk.trend import Month

# Heights in pixels; widths are percentages, so that a picture takes the width of its place.
BAR, GAUGE = 18, 10
CHART, FOOT = 96, 22
# Where the two columns of a month stand in its share of the width, and how wide they are.
COLUMNS, WIDTH = (0.16, 0.5), 0.3
# A part of a bar that is smaller could not be seen.
THINNEST = 1.5


def bar(parts: Sequence[tuple[str, int]]) -> SafeString:
    """Return one bar, divided by how many requests are late, near their day, on time, at rest."""
    whole = sum(count for _tone, count in parts) or 1
    shares = [max(100 * count / whole, THINNEST) for _tone, count in parts]
    scale = 100 / (sum(shares) or 100)
    drawn, left = [], 0.0
    for (tone, _count), share in zip(parts, shares, strict=True):
        drawn.append(f'<rect class="of {tone}" x="{left:.2f}%" width="{share * scale:.2f}%" height="{BAR}"/>')
        left += share * scale
    return _svg(
        "lights", BAR, "".join(drawn), _("Open requests by days left; the words beside it say the same.")
    )


def gauge(share: float | None, reachable: float | None) -> SafeString:
    """Return how far a share of a hundred has come, with a mark at the best that can still be reached."""
    if share is None:
        return mark_safe("")
    tone = "ontime" if share >= 95 else "soon"  # noqa: PLR2004  (percent)
    parts = [
        f'<rect class="ground" width="100%" height="{GAUGE}" rx="3"/>',
        f'<rect class="of {tone}" width="{share}%" height="{GAUGE}" rx="3"/>',
    ]
    if reachable is not None:
        parts.append(f'<line class="mark" x1="{reachable}%" x2="{reachable}%" y1="-3" y2="{GAUGE + 3}"/>')
    return _svg("gauge", GAUGE, "".join(parts), "")


def trend(months: Sequence[Month]) -> SafeString:
    """Return twelve months: what came, and beside it what was answered, the late part on top."""
    highest = max((max(month.received, month.answered) for month in months), default=0) or 1
    return _svg(
        "trend", CHART + FOOT, "".join(_columns(months, highest)),
        _("Received and answered in each of the last twelve months; the table below says the same."),
    )  # fmt: skip


def _columns(months: Sequence[Month], highest: int) -> Iterator[str]:
    yield f'<line class="tl-ground" x1="0" x2="100%" y1="{CHART}" y2="{CHART}"/>'
    each = 100 / max(len(months), 1)
    for place, month in enumerate(months):
        came, went = (each * (place + at) for at in COLUMNS)
        height, timely = CHART * month.received / highest, CHART * month.in_time / highest
        late = CHART * month.late / highest
        for kind, x, top, tall in (
            ("came", came, CHART - height, height),
            ("of ontime", went, CHART - timely, timely),
            ("of late", went, CHART - timely - late, late),
        ):
            if tall:
                size = f'width="{each * WIDTH:.2f}%" height="{tall:.1f}"'
                yield f'<rect class="{kind}" x="{x:.2f}%" y="{top:.1f}" {size}/>'
        at = f'x="{each * (place + 0.5):.2f}%" y="{CHART + 17}"'
        odd = " tl-odd" if place % 2 else ""
        yield f'<text class="tl-name{odd}" {at} text-anchor="middle">{escape(month.name)}</text>'


def _svg(kind: str, height: int, inside: str, label: str) -> SafeString:
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{kind}" {said} width="100%" height="{height}">{inside}</svg>')  # noqa: S308
