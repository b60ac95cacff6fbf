"""Exports that are made in the background: ordered as a row, made piece by piece, fetched, destroyed.

CSV and JSON are kept as pieces, so that a run which was cut short goes on behind the last one that is finished. A
spreadsheet and a PDF can only be written whole; they begin again.
"""

import logging
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dsr.exports import as_csv, as_json, as_pdf, as_xlsx, choice, store, table
from dsr.models import Export, ExportForm, ExportState, SubjectRequest, User, lease
from dsr.vault import keys

log = logging.getLogger(__name__)

A_PIECE = 50_000
# Longer than the longest piece; a spreadsheet keeps its lease alive while it is written.
LEASE = timedelta(minutes=5)
LONGEST_RUN = timedelta(minutes=3)
LIFE = timedelta(hours=48)
MOST_ATTEMPTS = 5
WAITING, RUNNING = Q(state=ExportState.WAITING), Q(state=ExportState.RUNNING)
SUFFIX = {ExportForm.CSV: "csv", ExportForm.JSON: "json", ExportForm.XLSX: "xlsx", ExportForm.PDF: "pdf"}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
Clock = Callable[[], datetime]


class NamesNeedAReason(ValueError):
    """A register with names was asked for without saying why."""


class LostLease(Exception):
    """Another worker has taken the export over meanwhile."""


def order(
    requests: QuerySet[SubjectRequest],
    *,
    key: str,
    form: str,
    language: str,
    by: User,
    now: datetime,
    named: bool = False,
    reason: str = "",
) -> tuple[Export, bool]:
    """Ask for an export of these requests; return it, and whether it is new: the same key twice is one export.

    Raises NamesNeedAReason.
    """
    if named and not reason:
        raise NamesNeedAReason
    chosen, total = choice.pack(requests)
    return Export.objects.get_or_create(
        key=key,
        defaults={
            "by": by, "form": form, "named": named, "reason": reason if named else "", "language": language,
            "chosen": chosen, "total": total, "asked_at": now, "next_try_at": now, "folder": secrets.token_hex(16),
        },
    )  # fmt: skip


def make_due(*, clock: Clock) -> int:
    """Make the exports that wait, for some minutes at the most; return how many were finished."""
    finished, ends = 0, clock() + LONGEST_RUN
    while clock() < ends:
        export = _claim(clock())
        if export is None:
            break
        finished += _run(export, clock, ends)
    return finished


def _claim(now: datetime) -> Export | None:
    """Lease the next export; one that another process is leasing at this moment is passed over."""
    token, due = secrets.token_hex(16), lease.due("next_try_at", waiting=WAITING, leased=RUNNING, now=now)
    with transaction.atomic():
        first = Export.objects.filter(due).order_by("next_try_at", "pk")
        found = first.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if found is None:
            return None
        Export.objects.filter(due, pk=found).update(
            state=ExportState.RUNNING, next_try_at=lease.until(LEASE), token=token, attempts=F("attempts") + 1
        )
    return Export.objects.filter(pk=found, token=token).first()


def _run(export: Export, clock: Clock, ends: datetime) -> bool:
    """Go on with one export until it is finished or the time is over. Return whether it is finished."""
    if export.attempts > MOST_ATTEMPTS:
        _mark(export, state=ExportState.FAILED, next_try_at=None, error="too many attempts")
        return False
    try:
        done = _pieces(export, clock, ends) if export.form in {"csv", "json"} else _whole(export, clock)
    except LostLease:
        return False
    except Exception as error:  # noqa: BLE001  (one export that cannot be made must not hold up the others)
        log.error("export %s: %s", export.pk, type(error).__name__)
        again = lease.again(clock(), LEASE)
        _mark(export, state=ExportState.WAITING, next_try_at=again, error=type(error).__name__)
        return False
    if done:
        now = clock()
        _mark(
            export,
            state=ExportState.READY,
            next_try_at=None,
            finished_at=now,
            expires_at=now + LIFE,
            error="",
        )
    else:
        # The time of this run is over, not the work: the next run goes on at once, and no attempt was spent.
        _mark(export, next_try_at=lease.over(), attempts=F("attempts") - 1)
    return done


