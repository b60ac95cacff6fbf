"""The key-encryption key: it wraps the key of every submission, and stands neither in the database nor beside the keys.

`KEK_FILE` holds one key a line, in base64; the first one wraps, the others still unwrap while keys are rotated.
Another place, such as a key management service, is a class with the two methods of `Kek`, named by `KEK_CLASS`.
"""

import base64
import hashlib
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

from dsr.vault.errors import KekMissing, StoreDamaged, WrongKek

KEY_BYTES, MARK_BYTES, NONCE_BYTES = 32, 8, 12


class Kek(Protocol):
    """This will wrap and unwrap data keys."""

    def wrap(self, key: bytes, key_id: UUID) -> bytes:
        """Return a data key, sealed for this id. Raises KekMissing."""

    def unwrap(self, wrapped: bytes, key_id: UUID) -> bytes:
        """Return the data key of this id. Raises KekMissing, WrongKek, StoreDamaged."""

    def is_current(self, wrapped: bytes) -> bool:
        """Return whether a data key is wrapped as it would be wrapped now."""


def current() -> Kek:
    """Return the key-encryption key that the settings name."""
    wrapper: Kek = import_string(settings.KEK_CLASS)()
    return wrapper


class FileKek:
    """This will wrap with the first key of KEK_FILE, with AES-256-GCM, and unwrap with any of them."""

    def __init__(self) -> None:
        self._keys = _ring()

    def wrap(self, key: bytes, key_id: UUID) -> bytes:
        """Return mark of the wrapping key, nonce and sealed key."""
        mark, cipher = next(iter(self._keys.items()))
        nonce = os.urandom(NONCE_BYTES)
        return mark + nonce + cipher.encrypt(nonce, key, key_id.bytes)

    def unwrap(self, wrapped: bytes, key_id: UUID) -> bytes:
        """Return the data key. Raises WrongKek, StoreDamaged."""
        mark, nonce = wrapped[:MARK_BYTES], wrapped[MARK_BYTES : MARK_BYTES + NONCE_BYTES]
        cipher = self._keys.get(mark)
        if cipher is None:
            raise WrongKek(
                f"the keys are wrapped with another key-encryption key (mark {mark.hex()}) than {settings.KEK_FILE} "
                "holds: put the right file back from its backup"
            )
        try:
            return cipher.decrypt(nonce, wrapped[MARK_BYTES + NONCE_BYTES :], key_id.bytes)
        except (InvalidTag, ValueError) as error:
            raise StoreDamaged(f"key {key_id} is damaged: restore the key store from its backup") from error

    def is_current(self, wrapped: bytes) -> bool:
        """Return whether the first key of the file wrapped this one."""
        return wrapped[:MARK_BYTES] == next(iter(self._keys))


def draw_first(path: Path) -> None:
    """Draw the key of a new installation into a file of its owner alone; whoever is second changes nothing."""
    new = _beside(path, _fresh())
    try:
        path.hardlink_to(new)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def draw(path: Path) -> None:
    """Put a new key at the head of a file; the others stay behind it until every key is wrapped anew."""
    _beside(path, _fresh() + path.read_text(encoding="utf-8")).replace(path)


def forget_old(path: Path) -> int:
    """Leave the first key of a file alone; return how many are gone."""
    first, *others = path.read_text(encoding="utf-8").split()
    _beside(path, first + "\n").replace(path)
    return len(others)


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n"


def _beside(path: Path, text: str) -> Path:
    """Write a file beside another, to take its place at once: no reader finds half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return new


def exists() -> bool:
    """Return whether there is a key-encryption key."""
    return bool(settings.KEK_FILE) and Path(settings.KEK_FILE).exists()


def _ring() -> dict[bytes, AESGCM]:
    if not settings.KEK_FILE:
        raise KekMissing("KEK_FILE is missing: name the file with the key-encryption key")
    try:
        found = Path(settings.KEK_FILE).stat()
        return _read(settings.KEK_FILE, found.st_mtime_ns, found.st_ino, found.st_size)
    except OSError as error:
        raise KekMissing(
            f"the key-encryption key {settings.KEK_FILE} cannot be read ({error.strerror}): "
            "put it back from its backup; without it nothing that is sealed can be opened"
        ) from error


@lru_cache(maxsize=4)
def _read(path: str, *_version: int) -> dict[bytes, AESGCM]:
    """Return the keys of a file by their marks; a file that was changed is read again."""
    ring = {}
    for line in Path(path).read_text(encoding="utf-8").split():
        try:
            key = base64.b64decode(line, validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise KekMissing(f"{path} holds a line that is no key of 32 bytes in base64")
        ring[hashlib.sha256(b"kek-mark:" + key).digest()[:MARK_BYTES]] = AESGCM(key)
    if not ring:
        raise KekMissing(f"{path} is empty: put the key-encryption key back from its backup")
    return ring
