"""The key store of several machines: a folder that they share, with one small file a key."""

import fcntl
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from dsr.vault.errors import StoreDamaged

NAME = re.compile(r"^[0-9a-f]{32}$")


class FolderStore:
    """This will keep each wrapped key in a file that only its owner reads, in 256 folders by its first figures."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def put(self, keys: Mapping[UUID, bytes]) -> None:
        """Add keys; they are on disk when this returns."""
        with _troubles(self.path), self._locked(fcntl.LOCK_SH):
            for one, wrapped in keys.items():
                _write(self._file(one), wrapped)

    def get(self, ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """Return those of these keys that are there."""
        found = {}
        with _troubles(self.path):
            for one in ids:
                try:
                    found[one] = self._file(one).read_bytes()
                except FileNotFoundError:
                    continue
        return found

    def replace(self, keys: Mapping[UUID, bytes]) -> None:
        """Write keys anew that are there; nobody can destroy one meanwhile."""
        with _troubles(self.path), self._locked(fcntl.LOCK_EX):
            for one, wrapped in keys.items():
                if self._file(one).exists():
                    _write(self._file(one), wrapped)

    def destroy(self, ids: Iterable[UUID]) -> None:
        """Overwrite and delete keys; one that is not there is no error."""
        with _troubles(self.path), self._locked(fcntl.LOCK_EX):
            for one in ids:
                path = self._file(one)
                try:
                    with path.open("r+b") as file:
                        file.write(bytes(path.stat().st_size))
                        file.flush()
                        os.fsync(file.fileno())
                except FileNotFoundError:
                    continue
                path.unlink()
                _settle(path.parent)

    def ids(self) -> Iterator[UUID]:
        """Yield the id of every key."""
        with _troubles(self.path):
            for folder in sorted(self.path.glob("[0-9a-f][0-9a-f]")):
                yield from (UUID(file.name) for file in folder.iterdir() if NAME.match(file.name))

    def is_empty(self) -> bool:
        """Return whether no key was ever put here."""
        return not any(self.path.glob("[0-9a-f][0-9a-f]"))

    def _file(self, one: UUID) -> Path:
        return self.path / one.hex[:2] / one.hex

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, how)
            yield
        finally:
            os.close(lock)


def _write(path: Path, wrapped: bytes) -> None:
    """Put a key in its place at once: no reader finds half of it, and a power cut leaves none."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(wrapped)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreDamaged(
            f"the key store {path} cannot be used ({error.strerror}): see that its disk is well and mounted, "
            "else restore it from its backup"
        ) from error
