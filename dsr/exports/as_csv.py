"""The register as CSV: streamed, safe to open in a spreadsheet."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import copying, rows, table
from dsr.models import SubjectRequest

# A spreadsheet runs a cell that begins with one of these; an apostrophe before it makes it text.
RUNS = ("=", "+", "-", "@", "\t", "\r")
# Without this mark a spreadsheet takes UTF-8 for an older alphabet.
BOM = codecs.BOM_UTF8


class _Echo:
    """This will hand each written line back instead of storing it."""

    def write(self, line: str) -> str:
        return line


def stream(requests: QuerySet[SubjectRequest], *, language: str, now: datetime) -> Iterator[bytes]:
    """Yield the register as CSV in a language, the header first, in the order of entry."""
    with translation.override(language):
        yield BOM + _line(rows.header())
    if copying.possible():
        codes = [column.code for column in rows.COLUMNS]
        yield from copying.lines(requests, codes, language=language, now=now, harmless=True)
        return
    found = table.read(requests, language=language, now=now)
    while block := b"".join(_line(cells) for cells in islice(found, table.BATCH)):
        yield block


def _line(cells: Iterable[str]) -> bytes:
    return csv.writer(_Echo()).writerow(defused(cells)).encode()  # type: ignore[attr-defined]


def defused(cells: Iterable[str]) -> list[str]:
    """Return the cells so that none of them is run by a spreadsheet."""
    return [f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells]
