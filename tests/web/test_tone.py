"""Where a request stands, in one tone and in words."""

from datetime import date

import pytest
from django.utils.translation import override

from dsr.web.tone import Standing, standing

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("last_on", "tone", "words"),
    [
        (date(2026, 11, 21), "late", "2 days late"),
        (date(2026, 11, 22), "late", "1 day late"),
        (date(2026, 11, 23), "soon", "due today"),
        (date(2026, 11, 24), "soon", "due tomorrow"),
        (date(2026, 11, 26), "soon", "3 days left"),
        (date(2026, 11, 27), "ontime", "4 days left"),
        (None, "ontime", "no last day yet"),
    ],
)
def test_a_running_request_is_late_soon_or_on_time(last_on, tone, words):
    assert standing(last_on=last_on, today=TODAY) == Standing(tone, words)


def test_soon_counts_working_days_and_the_words_count_calendar_days():
    friday, weekend = date(2026, 11, 27), {date(2026, 11, 28), date(2026, 11, 29)}

    assert standing(last_on=date(2026, 12, 2), today=friday, free=weekend) == Standing("soon", "5 days left")
    assert standing(last_on=date(2026, 12, 2), today=friday).tone == "ontime"


def test_what_is_due_tomorrow_is_soon_however_few_days_are_warned_of():
    assert standing(last_on=date(2026, 11, 24), today=TODAY, warn_days=0).tone == "soon"
    assert standing(last_on=date(2026, 11, 25), today=TODAY, warn_days=0).tone == "ontime"


def test_a_paused_request_rests_even_past_its_last_day():
    found = standing(last_on=date(2026, 11, 2), today=TODAY, paused_since=date(2026, 11, 17))

    assert found == Standing("resting", "paused 6 days")
    assert standing(last_on=None, today=TODAY, paused_since=TODAY).words == "paused since today"


def test_a_closed_request_says_when_and_how_late():
    last_on = date(2026, 10, 14)

    in_time = standing(
        last_on=last_on, today=TODAY, closed_on=date(2026, 10, 3), answered_on=date(2026, 10, 2)
    )
    late = standing(
        last_on=last_on, today=TODAY, closed_on=date(2026, 10, 15), answered_on=date(2026, 10, 15)
    )
    unanswered = standing(last_on=last_on, today=TODAY, closed_on=date(2026, 10, 3))

    assert in_time == Standing("done", "answered on 2 Oct 2026")
    assert late == Standing("done", "answered 1 day late")
    assert unanswered == Standing("done", "closed on 3 Oct 2026")


@pytest.mark.parametrize(
    ("language", "one", "many"), [("de", "1 Tag ", "2 Tage "), ("sv", "1 dag", "2 dagar")]
)
def test_one_day_and_several_are_said_differently_in_every_language(language, one, many):
    with override(language):
        yesterday = standing(last_on=date(2026, 11, 22), today=TODAY).words
        before = standing(last_on=date(2026, 11, 21), today=TODAY).words

    assert one in yesterday
    assert many in before
