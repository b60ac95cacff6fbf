"""Reading a table of systems: by its headings, with comma, semicolon or tab; each wrong cell is named by its row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import rights
from dsr.models import Controller, LegalBasis
from dsr.models.system import CONTACT

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
# The columns: heading, whether it is needed, what stands in it.
COLUMNS: tuple[tuple[str, bool, Any], ...] = (
    ("name", True, _later("name of the system")),
    ("owner_email", True, _later("mail address of its owner")),
    ("owner_name", False, _later("name of its owner")),
    ("language", False, _later("en, de or sv; empty: that of the controller")),
    ("data_categories", False, _later("what it holds")),
    ("legal_basis", False, ", ".join(LegalBasis.values)),
    ("retention", False, _later("how long data are kept")),
    ("recipients_note", False, _later("who receives data from it")),
    ("rights", False, _later("codes of rights by spaces; empty: every right")),
    ("finds_by", False, _later("by what a person is found, by spaces; empty: name email")),
)
LONGEST = {"name": 120, "owner_name": 200}
EXAMPLE = "name;owner_email;owner_name;rights\nCRM;crm@example.org;A. Example;access erasure\nPayroll;hr@example.org;;"


@dataclass(frozen=True)
class Wrong:
    """One cell that could not be read: in which row, under which heading, and what to do."""

    row: int
    column: str
    says: str


def decoded(raw: bytes) -> str:
    """Return the text of a file, as spreadsheets of today and of yesterday write it."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def read(text: str, controller: Controller) -> tuple[list[dict[str, Any]], list[Wrong]]:
    """Return the rows that can be stored, and everything that is wrong with the table."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\n")
    reader = csv.reader(io.StringIO(lines), delimiter=_delimiter(lines.split("\n", 1)[0]))
    headings = [cell.strip().lower() for cell in next(reader, [])]
    known = {name for name, _needed, _says in COLUMNS}
    wrong = [Wrong(1, name, _("There is no such column.")) for name in headings if name and name not in known]
    lacking = [name for name, needed, _says in COLUMNS if needed and name not in headings]
    wrong += [Wrong(1, name, _("This column is needed.")) for name in lacking]
    if wrong:
        return [], wrong
    return _rows(reader, headings, controller)


def _rows(
    reader: Any, headings: list[str], controller: Controller
) -> tuple[list[dict[str, Any]], list[Wrong]]:
    rows: list[dict[str, Any]] = []
    wrong: list[Wrong] = []
    seen: dict[str, int] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            number = reader.line_num
            row = dict(zip(headings, (cell.strip() for cell in cells), strict=False))
            found = list(_faults(row, number, controller, longer=len(cells) > len(headings)))
            if (name := row.get("name", "")) in seen and name:
                says = _("This name stands in row %(row)s already.") % {"row": seen[name]}
                found.append(Wrong(number, "name", says))
            seen.setdefault(name, number)
            wrong += found
            rows.append(_stored(row, controller))
            if len(rows) > MOST_ROWS:
                return [], [
                    Wrong(number, "", _("More than %(most)s rows. Divide the table.") % {"most": MOST_ROWS})
                ]
    except csv.Error as error:
        return [], [Wrong(reader.line_num, "", _("This row cannot be read: %(error)s.") % {"error": error})]
    if not rows and not wrong:
        return [], [Wrong(2, "", _("The table has no rows below its headings."))]
    return rows, wrong


def _faults(row: dict[str, str], number: int, controller: Controller, *, longer: bool) -> Iterator[Wrong]:
    """Yield what is wrong with one row."""
    if longer:
        yield Wrong(number, "", _("This row has more cells than there are headings."))
    if not row.get("name"):
        yield Wrong(number, "name", _("The name is missing."))
    try:
        validate_email(row.get("owner_email", ""))
    except ValidationError:
        yield Wrong(number, "owner_email", _("This is no mail address."))
    for name, most in LONGEST.items():
        if len(row.get(name, "")) > most:
            yield Wrong(number, name, _("Longer than %(most)s characters.") % {"most": most})
    yield from _unknown(row, number, controller)


def _unknown(row: dict[str, str], number: int, controller: Controller) -> Iterator[Wrong]:
    """Yield each word of a row that is none of the codes of its column."""
    codes = {
        "language": set(dict(settings.DESK_LANGUAGES)), "legal_basis": set(LegalBasis.values),
        "rights": set(rights.ALL),
        "finds_by": {*CONTACT, *(kind["code"] for kind in controller.identifiers)},
    }  # fmt: skip
    for name, known in codes.items():
        for word in sorted(set(row.get(name, "").split()) - known):
            said = {"word": word, "known": ", ".join(sorted(known))}
            yield Wrong(number, name, _("“%(word)s” is not known. Use: %(known)s.") % said)


def _stored(row: dict[str, str], controller: Controller) -> dict[str, Any]:
    """Return a row as its fields are stored."""
    plain = (
        "name",
        "owner_email",
        "owner_name",
        "data_categories",
        "legal_basis",
        "retention",
        "recipients_note",
    )
    return {
        **{name: row.get(name, "") for name in plain},
        "language": row.get("language") or controller.language,
        "rights": row.get("rights", "").split(),
        "finds_by": row.get("finds_by", "").split() or ["name", "email"],
    }


def _delimiter(first: str) -> str:
    """Return what divides the cells, by the line of headings."""
    return max(";,\t", key=first.count)
