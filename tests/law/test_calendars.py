"""Working days of places, and the corrections of the package behind them."""

from datetime import date

import pytest

from dsr.law.calendars import EEA, Calendar, UnknownPlace, corrections, supported
from dsr.law.calendars.listed import public_holidays


def test_every_country_of_the_eea_has_the_first_of_january_free():
    new_years_days = {country: Calendar(country).is_working_day(date(2027, 1, 1)) for country in EEA}

    assert new_years_days == dict.fromkeys(EEA, False)
    assert len(EEA) == 30


def test_a_holiday_has_its_name_in_the_language_of_the_place():
    assert Calendar("DE", "DE-SN").name_of(date(2027, 11, 17)) == "Buß- und Bettag"
    assert Calendar("SE").name_of(date(2028, 6, 6)) == "Nationaldagen"
    assert Calendar("SE").name_of(date(2028, 6, 7)) is None


def test_regional_holidays_can_be_switched_off():
    day = date(2027, 1, 6)

    assert not Calendar("DE", "DE-BY").is_working_day(day)
    assert Calendar("DE", "DE-BY", regional=False).is_working_day(day)
    assert Calendar("DE", "DE-BY").nation_wide().is_working_day(day)


def test_a_controllers_own_days_are_added_and_taken_away():
    peace_festival, epiphany = date(2028, 8, 8), date(2027, 1, 6)
    augsburg = Calendar("DE", "DE-BY", extra=frozenset({peace_festival}), excluded=frozenset({epiphany}))

    assert not augsburg.is_working_day(peace_festival)
    assert augsburg.name_of(peace_festival) == "additional free day"
    assert augsburg.is_working_day(epiphany)
    assert augsburg.name_of(epiphany) is None


def test_an_excluded_day_makes_no_weekend_a_working_day():
    christmas_on_saturday = date(2027, 12, 25)

    assert not Calendar("FR", excluded=frozenset({christmas_on_saturday})).is_working_day(
        christmas_on_saturday
    )


def test_working_days_are_counted_forwards_and_backwards():
    calendar = Calendar("NO")
    maundy_thursday, wednesday_before, tuesday_after = date(2027, 3, 25), date(2027, 3, 24), date(2027, 3, 30)

    assert calendar.add_working_days(wednesday_before, 1) == tuesday_after
    assert calendar.add_working_days(tuesday_after, -1) == wednesday_before
    assert calendar.add_working_days(maundy_thursday, 0) == maundy_thursday
    assert calendar.next_working_day(maundy_thursday) == tuesday_after
    assert calendar.previous_working_day(date(2027, 3, 29)) == wednesday_before


def test_free_days_are_weekends_and_holidays_with_their_names():
    found = Calendar("AT").free_days(date(2027, 10, 23), date(2027, 10, 27))

    assert found == {
        date(2027, 10, 23): "Saturday",
        date(2027, 10, 24): "Sunday",
        date(2027, 10, 26): "Nationalfeiertag",
    }


def test_equal_calendars_are_one_key():
    assert len({Calendar("FR", "FR-57"), Calendar("FR", "FR-57"), Calendar("FR")}) == 2


@pytest.mark.parametrize(
    ("country", "subdivision"),
    [
        ("XX", None),
        ("de", None),
        ("", None),
        ("DE", "DE-XX"),
        ("DE", "FR-57"),
        ("DE", "BY"),
        ("ES", "ES-XX"),
        ("GB", "GB-"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(country, subdivision):
    with pytest.raises(UnknownPlace):
        Calendar(country, subdivision)


def test_every_subdivision_that_is_offered_can_be_used():
    places = [(country, place) for country, places in supported().items() for place in places]

    calendars = [Calendar(country, place) for country, place in places]

    assert all(not calendar.is_working_day(date(2027, 1, 1)) for calendar in calendars)
    assert {"DE-TH", "GB-SCT", "ES-CT", "CH-ZH", "FR-57", "PT-20", "US-CA", "CA-QC"} <= {
        place for _c, place in places
    }
    assert {"DE-Augsburg", "ES-Barcelona", "CH-Stadt Zurich"}.isdisjoint(place for _c, place in places)


@pytest.mark.parametrize(
    ("province", "home", "day"),
    [
        ("ES-B", "ES-CT", date(2026, 9, 11)),
        ("ES-NA", "ES-NC", date(2026, 12, 3)),
        ("FR-67", "FR-6AE", date(2028, 12, 26)),
        ("GB-EAW", "GB-WLS", date(2026, 8, 31)),
    ],
)
def test_a_province_keeps_the_days_of_its_region(province, home, day):
    country = home[:2]

    names = {Calendar(country, place).name_of(day) for place in (province, home)}

    assert len(names) == 1
    assert None not in names


@pytest.mark.parametrize("eve", [date(2027, 6, 25), date(2026, 12, 24), date(2026, 12, 31)])
def test_swedish_eves_and_half_days_of_the_north_are_working_days(eve):
    assert Calendar("SE").is_working_day(eve)
    assert Calendar("IS").is_working_day(eve)
    assert Calendar("DK").is_working_day(eve)


def test_the_feasts_of_chief_towns_are_no_days_of_the_province():
    assert Calendar("IT", "IT-MI").is_working_day(date(2026, 12, 7))
    assert Calendar("PT", "PT-13").is_working_day(date(2027, 6, 24))
    assert not Calendar("IT", "IT-BZ").is_working_day(date(2027, 5, 17))


def test_the_fifth_of_may_is_a_dutch_holiday_every_year():
    days = [date(year, 5, 5) for year in range(2018, 2033)]

    assert {Calendar("NL").name_of(day) for day in days} == {"Bevrijdingsdag"}


@pytest.mark.parametrize(("country", "year"), [("HU", 2026), ("HU", 2022), ("LV", 2021), ("LV", 2026)])
def test_a_day_that_was_swapped_with_a_saturday_is_no_public_holiday(country, year):
    swapped = {("HU", 2026): date(2026, 8, 21), ("HU", 2022): date(2022, 3, 14)}
    swapped |= {("LV", 2021): date(2021, 11, 19), ("LV", 2026): date(2026, 1, 2)}

    assert Calendar(country).is_working_day(swapped[country, year])


def test_every_correction_says_why_and_still_corrects_something():
    for rule in corrections.REMOVED:
        english = [
            name
            for year in range(2018, 2027)
            for name in public_holidays.__wrapped__(rule.country, None, year).values()
        ]
        assert not any(name.startswith(rule.name) for name in english)
    assert all(len(rule.why) > 40 for rule in (*corrections.ADDED, *corrections.REMOVED))


def test_the_names_do_not_follow_the_language_of_the_machine(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_US")

    assert public_holidays.__wrapped__("DE", None, 2027)[date(2027, 3, 26)] == "Karfreitag"
