"""Single dates of a timetable, and the reasons that are given for them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dsr.law import regimes
from dsr.law.calendars import Calendar
from dsr.law.deadlines import Facts, NoSuchZone, Pause, Step, received_on, replay, timetable
from dsr.law.replay import DoesNotFollow

BERLIN = Calendar("DE", "DE-BE")


def reading(table, name):
    return {found.name: found.date for found in table.readings}.get(name)


def rules(table):
    return [step.rule for step in table.explanation]


def test_a_paused_request_explains_itself_step_by_step():
    pause = Pause("identity", date(2026, 11, 15), date(2026, 11, 21))

    table = timetable(Facts("eu_gdpr", date(2026, 11, 6), BERLIN, pauses=(pause,)))

    assert [(step.rule, step.on) for step in table.explanation] == [
        ("received", date(2026, 11, 6)),
        ("period", date(2026, 12, 6)),
        ("pause", date(2026, 12, 12)),
        ("roll", date(2026, 12, 14)),
        ("safe", date(2026, 12, 4)),
    ]
    assert (table.extendable_to, table.announce_by) == (date(2027, 2, 12), date(2026, 12, 14))
    assert table.pause_days == 6


def test_a_pause_that_changes_nothing_is_explained_too():
    pauses = (
        Pause("fee", date(2027, 4, 8), date(2027, 4, 12)),
        Pause("clarification", date(2027, 5, 10), date(2027, 5, 12)),
    )

    table = timetable(Facts("eu_gdpr", date(2027, 4, 7), BERLIN, pauses=pauses))

    assert table.due_on == date(2027, 5, 7)
    assert [step.text[:24] for step in table.explanation if step.rule == "pause_ignored"] == [
        "The announcement of a fe",
        "The question about the s",
    ]


def test_each_holiday_on_the_way_is_named():
    table = timetable(Facts("eu_gdpr", date(2027, 2, 26), BERLIN))

    moved = [dict(step.values) for step in table.explanation if step.rule == "roll"]

    assert [values.get("holiday") for values in moved] == ["Karfreitag", "Ostermontag"]
    assert moved[-1]["day"] == date(2027, 3, 30)


def test_a_law_that_moves_nothing_says_so():
    table = timetable(Facts("br_lgpd", date(2027, 4, 16), Calendar("BR")))

    assert (table.due_on, table.safe_on) == (date(2027, 5, 1), date(2027, 4, 30))
    assert rules(table) == ["received", "period", "no_roll", "safe"]


def test_california_acknowledges_requests_but_no_opt_out():
    california = Calendar("US", "US-CA")

    know, opt_out = (
        timetable(Facts("us_ca_ccpa", date(2027, 8, 2), california, kind)) for kind in ("access", "opt_out")
    )

    assert know.acknowledge_by == date(2027, 8, 16)
    assert (opt_out.acknowledge_by, opt_out.announce_by, opt_out.extendable_to) == (None, None, None)
    assert opt_out.due_on == date(2027, 8, 23)


def test_business_days_without_holidays_are_the_safe_reading():
    table = timetable(Facts("us_ca_ccpa", date(2027, 8, 30), Calendar("US", "US-CA"), "opt_out"))

    assert table.due_on == date(2027, 9, 21)  # Labor Day, 6 September, is no business day
    assert table.safe_on == date(2027, 9, 20)


def test_swiss_costs_delay_the_start_by_ten_days():
    pause = Pause("fee", date(2027, 9, 2), date(2027, 9, 3))

    table = timetable(Facts("ch_fadp", date(2027, 9, 1), Calendar("CH", "CH-BE"), pauses=(pause,)))

    assert table.due_on == date(2027, 10, 12)
    assert rules(table)[:3] == ["received", "delay", "period"]


def test_a_clarification_before_the_british_restart_does_not_shorten_anything():
    both = (
        Pause("clarification", date(2027, 1, 28), date(2027, 1, 31)),
        Pause("identity", date(2027, 1, 28), date(2027, 1, 31)),
    )
    facts = Facts("uk_gdpr", date(2027, 1, 28), Calendar("GB", "GB-ENG"), pauses=both)

    table = timetable(facts)

    assert table.due_on == date(2027, 3, 4)


def test_days_before_the_british_restart_do_not_count_twice():
    pauses = (
        Pause("identity", date(2027, 9, 2), date(2027, 9, 10)),
        Pause("clarification", date(2027, 9, 6), date(2027, 9, 14)),
    )

    table = timetable(Facts("uk_gdpr", date(2027, 9, 1), Calendar("GB", "GB-ENG"), pauses=pauses))

    # The month starts on 10 September; of the clarification only 10 to 14 September lie within it.
    assert table.due_on == date(2027, 10, 15)


def test_a_question_from_before_receipt_counts_from_receipt():
    pause = Pause("identity", date(2027, 8, 25), date(2027, 9, 4))

    table = timetable(Facts("eu_gdpr", date(2027, 9, 1), BERLIN, pauses=(pause,)))

    assert (table.due_on, table.pause_days) == (date(2027, 10, 4), 3)


@pytest.mark.parametrize(
    ("received", "eve", "after"),
    [
        (date(2026, 5, 19), date(2026, 6, 19), date(2026, 6, 22)),
        (date(2027, 5, 25), date(2027, 6, 25), date(2027, 6, 28)),
    ],
)
def test_the_swedish_reading_knows_the_first_and_the_last_midsummer_eve(received, eve, after):
    table = timetable(Facts("eu_gdpr", received, Calendar("SE")))

    assert (table.due_on, reading(table, "swedish_1930_173")) == (eve, after)


def test_a_swiss_extension_has_no_day():
    table = timetable(Facts("ch_fadp", date(2027, 9, 1), Calendar("CH", "CH-BE"), extended=True))

    assert (table.extended_on, table.last_on) == (None, date(2027, 10, 1))
    assert "no_extension" in rules(table)


def test_an_extended_paused_request_adds_the_pause_to_both_days():
    pause = Pause("identity", date(2027, 6, 2), date(2027, 6, 3))

    table = timetable(Facts("eu_gdpr", date(2027, 6, 1), BERLIN, pauses=(pause,), extended=True))

    assert (table.due_on, table.extended_on) == (date(2027, 7, 2), date(2027, 9, 2))
    assert "One day paused" in " ".join(step.text for step in table.explanation)
    assert reading(table, "no_pause_extended") == date(2027, 9, 1)


def test_a_replay_notices_a_step_that_does_not_follow():
    table = timetable(Facts("eu_gdpr", date(2027, 2, 26), BERLIN))
    received, period, *later = table.explanation
    forged = Step(period.rule, period.text, period.values, period.source, date(2027, 3, 27))

    with pytest.raises(DoesNotFollow):
        replay((received, forged, *later))
    with pytest.raises(DoesNotFollow):
        replay(later)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "Europe/Berlin", date(2027, 3, 28)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Atlantic/Azores", date(2027, 10, 31)),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Atlantic/Azores", date(2027, 10, 31)),
        (datetime(2027, 5, 1, 0, 5, tzinfo=timezone(timedelta(hours=9))), "Europe/Lisbon", date(2027, 4, 30)),
    ],
)
def test_a_request_is_received_on_the_local_day(moment, zone, day):
    assert received_on(moment, zone) == day


def test_a_time_without_offset_and_an_unknown_zone_are_refused():
    with pytest.raises(ValueError, match="offset"):
        received_on(datetime(2027, 5, 1, 10, 0), "Europe/Berlin")  # noqa: DTZ001  (that is the point)
    with pytest.raises(NoSuchZone):
        received_on(datetime(2027, 5, 1, 10, 0, tzinfo=UTC), "Europe/Atlantis")
    with pytest.raises(NoSuchZone):
        received_on(datetime(2027, 5, 1, 10, 0, tzinfo=UTC), "../etc/passwd")


def test_a_pause_needs_a_known_reason_and_the_right_order():
    with pytest.raises(ValueError, match="reason"):
        Pause("holiday", date(2027, 5, 1), None)
    with pytest.raises(ValueError, match="before it was asked"):
        Pause("identity", date(2027, 5, 2), date(2027, 5, 1))


def test_an_unknown_law_or_kind_is_refused():
    with pytest.raises(regimes.UnknownRegime):
        timetable(Facts("in_dpdp", date(2027, 5, 3), BERLIN))
    with pytest.raises(regimes.UnknownKind):
        timetable(Facts("eu_gdpr", date(2027, 5, 3), BERLIN, "opt_out"))


def test_facts_and_timetables_are_values():
    facts = [
        Facts("eu_gdpr", date(2027, 5, 3), BERLIN, pauses=(Pause("identity", date(2027, 5, 4), None),))
    ] * 2

    assert len({timetable(fact) for fact in facts}) == 1
    assert len(set(facts)) == 1