def _mark(export: Export, **changes: object) -> None:
    """Write down how far an export is, unless its lease was lost. Raises LostLease."""
    if not Export.objects.filter(pk=export.pk, token=export.token).update(**changes):
        raise LostLease


def _pieces(export: Export, clock: Clock, ends: datetime) -> bool:
    keys = choice.unpack(export.chosen)
    for number in range(export.pieces, -(-len(keys) // A_PIECE) or 1):
        if number > export.pieces and clock() >= ends:
            return False
        first = number * A_PIECE
        part = keys[first : first + A_PIECE]
        blocks = _blocks(export, number, list(choice.parts(part, first=0, size=choice.A_QUERY)), clock())
        size = store.put(export, number, blocks)
        _mark(
            export,
            pieces=number + 1,
            done=first + len(part),
            size=F("size") + size,
            next_try_at=lease.until(LEASE),
        )
    return True


def _blocks(
    export: Export, number: int, parts: list[QuerySet[SubjectRequest]], now: datetime
) -> Iterator[bytes]:
    """Yield one piece; the first begins with the header."""
    how = {"language": export.language, "named": export.named}
    if export.form == ExportForm.CSV:
        if not number:
            yield as_csv.header(**how)
        yield from as_csv.body(parts, now=now, **how)
        return
    if not number:
        yield as_json.header(now=now, **how)
    yield from as_json.body(parts, now=now, first=not number, **how)


def _whole(export: Export, clock: Clock) -> bool:
    """Write a spreadsheet or a PDF beside the store, then put it there as its one piece."""
    keys = choice.unpack(export.chosen)
    parts = choice.parts(keys, first=0, size=choice.A_QUERY)
    how = {"count": len(keys), "language": export.language}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "export"
        found = table.read(
            _told(export, parts, clock), language=export.language, now=clock(), named=export.named
        )
        if export.form == ExportForm.XLSX:
            as_xlsx.write(found, target, named=export.named, **how)
        else:
            as_pdf.register(found, target, now=clock(), **how)
        with target.open("rb") as file:
            size = store.put(export, 0, iter(lambda: file.read(1 << 20), b""))
    _mark(export, pieces=1, done=len(keys), size=size)
    return True


def _told(
    export: Export, parts: Iterable[QuerySet[SubjectRequest]], clock: Clock
) -> Iterator[QuerySet[SubjectRequest]]:
    """Yield the parts, and say after each how far it is. Raises LostLease."""
    done = 0
    for part in parts:
        yield part
        done = min(done + choice.A_QUERY, export.total)
        _mark(export, done=done, next_try_at=lease.until(LEASE))


def suffix(export: Export) -> str:
    """Return the ending of the file's name: a PDF of several volumes comes as a zip."""
    if export.form == ExportForm.PDF and not as_pdf.is_one_volume(export.total):
        return "zip"
    return SUFFIX[ExportForm(export.form)]


def fetch(export: Export, *, now: datetime) -> Iterator[bytes]:
    """Yield the file of an export that is ready, from its pieces."""
    Export.objects.filter(pk=export.pk, fetched_at=None).update(fetched_at=now)
    yield from store.read(export)
    if export.form == ExportForm.JSON:
        yield as_json.END


def destroy_old(*, now: datetime) -> int:
    """Destroy the files of exports whose time is over, and of those that nobody could make; return how many."""
    over = Export.objects.filter(state=ExportState.READY, expires_at__lte=now)
    failed = Export.objects.filter(state=ExportState.FAILED).exclude(folder="")
    count = 0
    for export in [*over, *failed]:
        destroy(export)
        count += 1
    return count


def destroy(export: Export) -> None:
    """Destroy the file of one export; its row stays, without the list of what was chosen."""
    store.remove(export)
    keys.destroy([export.seal_key])
    state = export.state if export.state == ExportState.FAILED else ExportState.EXPIRED
    Export.objects.filter(pk=export.pk).update(state=state, folder="", chosen=b"", next_try_at=None, token="")
