"""Tables of cases: what is checked, and how a malformed one is refused."""

import json

import pytest

from dsr.law import casetable
from dsr.law.casetable import MalformedTable

ROW = {
    "id": "T-1", "regime": "eu_gdpr", "country": "SE", "subdivision": None, "tz": "Europe/Stockholm",
    "received": "2027-05-25", "received_local_date": "2027-05-25", "request_type": "access",
    "pauses": [["2027-05-26", "2027-05-26", "identity"]], "extended": False, "expected_due": "2027-06-25",
    "expected_extended_due": None, "expected_ack_due": None, "unrolled_due": "2027-06-25",
    "unrolled_extended_due": None, "alt": {"swedish_1930_173": "2027-06-28"}, "tags": ["eve"],
}  # fmt: skip


def table(**changes):
    return json.dumps([{name: value for name, value in {**ROW, **changes}.items() if value != "left out"}])


def differences(**changes):
    (case,) = casetable.read(table(**changes))
    return [found.field for found in casetable.run(case).differences]


def test_a_right_case_has_no_difference():
    assert differences() == []


@pytest.mark.parametrize(
    "field",
    ["received_local_date", "expected_due", "expected_extended_due", "expected_ack_due", "unrolled_due",
     "unrolled_extended_due"],
)  # fmt: skip
def test_every_day_that_a_case_carries_is_checked(field):
    assert differences(**{field: "2027-01-11"}) == [field]


def test_other_readings_are_checked_by_name():
    assert differences(alt={"swedish_1930_173": "2027-06-25"}) == ["alt.swedish_1930_173"]
    assert differences(alt={"no_such_reading": "2027-06-25"}) == ["alt.no_such_reading"]
    assert differences(alt={"exclusive_count": None}) == []


def test_a_reading_of_an_extended_case_may_mean_either_deadline():
    extended = {
        "extended": True,
        "expected_extended_due": "2027-08-25",
        "unrolled_extended_due": "2027-08-25",
    }

    assert differences(**extended, alt={"no_pause": "2027-06-25"}) == []
    assert differences(**extended, alt={"no_pause": "2027-08-25"}) == []
    assert differences(**extended, alt={"no_pause": "2027-08-24"}) == ["alt.no_pause"]
    assert differences(**extended, alt={"national_holidays_only": "2027-08-25"}) == [
        "alt.national_holidays_only"
    ]
    assert differences(**extended, alt={"national_holidays_only_extended": "2027-08-25"}) == []


def test_a_value_that_nobody_computes_is_a_difference_and_not_a_pass():
    assert differences(expected_something="2027-06-25") == ["expected_something"]


@pytest.mark.parametrize("text", ["", "{", "[1", "[" * 50_000, "{}", "[]", "[1]", "null", '["x"]', "[NaN]"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(MalformedTable):
        casetable.read(text)


@pytest.mark.parametrize("field", casetable.NEEDED)
def test_a_missing_field_is_named(field):
    with pytest.raises(MalformedTable, match=f"field {field}"):
        casetable.read(table(**{field: "left out"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 7), ("id", ""), ("id", "\ud800"), ("regime", "eu"), ("regime", None), ("country", "XX"), ("country", 1),
        ("country", "SE-AB"), ("subdivision", "DE-BE"), ("subdivision", ""), ("subdivision", 3), ("tz", "Mars"),
        ("tz", ""), ("tz", None), ("received", "2027-02-29"), ("received", "20270525"), ("received", 20270525),
        ("received", "2027-05-25T10:00:00"), ("received", "2027-05-25T25:00:00Z"), ("received", None),
        ("received", "9999-12-31"), ("received", "0001-01-01T00:00:00Z"), ("request_type", "opt_out"),
        ("request_type", ["access"]), ("pauses", None), ("pauses", {}), ("pauses", [[]]), ("pauses", ["2027-05-26"]),
        ("pauses", [["2027-05-26", None, "boredom"]]), ("pauses", [[None, None, "identity"]]),
        ("pauses", [["2027-05-26", "2027-05-25", "identity"]]), ("pauses", [["2027-05-26", "soon", "identity"]]),
        ("extended", "yes"), ("extended", None), ("expected_due", "25 June"), ("expected_due", 0),
        ("unrolled_due", "2027-6-25"), ("alt", []), ("alt", {"no_pause": "never"}), ("alt", 0),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_case_and_field(field, value):
    with pytest.raises(MalformedTable, match=rf"case .*field {field}"):
        casetable.read(table(**{field: value}))


def test_two_cases_with_one_id_and_two_fields_of_one_name_are_refused():
    with pytest.raises(MalformedTable, match="T-1"):
        casetable.read(json.dumps([ROW, ROW]))
    with pytest.raises(MalformedTable, match="twice"):
        casetable.read('[{"id": "T-1", "id": "T-2"}]')
