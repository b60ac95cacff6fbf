"""The register as a spreadsheet: written row by row, so that a million rows take no more memory than a hundred."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheets

from dsr.exports import table

# A sheet has 1,048,576 lines, the first of which is the header; what is left over goes on on a further sheet.
A_SHEET = 1_000_000
LONGEST = 32_767


def write(
    found: Iterator[list[str]],
    target: Path,
    *,
    count: int,
    language: str,
    named: bool = False,
    a_sheet: int = A_SHEET,
) -> None:
    """Write rows of the register into a file, days as days and numbers as numbers; `count` is how many there are."""
    with translation.override(language):
        head, sheet = table.head(named=named), _("Register")
    kinds = table.kinds(named=named)
    names = [sheet if n == 1 else f"{sheet} {n}" for n in range(1, max(1, -(-count // a_sheet)) + 1)]
    # Each sheet takes its share of the one stream.
    write_worksheets(
        [(name, _records(head, kinds, islice(found, a_sheet))) for name in names],
        str(target),
        bold_headers=True,
        freeze_panes={"general": {"row": 1, "col": 1}},
        autofilter={"general": True},
        column_width={"general": 16},
    )


def _records(head: list[str], kinds: list[str], found: Iterable[list[str]]) -> Iterator[dict[str, object]]:
    """Yield each row under its headers, always in their order: the writer goes by position."""
    empty = True
    for cells in found:
        empty = False
        yield dict(zip(head, map(_typed, kinds, cells), strict=True))
    if empty:
        # A sheet without any row would be one without headers.
        yield dict.fromkeys(head)


def _typed(kind: str, cell: str) -> object:
    if not cell:
        return None
    if kind == "number":
        return int(cell)
    return date.fromisoformat(cell) if kind == "day" else cell[:LONGEST]
