"""Backups: database and files in one archive, keys and the journal of erasures in another, for their owner alone.

The key-encryption key is in neither: whoever has both archives still reads nothing.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from dsr.vault import erasures, stores
from dsr.vault.store_folder import FolderStore
from dsr.vault.store_sqlite import SqliteStore

FORM = 1
ABOUT, DUMP, SQLITE, FILES = "about.json", "database.dump", "database.sqlite3", "files"
KEYS_SQLITE, KEYS_FOLDER, JOURNAL = "keys.sqlite3", "keys", "erasures"


class CannotBackUp(RuntimeError):
    """A backup cannot be made or read; the message says what is missing."""


def back_up(data: Path, keys: Path | None, *, now: datetime) -> None:
    """Write one archive with the data, then, if asked, one with the keys. Raises CannotBackUp.

    The keys come last, so that they open whatever the data hold. Neither is written over.
    """
    with _archive(data, "data", now) as archive, tempfile.TemporaryDirectory(dir=data.parent) as folder:
        name = SQLITE if connection.vendor == "sqlite" else DUMP
        dump = Path(folder) / name
        _dump(dump)
        archive.add(dump, name)
        if Path(settings.FILES_DIR).is_dir():
            archive.add(settings.FILES_DIR, FILES)
    if keys is not None:
        _back_up_keys(keys, now=now)


def _back_up_keys(target: Path, *, now: datetime) -> None:
    store = stores.current()
    with _archive(target, "keys", now) as archive, tempfile.TemporaryDirectory(dir=target.parent) as folder:
        if isinstance(store, SqliteStore):
            store.copy_to(Path(folder) / KEYS_SQLITE)
            archive.add(Path(folder) / KEYS_SQLITE, KEYS_SQLITE)
        elif isinstance(store, FolderStore) and store.path.is_dir():
            archive.add(store.path, KEYS_FOLDER)
        journal = "".join(f"{one}\n" for one in erasures.noted())
        _add(archive, JOURNAL, journal.encode())


@contextmanager
def _archive(target: Path, kind: str, now: datetime) -> Iterator[tarfile.TarFile]:
    """Write an archive beside its place and put it there once it is whole."""
    if target.exists():
        raise CannotBackUp(f"{target} is there already: name another file")
    half = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                about = {"form": FORM, "kind": kind, "database": connection.vendor, "at": now.isoformat()}
                _add(archive, ABOUT, json.dumps(about).encode())
                yield archive
            file.flush()
            os.fsync(file.fileno())
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        copy(str(connection.settings_dict["NAME"]), str(target))
        return
    run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def copy(source: str, target: str) -> None:
    """Copy a SQLite database as it stands at one moment, also while it is in use."""
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


def run(program: str, *words: str) -> None:
    """Run a program of PostgreSQL on our database. Raises CannotBackUp where it is missing or fails."""
    found = shutil.which(program)
    if found is None:
        raise CannotBackUp(f"{program} is not installed here: install PostgreSQL's client programs")
    entry: dict[str, Any] = connection.settings_dict
    known = {
        "PGDATABASE": entry["NAME"], "PGUSER": entry["USER"], "PGPASSWORD": entry["PASSWORD"],
        "PGHOST": entry["HOST"], "PGPORT": entry["PORT"],
    }  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    done = subprocess.run([found, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(f"{program} failed: {done.stderr.strip()[-400:]}")
