"""The register as rows of text, by the quickest way that the database has; every form of it is made from these."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import copying, rows
from dsr.exports import named as people
from dsr.models import SubjectRequest

# The first rows come at once; after them as many at a time as the database sorts and joins well.
FIRST, CHUNK = 500, 50_000
# So many rows are made at once: few enough for the first to come soon.
BATCH = 200


def head(*, named: bool = False) -> list[str]:
    """Return the headers in the language that is active."""
    return rows.header() + (people.head() if named else [])


def codes(*, named: bool = False) -> list[str]:
    """Return the codes of the columns."""
    return [column.code for column in rows.COLUMNS] + (list(people.CODES) if named else [])


def kinds(*, named: bool = False) -> list[str]:
    """Return what the cells of each column are."""
    return [column.kind for column in rows.COLUMNS] + (["text"] * len(people.CODES) if named else [])


def read(
    parts: Iterable[QuerySet[SubjectRequest]], *, language: str, now: datetime, named: bool = False
) -> Iterator[list[str]]:
    """Yield one row of text a request, in the order of entry, in a language; constant memory, whatever their number.

    `named` adds the columns of the person. The parts come from `whole`, or from the choice of an export.
    """
    for part in parts:
        found = _rows(part, language=language, now=now)
        if named:
            yield from (row + person for row, person in zip(found, people.cells(part), strict=True))
        else:
            yield from found


def whole(requests: QuerySet[SubjectRequest]) -> Iterator[QuerySet[SubjectRequest]]:
    """Yield the requests in pieces by their keys: none is read twice, none left out, and the first is small."""
    ordered = requests.order_by("pk")
    last, size = 0, FIRST
    while True:
        rest = ordered.filter(pk__gt=last)
        border = next(iter(rest.values_list("pk", flat=True)[size - 1 : size]), None)
        if border is None:
            if rest.exists():
                yield rest
            return
        yield rest.filter(pk__lte=border)
        last, size = border, CHUNK


def _rows(part: QuerySet[SubjectRequest], *, language: str, now: datetime) -> Iterator[list[str]]:
    if copying.possible():
        for block in copying.lines(part, language=language, now=now):
            yield from csv.reader(io.StringIO(block.decode()))
        return
    found = rows.rows(part, now=now)
    while True:
        # The language is set for each batch only: whoever reads runs in between.
        with translation.override(language):
            batch = list(islice(found, BATCH))
        if not batch:
            return
        yield from batch
