"""Where the wrapped keys lie: outside the database, as a key deleted there would live on in its log and its copies.

`KEY_STORE` is `sqlite:///path` (one machine) or `files:///folder` (a folder that all machines share, one file a key).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dsr.vault.store_folder import FolderStore
from dsr.vault.store_sqlite import SqliteStore


class KeyStore(Protocol):
    """This will keep wrapped keys by their ids. Every method may raise StoreDamaged."""

    def put(self, keys: Mapping[UUID, bytes]) -> None:
        """Add keys; they are on disk when this returns."""

    def get(self, ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """Return those of these keys that are there."""

    def replace(self, keys: Mapping[UUID, bytes]) -> None:
        """Write keys anew that are there; one that was destroyed meanwhile stays so."""

    def destroy(self, ids: Iterable[UUID]) -> None:
        """Delete keys so that the store's files hold nothing of them; one that is not there is no error."""

    def ids(self) -> Iterator[UUID]:
        """Yield the id of every key."""

    def is_empty(self) -> bool:
        """Return whether no key was ever put here."""


def current() -> KeyStore:
    """Return the key store that the settings name."""
    return _open(settings.KEY_STORE)


@lru_cache(maxsize=4)
def _open(url: str) -> KeyStore:
    parts = urlsplit(url)
    kinds: dict[str, type[SqliteStore] | type[FolderStore]] = {"sqlite": SqliteStore, "files": FolderStore}
    if parts.scheme not in kinds or not parts.path:
        raise ImproperlyConfigured("KEY_STORE: use sqlite:///path or files:///folder")
    return kinds[parts.scheme](unquote(parts.path))
