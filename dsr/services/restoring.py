"""After a restore: what was erased since the backup is erased again before anybody can open anything."""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from dsr.evidence import checkpoints
from dsr.models import Actor, Draft, Event, EventName, Submission
from dsr.services import backups, drafts, purge
from dsr.services.backups import CannotBackUp
from dsr.vault import erasures, keys, stores
from dsr.vault.store_folder import FolderStore
from dsr.vault.store_sqlite import SqliteStore

A_PART = 1000
# Python 3.11.4 and later refuse by themselves what leads out of the folder; Debian 12 brings 3.11.2.
HARMLESS: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
REFUSED = (
    "a backup was restored, and what was erased since it was made is not erased again yet: "
    "run `manage.py restore_replay`, then start again"
)


class Unreplayed(RuntimeError):
    """The application does not open: see REFUSED."""


def restore(data: Path, keys_from: Path | None) -> None:
    """Put back an archive of data, and one of keys where it is given. Raises CannotBackUp.

    From before the first change until the replay is done, a mark keeps the application closed. The journal of
    erasures is never shortened: what stands in both is kept.
    """
    with tempfile.TemporaryDirectory(dir=data.parent) as folder:
        _unpack(data, "data", Path(folder) / "data")
        if keys_from is not None:
            _unpack(keys_from, "keys", Path(folder) / "keys")
        _mark().parent.mkdir(parents=True, exist_ok=True)
        _mark().touch(0o600)
        _put_back_data(Path(folder) / "data")
        if keys_from is not None:
            _put_back_keys(Path(folder) / "keys")
    keys.forget()


def _plain(packed: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the members of an archive; raise TarError at one that is no plain file inside it."""
    for member in packed:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
            raise tarfile.TarError(f"{member.name} is no plain file of a backup")
        yield member


def _unpack(archive: Path, kind: str, folder: Path) -> None:
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, members=_plain(packed), **HARMLESS)  # noqa: S202  (plain files alone)
        about = json.loads((folder / backups.ABOUT).read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise CannotBackUp(f"{archive} is no whole backup of {kind}: {type(error).__name__}") from error
    if (about.get("form"), about.get("kind")) != (backups.FORM, kind):
        raise CannotBackUp(f"{archive} is no backup of {kind} that this version reads")
    if kind == "data" and about["database"] != connection.vendor:
        raise CannotBackUp(
            f"{archive} is of {about['database']}; this installation runs on {connection.vendor}"
        )


def _put_back_data(folder: Path) -> None:
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connection.close()
        backups.copy(str(folder / backups.SQLITE), name)
    else:
        words = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        connection.close()
        backups.run(
            "pg_restore", *words, f"--dbname={connection.settings_dict['NAME']}", str(folder / backups.DUMP)
        )
    target, files = Path(settings.FILES_DIR), folder / backups.FILES
    shutil.rmtree(target, ignore_errors=True)
    if files.is_dir():
        shutil.copytree(files, target)
        target.chmod(0o700)


def _put_back_keys(folder: Path) -> None:
    store, known = stores.current(), set(erasures.noted())
    journal = (folder / backups.JOURNAL).read_text(encoding="ascii").split()
    erasures.note(one for one in map(UUID, journal) if one not in known)
    source: SqliteStore | FolderStore
    if (folder / backups.KEYS_SQLITE).exists():
        source = SqliteStore(str(folder / backups.KEYS_SQLITE))
    else:
        source = FolderStore(str(folder / backups.KEYS_FOLDER))
    # Keys that are newer than the backup stay; those of the backup are added, in whichever kind of store.
    for part in _parts(source.ids()):
        there = store.get(part)
        store.put({one: key for one, key in source.get(part).items() if one not in there})


def replay(*, now: datetime) -> int:
    """Erase again whatever the journal names, then let the application open; return how many submissions went.

    Checkpoints of what the backup does not hold are set aside, so that the log can be signed and verified again.
    """
    count = 0
    for part in _parts(erasures.noted()):
        stores.current().destroy(part)
        for submission in Submission.objects.filter(key__in=part, purged_at=None).values_list(
            "pk", flat=True
        ):
            purge.again(submission, now=now)
            count += 1
        with transaction.atomic():
            drafts.forget(Draft.objects.select_for_update().filter(key__in=part, submission=None))
    purge.finish()
    _go_on_with_the_log(now)
    _mark().unlink(missing_ok=True)
    return count


def _go_on_with_the_log(now: datetime) -> None:
    """Let the log be signed again where it now ends before what was signed, and put that on record."""
    if found := checkpoints.lost():
        signed, left = found
        # First the record: a process killed in between makes a second one, and never none.
        Event.objects.create(
            name=EventName.RESTORED, at=now, actor=Actor.SYSTEM, data={"signed": signed, "left": left}
        )
        checkpoints.set_aside(now=now)


def refuse_unreplayed() -> None:
    """Raise Unreplayed after a restore by our command, or by any other means, whose erasures were not repeated."""
    refuse_marked()
    try:
        alive = any(
            Submission.objects.filter(key__in=part, purged_at=None).exists()
            for part in _parts(erasures.noted())
        )
    except DatabaseError:
        return  # no tables yet, or no database: there is nothing that could be read
    if alive:
        raise Unreplayed(REFUSED)


def refuse_marked() -> None:
    """Raise Unreplayed while what our command restores is not replayed: one look at a file, for every piece of work."""
    if _mark().exists():
        raise Unreplayed(REFUSED)


def _mark() -> Path:
    return Path(settings.VAR_DIR) / "restored"


def _parts(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while part := list(islice(ids, A_PART)):
        yield part
