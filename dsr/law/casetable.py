"""Tables of deadline cases: read one, run every case, tell each difference with its explanation.

The form is a JSON list of objects with the facts of a request (`regime`, `country`, `subdivision`, `tz`, `received`,
`request_type`, `pauses`, `extended`) and the days expected of it (`expected_…`, `unrolled_…`, `received_local_date`
and, under `alt`, other readings by name). Fields that only describe a case are left alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dsr.law import regimes
from dsr.law.calendars import Calendar, UnknownPlace
from dsr.law.deadlines import Facts, Pause, Step, Timetable, received_on, timetable, zone_of
from dsr.law.readings import EXTENDED

YEARS = range(1900, 2200)
NEEDED = (
    "id", "regime", "country", "subdivision", "tz", "received", "request_type", "pauses", "extended",
    "expected_due", "expected_extended_due",
)  # fmt: skip
CHECKED = ("received_local_date", "expected_", "unrolled_")
# The one reading that a table names twice, for the first and for the extended deadline. Any other name may mean
# either of the two where a case is extended.
NAMED_TWICE = "national_holidays_only"
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Row = Mapping[str, Any]


class MalformedTable(ValueError):
    """This will say in which case and field a table is not of the form."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its facts, and the expected day of each field that is to be checked (None: there is none)."""

    id: str
    facts: Facts
    expected: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the law says another day than the table."""

    field: str
    expected: date | None
    got: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case; it passed if there is no difference."""

    case: Case
    differences: tuple[Difference, ...]
    explanation: tuple[Step, ...]


def read(text: str) -> tuple[Case, ...]:
    """Return the cases of a table. Raises MalformedTable."""
    try:
        rows = json.loads(text, object_pairs_hook=_without_twins)
    except MalformedTable:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedTable(f"this is no JSON: {error}") from None
    if not isinstance(rows, list) or not rows:
        raise MalformedTable("a table is a JSON list with at least one case")
    cases: dict[str, Case] = {}
    for number, row in enumerate(rows, start=1):
        case = _case(row, f"case {number}")
        if case.id in cases:
            raise MalformedTable(f"case {case.id}, field id: two cases have this id")
        cases[case.id] = case
    return tuple(cases.values())


def run(case: Case) -> Result:
    """Return how the law answers one case."""
    table = timetable(case.facts)
    differences = (_difference(case.facts, table, field, expected) for field, expected in case.expected)
    return Result(case, tuple(found for found in differences if found), table.explanation)


def lines(result: Result) -> Iterator[str]:
    """Yield what there is to say of a case that failed: each difference, then the reasons for the dates."""
    for found in result.differences:
        yield f"{result.case.id} {found.field}: expected {found.expected or 'none'}, got {found.got}"
    for number, step in enumerate(result.explanation, start=1):
        source = f" [{step.source}]" if step.source else ""
        yield f"    {number}. {step.text % dict(step.values)}{source}"


def _difference(facts: Facts, table: Timetable, field: str, expected: date | None) -> Difference | None:
    got = _reading(facts, table, field[4:]) if field.startswith("alt.") else _value(facts, table, field)
    if expected in got:
        return None
    return Difference(field, expected, " or ".join(str(day or "none") for day in got) or "no such value")


def _value(facts: Facts, table: Timetable, field: str) -> tuple[date | None, ...]:
    values = {
        "received_local_date": facts.received_on,
        "expected_due": table.due_on,
        "expected_extended_due": table.extended_on,
        "expected_ack_due": table.acknowledge_by,
        "unrolled_due": table.unrolled_on,
        "unrolled_extended_due": table.unrolled_extended_on,
        "expected_announce_by": table.announce_by,
        "expected_safe_on": table.safe_on,
    }
    return (values[field],) if field in values else ()


def _reading(facts: Facts, table: Timetable, name: str) -> tuple[date | None, ...]:
    days = {reading.name: reading.date for reading in table.readings}
    names = [name]
    if facts.extended and name != NAMED_TWICE:
        names.append(name + EXTENDED)
    return tuple(days[known] for known in names if known in days) or (None,)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise MalformedTable(f"case {row.get('id', 'without id')}: a field stands there twice")
    return row


