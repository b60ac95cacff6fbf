"""The rail says the same in shapes, in names and in one sentence, and its names never touch."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dsr.web.rail import MID, WIDE, Rail, rail
from dsr.web.rail_facts import marks, sentence
from dsr.web.rail_labels import GAP, breadth, place

RUNNING = Rail(
    received_on=date(2026, 11, 6),
    today=date(2026, 11, 23),
    last_on=date(2026, 12, 14),
    extendable_to=date(2027, 2, 12),
    pauses=((date(2026, 11, 15), date(2026, 11, 21)),),
    free=frozenset({date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 14)}),
)
LATE = Rail(date(2026, 9, 24), date(2026, 11, 3), date(2026, 10, 26), tone="late")


def classes(drawing: str) -> list[str]:
    """Return the classes of all shapes, in drawing order."""
    return re.findall(r'<(?:line|rect|circle) class="([a-z -]+)"', drawing)


def position(drawing: str, kind: str, edge: str = "x1") -> float:
    """Return where the shape of one class stands, in percent."""
    found = re.search(rf'class="{kind}" [^>]*?{edge}="([\d.]+)%"', drawing)
    assert found
    return float(found.group(1))


def test_a_running_request_shows_its_run_its_pause_today_and_the_days_to_come():
    drawing = rail(RUNNING)

    assert classes(drawing) == [
        "way", "free", "free", "run", "pause", "hatch", "pause-edge", "last", "today",
    ]  # fmt: skip


def test_a_row_shows_the_extended_day_only_while_it_is_to_be_decided_on():
    soon = rail(replace(RUNNING, tone="soon"))

    assert "may" in classes(soon)
    assert "If extended" in soon
    assert "may" not in classes(rail(RUNNING))
    assert "If extended" not in rail(RUNNING)
    assert position(soon, "last") < position(rail(RUNNING), "last")


def test_free_days_that_follow_each_other_make_one_notch():
    drawing = rail(RUNNING)

    assert classes(drawing).count("free") == 2


def test_what_is_late_is_a_tail_behind_the_last_day_and_the_run_ends_there():
    drawing = rail(LATE)

    assert position(drawing, "run", "x2") == position(drawing, "last") == position(drawing, "tail")
    assert position(drawing, "tail", "x2") == position(drawing, "today", "cx")


def test_a_pause_that_still_rests_is_never_late():
    resting = Rail(
        date(2026, 9, 24),
        date(2026, 11, 3),
        date(2026, 10, 26),
        pauses=((date(2026, 10, 5), None),),
        tone="resting",
    )

    assert resting.days_late == 0
    assert "tail" not in classes(rail(resting))
    assert "Paused since 5 Oct 2026." in sentence(resting)


def test_a_closed_request_shows_its_end_and_not_today():
    closed = Rail(
        date(2026, 9, 14), date(2027, 3, 1), date(2026, 10, 14), closed_on=date(2026, 10, 2), tone="done"
    )

    drawing = rail(closed)

    assert "end" in classes(drawing)
    assert "today" not in classes(drawing)
    assert closed.end == date(2026, 10, 14)
    assert "Closed on 2 Oct 2026." in sentence(closed)


def test_after_the_extension_the_first_last_day_stays_as_a_faint_mark():
    extended = Rail(
        date(2026, 9, 14),
        date(2026, 11, 23),
        date(2026, 12, 14),
        date(2026, 12, 14),
        True,
        date(2026, 10, 14),
    )

    drawing = rail(extended)

    assert "first" in classes(drawing)
    assert "may" not in classes(drawing)
    assert "Before the extension, the last day was 14 Oct 2026." in sentence(extended)


def test_without_a_last_day_the_way_is_open():
    drawing = rail(Rail(date(2026, 11, 14), date(2026, 11, 23), None))

    assert "way way-open" in classes(drawing)
    assert "No last day is fixed yet." in drawing


def test_the_sentence_says_all_of_it_in_the_order_of_the_days():
    assert sentence(RUNNING) == (
        "Received on 6 Nov 2026. Paused from 15 Nov 2026 to 21 Nov 2026. Today is 23 Nov 2026. "
        "Last day: Monday 14 December 2026. If extended, the last day becomes 12 Feb 2027."
    )
    assert sentence(LATE).endswith("8 days late.")


def test_the_sentence_is_in_the_language_of_the_page():
    with override("de"):
        german = sentence(RUNNING)
    with override("sv"):
        swedish = sentence(RUNNING)

    assert "Letzter Tag: Montag, 14. Dezember 2026." in german
    assert "Sista dag: måndag 14 december 2026." in swedish


@pytest.mark.parametrize("large", [False, True])
def test_a_drawing_is_well_formed_and_brings_neither_ids_nor_styles(large):
    drawing = rail(RUNNING, large=large)

    root = ET.fromstring(f"<x>{drawing}</x>")
    assert root[0] is not None
    assert not re.search(r"\b(id|style)=", drawing)
    assert drawing.count('role="img"') == drawing.count("aria-label=") == 1


def test_the_large_rail_names_its_marks_for_two_widths_and_as_a_list():
    drawing = rail(RUNNING, large=True)

    for size in ("mid", "wide"):
        names = re.search(rf'names-{size}">(.*?)</g>', drawing)
        assert names
        assert re.findall(r">([^<>]+)</text>", names.group(1)) == [
            "6 Nov, received", "paused", "today", "14 Dec, last day", "12 Feb 2027, if extended",
        ]  # fmt: skip
    assert drawing.count("<li>") == 5


DAYS = st.integers(min_value=0, max_value=400)


@st.composite
def rails(draw: st.DrawFn) -> Rail:
    received = date(2026, 2, 27) + timedelta(days=draw(DAYS))
    ahead = st.none() | DAYS.map(lambda days: received + timedelta(days=days))
    starts = draw(st.lists(DAYS, max_size=3))
    return Rail(
        received_on=received,
        today=received + timedelta(days=draw(DAYS)),
        last_on=draw(ahead),
        extendable_to=draw(ahead),
        extended=draw(st.booleans()),
        first_last_on=draw(ahead),
        pauses=tuple(
            (received + timedelta(days=n), received + timedelta(days=n + draw(DAYS))) for n in starts
        ),
        closed_on=draw(ahead),
        tone="soon",
    )


@given(r=rails(), language=st.sampled_from(["en", "de", "sv"]))
def test_no_name_touches_another_nor_leaves_the_ruler(r, language):
    with override(language):
        named = marks(r)

    for width in (MID, WIDE, 1150):
        # Names placed for a width stand at least as far apart on a wider ruler.
        spans: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for label in place(named, MID if width == MID else WIDE):
            at, long = label.mark.share * width, breadth(label.mark)
            left = {"start": at, "middle": at - long / 2, "end": at - long}[label.anchor]
            spans.setdefault((label.mark.side, label.line), []).append((left, left + long))
        for line in spans.values():
            ordered = sorted(line)
            assert all(left >= 0 and right <= width for left, right in ordered)
            assert all(b[0] - a[1] >= GAP - 0.01 for a, b in pairwise(ordered))


@given(r=rails())
def test_every_mark_stands_on_the_ruler_and_the_drawing_parses(r):
    ET.fromstring(rail(r))
    ET.fromstring(rail(r, large=True))

    assert all(0 <= mark.share <= 1 for mark in marks(r))
    # The hatching alone runs past its own frame, which cuts it off.
    stands = [float(percent) for percent in re.findall(r'="([\d.-]+)%"', rail(r)) if percent != "110"]
    assert all(0 <= percent <= 100 for percent in stands)
