"""The key store of one machine: a SQLite file of its own, in which nothing of a deleted key stays behind."""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from dsr.vault.errors import StoreDamaged

# Below the number of parameters that every SQLite takes in one statement.
MOST_AT_ONCE = 900
PRAGMAS = (
    "PRAGMA busy_timeout=20000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
)
TABLE = "CREATE TABLE IF NOT EXISTS keys (id BLOB PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID"
# A row that says that the store was in use, so that an emptied store does not pass for a new one.
USED = "CREATE TABLE IF NOT EXISTS used (since TEXT DEFAULT CURRENT_TIMESTAMP)"
_OF_PARENTS: list[object] = []


class SqliteStore:
    """This will keep wrapped keys in one file that only its owner reads; each thread has its own connection."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._local = threading.local()

    def put(self, keys: Mapping[UUID, bytes]) -> None:
        """Add keys; they are on disk when this returns."""
        with self._writing() as db:
            db.execute("INSERT INTO used SELECT CURRENT_TIMESTAMP WHERE NOT EXISTS (SELECT 1 FROM used)")
            db.executemany("INSERT INTO keys VALUES (?, ?)", [(one.bytes, key) for one, key in keys.items()])

    def get(self, ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """Return those of these keys that are there."""
        wanted, found = [one.bytes for one in ids], {}
        with self._reading() as db:
            for start in range(0, len(wanted), MOST_AT_ONCE):
                part = wanted[start : start + MOST_AT_ONCE]
                marks = ",".join("?" * len(part))
                rows = db.execute(f"SELECT id, wrapped FROM keys WHERE id IN ({marks})", part)  # noqa: S608  (marks only)
                found.update({UUID(bytes=one): wrapped for one, wrapped in rows})
        return found

    def replace(self, keys: Mapping[UUID, bytes]) -> None:
        """Write keys anew that are there; one that was destroyed meanwhile stays so."""
        with self._writing() as db:
            db.executemany(
                "UPDATE keys SET wrapped = ? WHERE id = ?", [(k, one.bytes) for one, k in keys.items()]
            )
        self._tidy()

    def destroy(self, ids: Iterable[UUID]) -> None:
        """Delete keys, overwrite where they stood, and empty the write-ahead log that may still hold them."""
        with self._writing() as db:
            db.executemany("DELETE FROM keys WHERE id = ?", [(one.bytes,) for one in ids])
        self._tidy()

    def ids(self) -> Iterator[UUID]:
        """Yield the id of every key, a part at a time, so that writers are never kept waiting."""
        last = b""
        while True:
            with self._reading() as db:
                query = "SELECT id FROM keys WHERE id > ? ORDER BY id LIMIT 1000"
                part = [one for (one,) in db.execute(query, [last])]
            if not part:
                return
            yield from (UUID(bytes=one) for one in part)
            last = part[-1]

    def is_empty(self) -> bool:
        """Return whether no key was ever put here."""
        with self._reading() as db:
            return db.execute("SELECT 1 FROM used").fetchone() is None

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the store as it stands now, into a file that only its owner reads."""
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        target = sqlite3.connect(path)
        try:
            with self._reading() as db:
                db.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            target.close()

    def _tidy(self) -> None:
        with self._reading() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection()
        except sqlite3.Error as error:
            # A disk that was full for a moment must not leave a connection behind that never recovers.
            self._local.kept = None
            raise StoreDamaged(
                f"the key store {self.path} cannot be used ({error}): see that its disk is well, "
                "else restore it from its backup"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread; a process that was forked opens its own."""
        kept = getattr(self._local, "kept", None)
        if kept is not None and kept[0] == os.getpid() and self.path.exists():
            return kept[1]  # type: ignore[no-any-return]
        if kept is not None and kept[0] != os.getpid():
            _OF_PARENTS.append(kept)  # closed by a child, it would meddle with what its parent has open
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made without being opened: closing a file that SQLite holds open in this process drops its
            # locks, and then another process takes itself for the last one and removes the log under us.
            with suppress(FileExistsError):
                os.mknod(self.path, 0o600)
        except OSError as error:
            raise StoreDamaged(f"the key store {self.path} cannot be opened ({error.strerror})") from error
        db = sqlite3.connect(self.path, isolation_level=None)
        db.executescript(f"{PRAGMAS} {TABLE}; {USED};")
        self._local.kept = (os.getpid(), db)
        return db
