"""One random key for each submission: drawn here, opened for a few seconds, destroyed by the purge.

A key is named by a random id that the submission holds. What is sealed with a destroyed key is noise, in every copy.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dsr.vault import erasures, kek, stores
from dsr.vault.errors import KeyGone

KEY_BYTES = 32
# After a purge in another process, no process opens anything with the key for longer than this.
KEPT_SECONDS = 5.0
MOST_KEPT = 12_000
# A busy process draws keys ahead, so that many submissions share one wait for the disk.
MOST_AHEAD = 32
# So many keys are wrapped anew in one go.
A_PART = 500


class DataKey:
    """One open key, from which those for fields and for files are derived."""

    def __init__(self, key_id: UUID, secret: bytes) -> None:
        self.id, self._secret = key_id, secret

    @cached_property
    def cipher(self) -> AESGCM:
        """The cipher for the fields of the rows."""
        return AESGCM(self.derive(b"fields"))

    def derive(self, purpose: bytes) -> bytes:
        """Return 32 bytes for a purpose, from which those for another cannot be computed."""
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=self.id.bytes, info=b"dsr:" + purpose).derive(
            self._secret
        )


class _Memory:
    """This will hold what one process knows for a moment: open keys, and keys drawn ahead."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop everything."""
        self.open: dict[UUID, tuple[float, DataKey]] = {}
        self.ahead: dict[tuple[str, str], list[UUID]] = {}
        self.step = 1

    def after_fork(self) -> None:
        """Begin anew: parent and child must not hand out the same key."""
        self.lock = threading.Lock()
        self.forget()


_memory = _Memory()
os.register_at_fork(after_in_child=_memory.after_fork)


def draw() -> UUID:
    """Return the id of a fresh key that is in the store already. Raises KekMissing, StoreDamaged."""
    place = (settings.KEY_STORE, settings.KEK_FILE)
    with _memory.lock:
        ahead = _memory.ahead.setdefault(place, [])
        if not ahead:
            ahead.extend(_fresh(_memory.step))
            _memory.step = min(_memory.step * 2, MOST_AHEAD)
        return ahead.pop()


def _fresh(count: int) -> list[UUID]:
    """Put new keys into the store. The first of an embedded installation draws the key-encryption key, too."""
    store = stores.current()
    if settings.KEK_DRAWN and not kek.exists() and store.is_empty():
        kek.draw_first(Path(settings.KEK_FILE))
    wrapper = kek.current()
    new = {uuid4(): secrets.token_bytes(KEY_BYTES) for _ in range(count)}
    store.put({one: wrapper.wrap(secret, one) for one, secret in new.items()})
    return list(new)


def open_keys(ids: Iterable[UUID | None]) -> None:
    """Fetch many keys at once, for a list or an export; those that are not there are left out."""
    now = time.monotonic()
    kept = _memory.open
    wanted = {one for one in ids if one is not None and (one not in kept or kept[one][0] <= now)}
    if not wanted:
        return
    found = stores.current().get(wanted)
    wrapper = kek.current()
    fresh = {
        one: (now + KEPT_SECONDS, DataKey(one, wrapper.unwrap(wrapped, one)))
        for one, wrapped in found.items()
    }
    with _memory.lock:
        if len(_memory.open) + len(fresh) > MOST_KEPT:
            _memory.open.clear()
        _memory.open.update(fresh)


def open_key(key_id: UUID) -> DataKey:
    """Return one key, from memory where it was opened within seconds. Raises KeyGone and what the stores raise."""
    kept = _memory.open.get(key_id)
    if kept is None or kept[0] <= time.monotonic():
        with _memory.lock:
            _memory.open.pop(key_id, None)
        open_keys([key_id])
        kept = _memory.open.get(key_id)
    if kept is None:
        raise KeyGone(
            f"key {key_id} is not in the key store: it was destroyed, or the store is older than the database; "
            "in that case restore the store from its newest backup"
        )
    return kept[1]


def destroy(ids: Iterable[UUID]) -> None:
    """Destroy keys for good, and note it in the journal first, so that a restore repeats it. Raises StoreDamaged."""
    gone = list(ids)
    erasures.note(gone)
    stores.current().destroy(gone)
    with _memory.lock:
        for one in gone:
            _memory.open.pop(one, None)


def rewrap() -> int:
    """Wrap every key anew that an older key-encryption key wraps; return how many. The data stay as they are."""
    store, wrapper, done = stores.current(), kek.current(), 0
    part: list[UUID] = []
    for one in store.ids():
        part.append(one)
        if len(part) == A_PART:
            done += _rewrap(store, wrapper, part)
            part = []
    return done + _rewrap(store, wrapper, part)


def _rewrap(store: stores.KeyStore, wrapper: kek.Kek, ids: list[UUID]) -> int:
    old = {one: wrapped for one, wrapped in store.get(ids).items() if not wrapper.is_current(wrapped)}
    if old:
        store.replace({one: wrapper.wrap(wrapper.unwrap(wrapped, one), one) for one, wrapped in old.items()})
    return len(old)


def forget() -> None:
    """Drop every open key and every key drawn ahead from the memory of this process."""
    with _memory.lock:
        _memory.forget()
