"""What holds for every deadline, whatever the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.law import regimes
from dsr.law.calendars import Calendar, supported
from dsr.law.deadlines import Facts, Pause, received_on, replay, timetable

settings.register_profile("law", max_examples=150, deadline=None)
settings.load_profile("law")

DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))
ZONES = ("Europe/Berlin", "Europe/London", "Atlantic/Azores", "Asia/Seoul", "America/Los_Angeles", "UTC")
MOMENTS = st.integers(0, 15 * 366 * 24 * 60).map(
    lambda minutes: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ROLLING = ("eu_gdpr", "uk_gdpr")


@st.composite
def calendars(draw):
    country = draw(st.sampled_from(sorted(supported())))
    subdivision = draw(st.sampled_from([None, *supported()[country]]))
    extra = draw(st.frozensets(DAYS, max_size=3))
    return Calendar(country, subdivision, extra=extra, regional=draw(st.booleans()))


@st.composite
def pauses(draw, received: date, *, may_be_open: bool = False):
    asked_on = received + timedelta(days=draw(st.integers(-3, 130)))
    answered_on = asked_on + timedelta(days=draw(st.integers(0, 60)))
    if may_be_open and draw(st.booleans()):
        answered_on = None
    return Pause(draw(st.sampled_from(regimes.REASONS)), asked_on, answered_on)


@st.composite
def facts(draw, *, codes=tuple(regimes.ALL), paused: bool = True, may_be_open: bool = False):
    code = draw(st.sampled_from(codes))
    received = draw(DAYS)
    several = st.lists(pauses(received, may_be_open=may_be_open), max_size=4)
    return Facts(
        regime=code,
        received_on=received,
        calendar=draw(calendars()),
        kind=draw(st.sampled_from(regimes.get(code).kinds)),
        pauses=tuple(draw(several)) if paused else (),
        extended=draw(st.booleans()),
    )


@given(facts(codes=ROLLING))
def test_a_last_day_is_a_working_day_where_the_law_moves_it(case):
    table = timetable(case)

    assert case.calendar.is_working_day(table.due_on)
    assert table.extended_on is None or case.calendar.is_working_day(table.extended_on)


@given(facts())
def test_no_last_day_lies_before_the_one_that_was_not_moved(case):
    table = timetable(case)

    assert table.due_on >= table.unrolled_on
    assert table.extended_on is None or table.extended_on >= table.unrolled_extended_on


@given(st.data())
def test_a_pause_never_makes_a_last_day_earlier(data):
    case = data.draw(facts())
    more = replace(case, pauses=(*case.pauses, data.draw(pauses(case.received_on))))

    before, after = timetable(case), timetable(more)

    assert after.due_on >= before.due_on
    assert before.extended_on is None or after.extended_on >= before.extended_on


@given(facts(paused=False), st.integers(1, 60))
def test_a_later_receipt_never_has_an_earlier_last_day(case, days):
    later = replace(case, received_on=case.received_on + timedelta(days=days))

    before, after = timetable(case), timetable(later)

    assert after.due_on >= before.due_on
    assert before.extended_on is None or after.extended_on >= before.extended_on


@given(facts())
def test_an_extension_ends_later_than_the_first_period(case):
    table = timetable(replace(case, extended=True))

    assert table.extended_on is None or table.extended_on > table.due_on
    assert table.extended_on == table.extendable_to


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_a_change_of_zone_moves_the_last_day_only_by_the_local_day(moment, here, there):
    calendar = Calendar("LU")

    days = [received_on(moment, zone) for zone in (here, there)]
    dues = [timetable(Facts("eu_gdpr", day, calendar)).due_on for day in days]

    assert days == [moment.astimezone(ZoneInfo(zone)).date() for zone in (here, there)]
    assert dues[0] == dues[1] or days[0] != days[1]


@given(facts(may_be_open=True))
def test_the_explanation_replayed_gives_the_same_day(case):
    table = timetable(case)

    assert replay(table.explanation) == table.last_on


@given(facts(may_be_open=True))
def test_every_text_of_an_explanation_finds_its_values(case):
    for step in timetable(case).explanation:
        said = step.text % dict(step.values)

        assert "%(" not in said
        assert step.source or step.rule == "safe"


@given(facts(may_be_open=True))
def test_the_safe_day_is_a_working_day_and_no_later_than_any_reading(case):
    table = timetable(case)

    assert case.calendar.is_working_day(table.safe_on) or table.safe_on == case.received_on
    assert case.received_on <= table.safe_on
    assert table.last_on is None or table.safe_on <= max(table.last_on, case.received_on)
    extended = case.extended and regimes.get(case.regime).period(case.kind).extended
    counting = [r.date for r in table.readings if r.name.endswith("_extended") or not extended]
    assert all(table.safe_on <= max(day, case.received_on) for day in counting)


@given(facts(may_be_open=True))
def test_a_suspended_request_has_a_safe_day_and_no_other(case):
    table = timetable(case)

    days = (table.due_on, table.extended_on, table.extendable_to, table.announce_by, table.unrolled_on)
    if table.suspended:
        assert set(days) == {None}
        assert table.safe_on == timetable(replace(case, pauses=())).safe_on
    else:
        assert table.due_on is not None
