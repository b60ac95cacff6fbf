"""What goes into a package: the files that the owners of its systems sent, and what the desk added."""

import codecs
import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.text import slugify

from dsr.models import Attachment, SubjectRequest, TaskState
from dsr.services import files

ENDINGS = {kind: ending for ending, kind in files.EXTENSIONS.items()}
HEAD = 4096
DELIMITERS = ",;\t|"
# A cell may be as long as a file.
csv.field_size_limit(files.MOST_BYTES)


@dataclass(frozen=True)
class Source:
    """One file on its way into a package: where it will lie there, and which system it is from."""

    attachment: Attachment
    path: str
    origin: str

    @property
    def is_table(self) -> bool:
        """Whether other programs can read it row by row."""
        return self.attachment.media_type == files.CSV

    @property
    def twin(self) -> str:
        """Where the same table lies as JSON."""
        return f"{self.path.removesuffix('.csv')}.json"


def gather(dsr: SubjectRequest) -> list[Source]:
    """Return what the package of a request holds, by system, the desk's own last; what was left out is not in it."""
    return [
        Source(attachment, f"data/{place:02d}-{_named(attachment)}", _origin(attachment))
        for place, attachment in enumerate((one for one in offered(dsr) if not one.left_out), start=1)
    ]


def offered(dsr: SubjectRequest) -> list[Attachment]:
    """Return every file that could be part of the package of a request."""
    tasks = {task.pk: task for task in dsr.tasks.all() if task.state != TaskState.WAIVED}
    found = []
    for one in dsr.submission.attachments.all():
        if one.task_id in tasks:
            one.task = tasks[one.task_id]
            found.append(one)
        elif one.task_id is None and one.packed_for_id == dsr.pk:
            found.append(one)
    # Those of the systems by their names, those added by hand last.
    return sorted(found, key=lambda one: (one.task is None, one.task.system.name if one.task else "", one.pk))


def opened(attachment: Attachment) -> BinaryIO:
    """Return a file to be read from its beginning."""
    return files.opened(attachment)


def chunks(attachment: Attachment) -> Iterator[bytes]:
    """Yield the bytes of a file, some at a time."""
    with opened(attachment) as stream:
        yield from iter(lambda: stream.read(files.CHUNK), b"")


def digest(attachment: Attachment) -> str:
    """Return the digest of a file as it lies there now."""
    found = hashlib.sha256()
    for chunk in chunks(attachment):
        found.update(chunk)
    return found.hexdigest()


def rows(attachment: Attachment) -> Iterator[list[str]]:
    """Yield the rows of a table, whatever its alphabet and whatever stands between its cells."""
    with opened(attachment) as stream:
        head = stream.read(HEAD)
    with opened(attachment) as stream:
        text = io.TextIOWrapper(stream, encoding=_alphabet(attachment, head), errors="replace", newline="")
        try:
            yield from csv.reader(text, delimiter=_delimiter(head))
        finally:
            text.detach()


def as_csv(attachment: Attachment) -> Iterator[bytes]:
    """Yield a table in UTF-8 with commas, as every program reads it."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield codecs.BOM_UTF8
    for row in rows(attachment):
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def as_json(attachment: Attachment) -> Iterator[bytes]:
    """Yield a table as a list of objects, one a row, under the names of its first line."""
    found = rows(attachment)
    names = next(found, [])
    yield b"["
    for place, row in enumerate(found):
        known = {
            name or f"column {at}": cell for at, (name, cell) in enumerate(zip(names, row, strict=False), 1)
        }
        more = {f"column {at}": cell for at, cell in enumerate(row[len(names) :], start=len(names) + 1)}
        said = json.dumps(known | more, ensure_ascii=False)
        yield f"{',' if place else ''}\n{said}".encode()
    yield b"\n]\n"


def _alphabet(attachment: Attachment, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(attachment):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(head: bytes) -> str:
    """Return what stands between the cells: whatever of the usual signs the first line holds most often."""
    first = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1", "ignore")
    first = first.lstrip("\r\n").splitlines()[0] if first.strip() else ""
    return max(DELIMITERS, key=first.count)


def _named(attachment: Attachment) -> str:
    """Return the name that a file has in the package: that of its system, with the ending of its kind."""
    name = slugify(_origin(attachment))[:40] or "file"
    return f"{name}{ENDINGS.get(attachment.media_type, '.bin')}"


def _origin(attachment: Attachment) -> str:
    return attachment.task.system.name if attachment.task is not None else ""
