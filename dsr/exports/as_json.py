"""The register as JSON: one object a request under the codes of the columns, streamed; and the schema of that file."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from dsr.exports import rows, table
from dsr.models import SubjectRequest

FORM = "dsr-register/1"
BLOCK = 500


def stream(requests: QuerySet[SubjectRequest], *, language: str, now: datetime) -> Iterator[bytes]:
    """Yield the register as one JSON document: which form, made when, the headers, then the rows."""
    with translation.override(language):
        head = {
            "form": FORM,
            "made_at": now.isoformat(timespec="seconds"),
            "language": language,
            "headers": {column.code: name for column, name in zip(rows.COLUMNS, rows.header(), strict=True)},
        }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [\n'
    block: list[str] = []
    before = ""
    for cells in table.read(requests, language=language, now=now):
        block.append(json.dumps(record(cells), ensure_ascii=False))
        if len(block) == BLOCK:
            yield (before + ",\n".join(block)).encode()
            block, before = [], ",\n"
    if block:
        yield (before + ",\n".join(block)).encode()
    yield b"\n]}\n"


def record(cells: list[str]) -> dict[str, Any]:
    """Return one row under the codes of its columns: numbers as numbers, an empty cell as nothing."""
    return {
        column.code: (int(cell) if column.kind == "number" else cell) if cell else None
        for column, cell in zip(rows.COLUMNS, cells, strict=True)
    }


def schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a register."""
    kinds = {
        "text": {"type": ["string", "null"]},
        "number": {"type": ["integer", "null"]},
        "day": {"type": ["string", "null"], "format": "date"},
        "moment": {"type": ["string", "null"], "format": "date-time"},
    }
    codes = [column.code for column in rows.COLUMNS]
    row = {
        "type": "object",
        "properties": {column.code: kinds[column.kind] for column in rows.COLUMNS},
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
