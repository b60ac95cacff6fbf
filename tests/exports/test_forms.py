"""The register as JSON and as a spreadsheet: the same cells as in the CSV, days as days, numbers as numbers."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from dsr.exports import as_csv, as_json, as_xlsx, rows, table
from dsr.models import Controller, SubjectRequest, User
from dsr.services import handling
from tests import make
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = at("2026-04-20 10:07")


@pytest.fixture
def some(controller: Controller, dpo: User, second_dpo: User) -> list[SubjectRequest]:
    """One request answered late, one extended, one that just came."""
    late, extended = make.requests(controller, "access", "objection", now=at("2026-03-10 09:00"))
    handling.explain_lateness(late.pk, late_reason="Krankheit.", by=dpo, now=at("2026-04-14 08:00"))
    make.answered(late, author=dpo, approver=second_dpo, now=at("2026-04-14 09:00"))
    handling.extend(extended.pk, ground="number", reasons="Neun Anträge.", by=dpo, now=at("2026-03-20 09:00"))
    make.requests(controller, "erasure", now=at("2026-04-17 11:00"))
    return list(SubjectRequest.objects.order_by("pk"))


def as_text(language: str = "de") -> list[dict[str, str]]:
    text = b"".join(as_csv.stream(SubjectRequest.objects.all(), language=language, now=NOW)).decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(io.StringIO(text)))


def document(language: str = "de") -> dict[str, Any]:
    return json.loads(b"".join(as_json.stream(SubjectRequest.objects.all(), language=language, now=NOW)))


def spreadsheet(path: Path, *, language: str = "de", **how: Any) -> None:
    found = SubjectRequest.objects.all()
    read = table.read(table.whole(found), language=language, now=NOW)
    as_xlsx.write(read, path, count=found.count(), language=language, **how)


def sheets(path: Path, **how: Any) -> list[list[tuple[Any, ...]]]:
    spreadsheet(path, **how)
    book = openpyxl.load_workbook(path, read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def test_json_says_what_the_csv_says(some):
    found = document()

    texts = [
        [("" if row[c.code] is None else str(row[c.code])) for c in rows.COLUMNS] for row in found["rows"]
    ]
    assert texts == [list(row.values()) for row in as_text()]
    assert list(found["headers"].values()) == list(as_text()[0])


def test_json_keeps_its_own_schema_and_numbers_are_numbers(some):
    found = document()

    jsonschema.validate(found, as_json.schema(), format_checker=jsonschema.FormatChecker())
    assert (found["rows"][0]["days_taken"], found["rows"][0]["days_late"]) == (35, 4)


def test_a_register_with_a_wrong_cell_breaks_the_schema(some):
    found = document()
    found["rows"][1]["due_on"] = "soon"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, as_json.schema(), format_checker=jsonschema.FormatChecker())


def test_json_of_nothing_and_of_more_than_a_block_is_still_one_document(controller, dsr, monkeypatch):
    monkeypatch.setattr(as_json, "BLOCK", 2)
    assert len(document()["rows"]) == 1
    make.requests(controller, "access", "erasure", "objection", "restriction", now=NOW)
    assert len(document()["rows"]) == 5
    none = b"".join(as_json.stream(SubjectRequest.objects.none(), language="en", now=NOW))
    assert json.loads(none)["rows"] == []


def test_what_a_spreadsheet_would_run_is_left_as_it_is_in_json(some):
    Controller.objects.update(name="=1+1")

    assert document()["rows"][0]["controller"] == "=1+1"


def test_the_spreadsheet_has_days_numbers_and_the_same_words(some, tmp_path):
    ((head, *found),) = sheets(tmp_path / "r.xlsx")

    assert list(head) == list(as_text()[0])
    by_header = [dict(zip(head, row, strict=True)) for row in found]
    assert by_header[0]["Tage gebraucht"] == 35
    assert {type(row["Eingegangen am"]) for row in by_header} == {datetime}
    assert by_header[0]["Eingegangen am"].date() == date(2026, 3, 10)
    texts = [[_said(value) for value in row] for row in found]
    assert texts == [list(row.values()) for row in as_text()]


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(int(value) if isinstance(value, float) else value)


def test_a_formula_in_a_name_stays_text_in_the_spreadsheet(some, tmp_path):
    Controller.objects.update(name='=HYPERLINK("https://elsewhere.example.org")')
    spreadsheet(tmp_path / "r.xlsx", language="en")

    cell = openpyxl.load_workbook(tmp_path / "r.xlsx")["Register"]["B2"]

    assert (cell.data_type, cell.value[:6]) == ("s", "=HYPER")


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(some, tmp_path):
    first, second = sheets(tmp_path / "r.xlsx", a_sheet=2)

    assert (len(first), len(second)) == (3, 2)
    assert second[0] == first[0]
    assert [row[0] for row in first[1:] + second[1:]] == [dsr.reference for dsr in some]


def test_a_spreadsheet_of_nothing_still_has_its_headers(db, tmp_path):
    (found,) = sheets(tmp_path / "r.xlsx")

    assert len(found[0]) == len(rows.COLUMNS)