def _case(row: Any, label: str) -> Case:
    if not isinstance(row, dict):
        raise MalformedTable(f"{label} is no object")
    if not isinstance(row.get("id"), str) or not row["id"] or not row["id"].isprintable():
        raise MalformedTable(f"{label}, field id: missing, or no text that can be printed")
    label = f"case {row['id']}"
    for field in NEEDED:
        if field not in row:
            raise MalformedTable(f"{label}, field {field}: missing")
    expected = [
        (field, _day(value, f"{label}, field {field}", optional=True))
        for field, value in row.items()
        if field.startswith(CHECKED)
    ]
    alt = {} if row.get("alt") is None else row["alt"]
    if not isinstance(alt, dict) or not "".join(alt).isprintable():
        raise MalformedTable(f"{label}, field alt: neither null nor an object with printable names")
    expected += [
        (f"alt.{name}", _day(value, f"{label}, field alt.{name}", optional=True))
        for name, value in alt.items()
    ]
    return Case(row["id"], _facts(row, label), tuple(expected))


def _facts(row: Row, label: str) -> Facts:
    for field in ("regime", "country", "tz", "request_type"):
        if not isinstance(row[field], str):
            raise MalformedTable(f"{label}, field {field}: no text")
    if not isinstance(row["extended"], bool):
        raise MalformedTable(f"{label}, field extended: neither true nor false")
    try:
        regimes.get(row["regime"]).period(row["request_type"])
    except regimes.UnknownRegime as error:
        raise MalformedTable(f"{label}, field regime: {error}") from None
    except regimes.UnknownKind as error:
        raise MalformedTable(f"{label}, field request_type: {error}") from None
    return Facts(
        regime=row["regime"],
        received_on=_received(row, label),
        calendar=_calendar(row, label),
        kind=row["request_type"],
        pauses=_pauses(row["pauses"], label),
        extended=row["extended"],
    )


def _calendar(row: Row, label: str) -> Calendar:
    country, subdivision = row["country"], row["subdivision"]
    try:
        whole = Calendar(country)
    except UnknownPlace as error:
        raise MalformedTable(f"{label}, field country: {error}") from None
    if subdivision is None:
        return whole
    try:
        if not isinstance(subdivision, str) or not subdivision:
            raise UnknownPlace("neither null nor a code")
        return Calendar(country, subdivision)
    except UnknownPlace as error:
        raise MalformedTable(f"{label}, field subdivision: {error}") from None


def _received(row: Row, label: str) -> date:
    value = row["received"]
    try:
        zone_of(row["tz"])
    except ValueError as error:
        raise MalformedTable(f"{label}, field tz: {error}") from None
    label = f"{label}, field received"
    if not isinstance(value, str) or _ISO_DAY.fullmatch(value):
        return _day(value, label) or date.min
    try:
        local = received_on(datetime.fromisoformat(value), row["tz"])
    except (ValueError, OverflowError):
        raise MalformedTable(f"{label}: {value!r} is neither a day nor a time with its offset") from None
    return _in_range(local, label)


def _pauses(value: Any, label: str) -> tuple[Pause, ...]:
    if not isinstance(value, list):
        raise MalformedTable(f"{label}, field pauses: no list")
    found = []
    for number, item in enumerate(value, start=1):
        place = f"{label}, field pauses, number {number}"
        if not isinstance(item, list) or len(item) != 3 or not isinstance(item[2], str):  # noqa: PLR2004
            raise MalformedTable(f"{place}: not [asked, answered or null, reason]")
        asked_on = _day(item[0], f"{place}, asked") or date.min
        answered_on = _day(item[1], f"{place}, answered", optional=True)
        try:
            found.append(Pause(item[2], asked_on, answered_on))
        except ValueError as error:
            raise MalformedTable(f"{place}: {error}") from None
    return tuple(found)


def _day(value: Any, label: str, *, optional: bool = False) -> date | None:
    if value is None and optional:
        return None
    try:
        if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
            raise ValueError
        return _in_range(date.fromisoformat(value), label)
    except MalformedTable:
        raise
    except ValueError:
        raise MalformedTable(f"{label}: {value!r} is no day of the form 2026-11-22") from None


def _in_range(day: date, label: str) -> date:
    if day.year not in YEARS:
        raise MalformedTable(f"{label}: {day} lies outside the years {YEARS[0]} to {YEARS[-1]}")
    return day
