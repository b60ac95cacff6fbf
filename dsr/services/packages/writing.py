"""The bytes of a package: a page to read, the data as files and tables, and a manifest of all of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dsr.models import Attachment, Blocked, Blocker, Disclosure, SubjectRequest
from dsr.notices.words import longdate
from dsr.services.packages import sources
from dsr.services.packages.archive import Archive
from dsr.services.packages.information import Piece, pieces
from dsr.services.packages.sources import Source

FORMAT = "dsr-desk-package/1"
# So many rows of a table are shown on the page itself; the file beside it holds all of them.
SHOWN = 200


def write(
    archive: Archive,
    dsr: SubjectRequest,
    measure: Any,
    found: list[Source],
    *,
    person: str,
    number: int,
    now: datetime,
) -> Iterator[bytes]:
    """Yield the archive of one package. Raises Blocked where a file is no longer what it was when it came."""
    with translation.override(dsr.submission.language):
        told = pieces(measure) if isinstance(measure, Disclosure) else []
    for source in found:
        yield from _data(archive, source)
    if isinstance(measure, Disclosure):
        with translation.override(dsr.submission.language):
            page, facts = _page(dsr, measure, told, found, now=now), _facts(dsr, told)
            # Translators: the name of the page in the package for the person; small letters and hyphens only.
            name = _("your-data")
        yield from archive.add("information.json", [facts])
        yield from archive.add(f"{name}.html", [page])
    yield from archive.add("manifest.json", [_manifest(archive, dsr, person=person, number=number, now=now)])
    yield from archive.close()


def _data(archive: Archive, source: Source) -> Iterator[bytes]:
    """Yield one file as it came, a table in UTF-8 and as JSON besides."""
    _assure_unchanged(source.attachment)
    if not source.is_table:
        yield from archive.add(source.path, sources.chunks(source.attachment))
        return
    yield from archive.add(source.path, sources.as_csv(source.attachment))
    yield from archive.add(source.twin, sources.as_json(source.attachment))


def _assure_unchanged(attachment: Attachment) -> None:
    """Raise Blocked where a file is gone or is not what it was when it came."""
    try:
        unchanged = sources.digest(attachment) == attachment.sha256
    except OSError:
        unchanged = False
    if not unchanged:
        text = _("A file was changed or lost since it came. Take it out, and ask for it again.")
        raise Blocked([Blocker("file_changed", text, "GDPR Art. 5(1)(f)")])


def _page(
    dsr: SubjectRequest, measure: Disclosure, told: list[Piece], found: list[Source], *, now: datetime
) -> bytes:
    files = [{"source": source, "table": _table(source) if source.is_table else None} for source in found]
    context = {
        "dsr": dsr,
        "controller": dsr.controller,
        "subject": dsr.submission.subject,
        "language": dsr.submission.language,
        "written_on": longdate(now.astimezone(dsr.controller.tz).date()),
        "received_on": longdate(dsr.submission.received_on),
        "pieces": told,
        "files": files,
        "wants_copy": measure.scope == "copy",
    }
    return render_to_string("package/information.html", context).encode()


def _table(source: Source) -> dict[str, Any]:
    """Return the first rows of a table, and whether there are more."""
    first = list(islice(sources.rows(source.attachment), SHOWN + 2))
    return {"head": first[:1], "rows": first[1 : SHOWN + 1], "more": len(first) > SHOWN + 1, "shown": SHOWN}


def _facts(dsr: SubjectRequest, told: list[Piece]) -> bytes:
    """Return the information for machines."""
    said = [{"article": piece.ref, "title": piece.title, "text": piece.text} for piece in told]
    return _json({"request": dsr.reference, "language": dsr.submission.language, "information": said})


def _manifest(archive: Archive, dsr: SubjectRequest, *, person: str, number: int, now: datetime) -> bytes:
    files = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in archive.members]
    return _json({
        "format": FORMAT, "request": dsr.reference, "right": dsr.law.article, "package": number,
        "controller": dsr.controller.name, "person": person, "language": dsr.submission.language,
        "built_at": now.isoformat(timespec="seconds"), "files": files,
    })  # fmt: skip


def _json(facts: dict[str, Any]) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
