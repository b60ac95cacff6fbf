"""The safe day: the earliest of all defensible readings, on a working day."""

from datetime import date

from dsr.law.calendars import Calendar
from dsr.law.deadlines import Facts, Pause, timetable

BERLIN = Calendar("DE", "DE-BE")


def reading(table, name):
    return {found.name: found.date for found in table.readings}.get(name)


def test_the_safe_day_waits_for_no_working_day_but_lies_on_one():
    table = timetable(Facts("eu_gdpr", date(2027, 2, 26), BERLIN))

    assert table.due_on == date(2027, 3, 30)
    assert table.safe_on == date(2027, 3, 25)  # Good Friday itself is free as well


def test_the_safe_day_of_an_extension_counts_from_the_clamped_first_day():
    table = timetable(Facts("eu_gdpr", date(2027, 5, 31), BERLIN, extended=True))

    assert table.extended_on == date(2027, 8, 31)
    assert table.safe_on == date(2027, 8, 30)
    assert table.explanation[-1].text.startswith("With the extension counted from the first deadline")


def test_the_safe_day_of_an_extended_request_is_not_that_of_the_first_deadline():
    facts = Facts("uk_gdpr", date(2027, 2, 3), Calendar("GB", "GB-WLS"), extended=True)

    table = timetable(facts)

    assert (table.last_on, table.safe_on) == (date(2027, 5, 4), date(2027, 4, 30))


def test_while_suspended_the_safe_day_is_that_without_any_pause():
    pauses = (
        Pause("identity", date(2027, 4, 8), date(2027, 4, 12)),
        Pause("clarification", date(2027, 4, 20), None),
    )

    table = timetable(Facts("eu_gdpr", date(2027, 4, 7), BERLIN, pauses=pauses))

    assert table.suspended
    assert (table.due_on, table.extendable_to, table.announce_by) == (None, None, None)
    assert (table.safe_on, reading(table, "no_pause")) == (date(2027, 5, 7), date(2027, 5, 7))
    assert [step.rule for step in table.explanation][-2:] == ["suspended", "safe"]


def test_a_suspended_extended_request_keeps_the_strictest_safe_day():
    pause = Pause("identity", date(2027, 6, 1), None)

    table = timetable(Facts("eu_gdpr", date(2027, 5, 31), BERLIN, pauses=(pause,), extended=True))

    assert (table.last_on, table.safe_on) == (None, date(2027, 8, 30))


def test_an_extension_that_the_law_does_not_know_leaves_the_safe_day_alone():
    facts = Facts("us_ca_ccpa", date(2027, 8, 30), Calendar("US", "US-CA"), "opt_out", extended=True)

    table = timetable(facts)

    assert (table.last_on, table.safe_on) == (date(2027, 9, 21), date(2027, 9, 20))
