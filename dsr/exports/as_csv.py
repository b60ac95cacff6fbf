"""The register as CSV: streamed, safe to open in a spreadsheet."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import copying, table
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
    """Yield the register without names as CSV in a language, the header first, in the order of entry."""
    yield header(language=language)
    yield from body(table.whole(requests), language=language, now=now)


def header(*, language: str, named: bool = False) -> bytes:
    """Return the first line, with the mark by which a spreadsheet knows the alphabet."""
    with translation.override(language):
        return BOM + line(table.head(named=named))


def body(
    parts: Iterable[QuerySet[SubjectRequest]], *, language: str, now: datetime, named: bool = False
) -> Iterator[bytes]:
    """Yield the lines of these requests, some at a time, so that the first go out soon."""
    if copying.possible() and not named:
        for part in parts:
            yield from copying.lines(part, language=language, now=now, harmless=True)
        return
    found = table.read(parts, language=language, now=now, named=named)
    while block := b"".join(line(cells) for cells in islice(found, table.BATCH)):
        yield block


def line(cells: Iterable[str]) -> bytes:
    """Return one line of CSV, safe to open in a spreadsheet."""
    return csv.writer(_Echo()).writerow(defused(cells)).encode()  # type: ignore[attr-defined]


def defused(cells: Iterable[str]) -> list[str]:
    """Return the cells so that none of them is run by a spreadsheet."""
    return [f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells]
