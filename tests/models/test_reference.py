"""Reference numbers: read, written and guarded against slips of the hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.models import reference

YEARS = st.integers(min_value=2018, max_value=2199)
NUMBERS = st.integers(min_value=1, max_value=999_999)


@given(year=YEARS, number=NUMBERS)
def test_a_reference_reads_back_as_it_was_written(year: int, number: int) -> None:
    written = reference.reference("DSR", year, number)

    assert reference.parse(written) == written
    assert reference.parse(written.lower().replace("-", " ")) == written


@given(year=YEARS, number=NUMBERS, place=st.integers(min_value=0, max_value=5), other=st.integers(1, 9))
def test_one_wrong_figure_is_noticed(year: int, number: int, place: int, other: int) -> None:
    figures = list(f"{number:06d}")
    figures[place] = str((int(figures[place]) + other) % 10)

    wrong = f"DSR-{year}-{''.join(figures)}-{reference.check_letter(year, number)}"

    assert reference.parse(wrong) is None


@given(year=YEARS, number=NUMBERS, place=st.integers(min_value=0, max_value=4))
def test_two_neighbouring_figures_changed_over_are_noticed(year: int, number: int, place: int) -> None:
    figures = list(f"{number:06d}")
    figures[place], figures[place + 1] = figures[place + 1], figures[place]
    swapped = "".join(figures)

    read = reference.parse(f"DSR-{year}-{swapped}-{reference.check_letter(year, number)}")

    assert (read is None) == (swapped != f"{number:06d}")


@pytest.mark.parametrize(
    "typed", ["", "DSR", "DSR-2026-17-K", "DSR-26-000123-K", "' OR 1=1 --", "DSR-2026-000123"]
)
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert reference.parse(typed) is None
