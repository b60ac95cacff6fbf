"""Tables on paper: a tagged PDF (PDF/UA-1), landscape; what is printed is data to the template, never markup."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from dsr.exports import kpi, kpi_table, rows

TEMPLATE = Path("letters") / "table.typ"
STANDARD: list[Any] = ["ua-1"]
# What of the register fits on a page, and how wide each is beside the others.
ON_PAPER = {
    "number": 2.6, "right": 2.4, "channel": 1.2, "received_on": 1.4, "due_on": 1.4, "handler": 1.6, "state": 1.8,
    "outcome": 1.6, "answered_on": 1.4, "days_late": 0.9,
}  # fmt: skip
# Setting a page costs memory: a long register is a volume for every so many rows.
A_VOLUME = 1_000


def register(
    found: Iterator[list[str]],
    target: Path,
    *,
    count: int,
    language: str,
    now: datetime,
    a_volume: int = A_VOLUME,
) -> None:
    """Write rows of the register as PDF; more than fit a volume become a zip of volumes, see `is_one_volume`."""
    kept = _kept(found)
    if is_one_volume(count, a_volume):
        target.write_bytes(_volume(list(kept), 0, language=language, now=now))
        return
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        number = 1
        while batch := list(islice(kept, a_volume)):
            archive.writestr(f"register-{number:04d}.pdf", _volume(batch, number, language=language, now=now))
            number += 1


def is_one_volume(count: int, a_volume: int = A_VOLUME) -> bool:
    """Return whether so many rows are one PDF and no zip."""
    return count <= a_volume


def figures(report: kpi.Report, *, language: str) -> bytes:
    """Return the report of figures as PDF."""
    with translation.override(language):
        head, body = kpi_table.head(), kpi_table.rows(report, kpi_table.written)
        period = _("%(first)s to %(last)s") % {"first": day(report.first), "last": day(report.last)}
        return sheet(
            _("Report of figures"), period, head, body, widths=[2.2, 3.2, *[1.1] * (len(head) - 2)],
            numbers=list(range(2, len(head))), language=language,
        )  # fmt: skip


def day(on: date) -> str:
    """Return a date in the language that is active."""
    # Translators: a short date, in the letters of Django's date format.
    return date_format(on, _("j M Y"))


def _kept(found: Iterator[list[str]]) -> Iterator[list[str]]:
    places = [place for place, column in enumerate(rows.COLUMNS) if column.code in ON_PAPER]
    for cells in found:
        yield [cells[place] for place in places]


def _volume(body: list[list[str]], number: int, *, language: str, now: datetime) -> bytes:
    with translation.override(language):
        columns = [column for column in rows.COLUMNS if column.code in ON_PAPER]
        title = _("Register") if not number else _("Register, volume %(number)s") % {"number": number}
        made = _("Without names: the reference stands for the person. Made on %(day)s.") % {
            "day": day(now.date())
        }
        return sheet(
            title, made, [_(column.header) for column in columns], body,
            widths=[ON_PAPER[column.code] for column in columns],
            numbers=[place for place, column in enumerate(columns) if column.kind == "number"], language=language,
        )  # fmt: skip


def sheet(
    title: str,
    subtitle: str,
    headers: Sequence[str],
    body: list[list[str]],
    *,
    widths: Sequence[float],
    numbers: Sequence[int],
    language: str,
) -> bytes:
    """Return one table as a PDF. A sign for which this machine has no font makes it a PDF without the standard."""
    data = {
        "title": title, "subtitle": subtitle, "headers": headers, "rows": body, "widths": widths,
        "numbers": numbers, "language": language, "sender": "DSR Desk", "empty": _("Nothing is on record yet."),
        "page": _("Page {n} of {all}"),
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False)
    try:
        return _compiled(text, STANDARD)
    except typst.TypstError:
        return _compiled(text, [])


def _compiled(data: str, standards: list[Any]) -> bytes:
    folder = Path(settings.BASE_DIR) / "templates"
    made = typst.compile(
        folder / TEMPLATE, root=folder, format="pdf", sys_inputs={"sheet": data}, pdf_standards=standards
    )
    if not isinstance(made, bytes):
        raise TypeError("typst returned more than one document")
    return made
