"""The short term of a request that was taken up again, and the usual terms of disputes."""

from datetime import date

import pytest

from dsr.law import disputes
from dsr.law.calendars import Calendar
from dsr.law.deadlines import Facts, Pause, replay, timetable

BERLIN = Calendar("DE", "DE-BE")


def facts(**more):
    return Facts("eu_gdpr", date(2026, 3, 10), BERLIN, **more)


def test_two_weeks_start_and_the_days_of_the_first_life_stay():
    table = timetable(facts(reopened_on=date(2026, 8, 1)))

    # 15 August 2026 is a Saturday.
    assert (table.last_on, table.safe_on) == (date(2026, 8, 17), date(2026, 8, 14))
    assert table.due_on == date(2026, 4, 10)
    assert (table.announce_by, table.extendable_to) == (None, None)


@pytest.mark.parametrize(
    "pauses",
    [
        (),
        (Pause("identity", date(2026, 3, 12), None),),
        (
            Pause("identity", date(2026, 3, 12), date(2026, 3, 19)),
            Pause("identity", date(2026, 8, 3), date(2026, 8, 6)),
        ),
    ],
)
def test_the_explanation_leads_to_the_new_day(pauses):
    table = timetable(facts(reopened_on=date(2026, 8, 1), pauses=pauses))

    assert replay(table.explanation) == table.last_on
    assert table.last_on is not None


def test_a_question_put_since_rests_the_new_term():
    table = timetable(
        facts(reopened_on=date(2026, 8, 1), pauses=(Pause("identity", date(2026, 8, 3), None),))
    )

    assert (table.last_on, table.suspended, table.due_on) == (None, True, date(2026, 4, 10))
    assert replay(table.explanation) is None


def test_the_term_of_a_dispute_ends_on_a_working_day_before_its_last():
    # Two weeks from Friday 20 March 2026 is Good Friday.
    assert disputes.answer_by("inquiry", "eu_gdpr", date(2026, 3, 20), BERLIN) == date(2026, 4, 2)
    assert disputes.answer_by("inquiry", "eu_gdpr", date(2026, 3, 20), BERLIN, date(2026, 4, 5)) == date(
        2026, 4, 5
    )


def test_british_law_gives_thirty_days_for_a_complaint():
    assert disputes.term("complaint", "uk_gdpr").days == 30
    assert disputes.term("complaint", "eu_gdpr").days == 14


def test_an_unknown_dispute_has_no_term():
    with pytest.raises(disputes.UnknownDispute):
        disputes.term("duel", "eu_gdpr")
