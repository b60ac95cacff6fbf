"""The register as CSV: streamed, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import rows
from dsr.models import SubjectRequest

# A spreadsheet runs a cell that begins with one of these; an apostrophe before it makes it text.
RUNS = ("=", "+", "-", "@", "\t", "\r")
# Without this mark a spreadsheet takes UTF-8 for an older alphabet.
BOM = "\ufeff"
# So many rows go out at once: few enough for the first to come soon.
BATCH = 200


class _Echo:
    """This will hand each written line back instead of storing it."""

    def write(self, line: str) -> str:
        return line


def stream(requests: QuerySet[SubjectRequest], *, language: str, now: datetime) -> Iterator[str]:
    """Yield the register as the lines of a CSV file in a language, the header first."""
    writer = csv.writer(_Echo())
    with translation.override(language):
        head = rows.header()
    yield BOM + writer.writerow(defused(head))
    found = rows.rows(requests, now=now)
    while True:
        # The language is set for each batch only: whoever reads the stream runs in between.
        with translation.override(language):
            lines = [writer.writerow(defused(row)) for row in islice(found, BATCH)]
        if not lines:
            return
        yield "".join(lines)


def defused(cells: Iterable[str]) -> list[str]:
    """Return the cells so that none of them is run by a spreadsheet."""
    return [f"'{cell}" if cell.startswith(RUNS) else cell for cell in cells]
