"""Months, days and working days (Regulation 1182/71, Art. 3)."""

import doctest
from datetime import date

import pytest

from dsr.law import periods
from dsr.law.calendars import Calendar
from dsr.law.periods import Span, add_months, days_covered, last_day, roll


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(periods).failed == 0


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 10, 31), 1, date(2027, 11, 30)),
        (date(2027, 2, 28), 1, date(2027, 3, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 5), 1, date(2028, 1, 5)),
    ],
)
def test_a_month_ends_on_the_same_day_number_or_the_last_day_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_a_last_day_moves_past_weekend_and_holiday_to_the_next_working_day():
    assert last_day(date(2029, 2, 28), 1, {date(2029, 3, 28), date(2029, 3, 29), date(2029, 3, 30)}) == date(
        2029, 4, 2
    )


def test_a_working_day_stays():
    assert roll(date(2027, 5, 4), {date(2027, 5, 5)}) == date(2027, 5, 4)


@pytest.mark.parametrize("length", [0, -1])
def test_a_period_without_length_is_refused(length):
    with pytest.raises(ValueError, match="no period"):
        Span(length, "days")
    with pytest.raises(ValueError, match="no period"):
        last_day(date(2027, 5, 4), length, ())


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(1, "months"), date(2027, 5, 28)),
        (Span(30, "days"), date(2027, 5, 28)),
        (Span(3, "working_days"), date(2027, 5, 3)),
    ],
)
def test_each_unit_is_counted_from_the_day_after_receipt(span, expected):
    assert span.end(date(2027, 4, 28), Calendar("FR")) == expected


def test_days_that_two_pauses_share_count_once():
    first, within, touching, apart = (
        (date(2027, 3, 1), date(2027, 3, 11)),
        (date(2027, 3, 4), date(2027, 3, 6)),
        (date(2027, 3, 11), date(2027, 3, 13)),
        (date(2027, 3, 20), date(2027, 3, 21)),
    )

    assert days_covered([apart, touching, within, first]) == 13
