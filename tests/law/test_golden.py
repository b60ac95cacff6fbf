"""The golden table: our own cases, worked out by hand, most of them confirmed by another library."""

import json
from pathlib import Path

import pytest

from dsr.law import casetable, regimes
from dsr.law.calendars import EEA
from dsr.law.deadlines import replay

TABLE = Path(__file__).with_name("cases.json").read_text(encoding="utf-8")
CASES = casetable.read(TABLE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_law_says_the_day_of_the_table(case):
    result = casetable.run(case)

    assert list(casetable.lines(result))[: len(result.differences)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_explanation_replayed_leads_to_the_last_day(case):
    expected = dict(case.expected)

    last_on = replay(casetable.run(case).explanation)

    assert last_on == (expected["expected_extended_due"] or expected["expected_due"])


def test_the_table_covers_every_country_nation_and_law():
    rows = json.loads(TABLE)

    assert len(rows) >= 120
    assert {row["country"] for row in rows} >= set(EEA)
    assert {row["subdivision"] for row in rows} >= {"GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"}
    assert {row["regime"] for row in rows} == set(regimes.ALL)


def test_a_table_with_a_wrong_day_does_not_pass():
    row = json.loads(TABLE)[0] | {"expected_due": "2027-10-28"}
    (case,) = casetable.read(json.dumps([row]))

    first, *reasons = casetable.lines(casetable.run(case))

    assert first == "LAW-001 expected_due: expected 2027-10-28, got 2027-10-27"
    assert "Nationalfeiertag" in " ".join(reasons)
