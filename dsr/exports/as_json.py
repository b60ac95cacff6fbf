"""The register as JSON: one object a request under the codes of the columns, streamed; and the schema of that file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import table
from dsr.models import SubjectRequest

FORM = "dsr-register/1"
BLOCK = 500
END = b"\n]}\n"


def stream(requests: QuerySet[SubjectRequest], *, language: str, now: datetime) -> Iterator[bytes]:
    """Yield the register without names as one JSON document."""
    yield header(language=language, now=now)
    yield from body(table.whole(requests), language=language, now=now, first=True)
    yield END


def header(*, language: str, now: datetime, named: bool = False) -> bytes:
    """Return how the document begins: which form, made when, the headers of the columns."""
    with translation.override(language):
        names = dict(zip(table.codes(named=named), table.head(named=named), strict=True))
    head = {
        "form": FORM,
        "made_at": now.isoformat(timespec="seconds"),
        "language": language,
        "headers": names,
    }
    return json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [\n'


def body(
    parts: Iterable[QuerySet[SubjectRequest]],
    *,
    language: str,
    now: datetime,
    first: bool,
    named: bool = False,
) -> Iterator[bytes]:
    """Yield these requests as objects; `first` says that none stands before them in the document."""
    found = table.read(parts, language=language, now=now, named=named)
    columns = list(zip(table.codes(named=named), table.kinds(named=named), strict=True))
    while block := [json.dumps(record(columns, cells), ensure_ascii=False) for cells in islice(found, BLOCK)]:
        yield (("" if first else ",\n") + ",\n".join(block)).encode()
        first = False


def record(columns: Sequence[tuple[str, str]], cells: Sequence[str]) -> dict[str, Any]:
    """Return one row under the codes of its columns: numbers as numbers, an empty cell as nothing."""
    return {
        code: (int(cell) if kind == "number" else cell) if cell else None
        for (code, kind), cell in zip(columns, cells, strict=True)
    }


def schema(*, named: bool = False) -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a register."""
    kinds = {
        "text": {"type": ["string", "null"]},
        "number": {"type": ["integer", "null"]},
        "day": {"type": ["string", "null"], "format": "date"},
        "moment": {"type": ["string", "null"], "format": "date-time"},
    }
    codes = table.codes(named=named)
    row = {
        "type": "object",
        "properties": {code: kinds[kind] for code, kind in zip(codes, table.kinds(named=named), strict=True)},
        "required": codes,
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Register of requests",
        "type": "object",
        "properties": {
            "form": {"const": FORM},
            "made_at": {"type": "string", "format": "date-time"},
            "language": {"type": "string"},
            "headers": {"type": "object", "required": codes},
            "rows": {"type": "array", "items": row},
        },
        "required": ["form", "made_at", "language", "headers", "rows"],
        "additionalProperties": False,
    }
