"""The register as a spreadsheet: written row by row, so that a million rows take no more memory than a hundred."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheets

from dsr.exports import rows, table
from dsr.models import SubjectRequest

# A sheet has 1,048,576 lines, the first of which is the header; what is left over goes on on a further sheet.
A_SHEET = 1_000_000
LONGEST = 32_767


def write(
    requests: QuerySet[SubjectRequest], target: Path, *, language: str, now: datetime, a_sheet: int = A_SHEET
) -> None:
    """Write the register into a file, days as days and numbers as numbers."""
    with translation.override(language):
        head, sheet = rows.header(), _("Register")
    sheets = max(1, -(-requests.count() // a_sheet))
    found = table.read(requests, language=language, now=now)
    names = [sheet if n == 1 else f"{sheet} {n}" for n in range(1, sheets + 1)]
    # Each sheet takes its share of the one stream; what came meanwhile is left for the next time.
    write_worksheets(
        [(name, _records(head, islice(found, a_sheet))) for name in names],
        str(target),
        bold_headers=True,
        freeze_panes={"general": {"row": 1, "col": 1}},
        autofilter={"general": True},
        column_width={"general": 16},
    )


def _records(head: list[str], found: Iterable[list[str]]) -> Iterator[dict[str, object]]:
    """Yield each row under its headers, always in their order: the writer goes by position."""
    empty = True
    for cells in found:
        empty = False
        yield dict(zip(head, map(_typed, rows.COLUMNS, cells), strict=True))
    if empty:
        # A sheet without any row would be one without headers.
        yield dict.fromkeys(head)


def _typed(column: rows.Column, cell: str) -> object:
    if not cell:
        return None
    if column.kind == "number":
        return int(cell)
    return date.fromisoformat(cell) if column.kind == "day" else cell[:LONGEST]
