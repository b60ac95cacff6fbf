"""Sealing a value: AES-256-GCM with the key of its submission, bound to the model, the field and the row.

A sealed value is text: a mark of the form, then base64 of the id of the key, the nonce, and what was sealed.
"""

import base64
import os
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from dsr.vault import keys
from dsr.vault.errors import NotAsSealed, StillSealed, VaultError

FORM = "s1."
KEY_ID, NONCE = 16, 12

# Set while a page is shown again for which something could not be opened: the codes of what went wrong.
troubles: ContextVar[set[str] | None] = ContextVar("troubles", default=None)


class Sealed:
    """One sealed value as the database holds it. It never passes for text: see StillSealed."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        raise StillSealed("a sealed value was read past its model: fetch the model's row, not values()")

    def __format__(self, form: str) -> str:
        return str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    @property
    def key_id(self) -> UUID:
        """The id of the key. Raises NotAsSealed."""
        return UUID(bytes=_bytes(self.token)[:KEY_ID])


def seal(words: str, *, key_id: UUID, place: str, row: UUID) -> Sealed:
    """Return words sealed for one place ("dsr.subject.name") of one row. Raises VaultError."""
    nonce = os.urandom(NONCE)
    hidden = keys.open_key(key_id).cipher.encrypt(nonce, words.encode(), _bound(key_id, place, row))
    return Sealed(FORM + base64.urlsafe_b64encode(key_id.bytes + nonce + hidden).decode())


def unseal(sealed: Sealed, *, place: str, row: UUID) -> str:
    """Return the words of a sealed value. Raises VaultError: KeyGone after a purge, NotAsSealed where it was moved."""
    raw = _bytes(sealed.token)
    key_id, nonce = UUID(bytes=raw[:KEY_ID]), raw[KEY_ID : KEY_ID + NONCE]
    cipher = keys.open_key(key_id).cipher
    try:
        return cipher.decrypt(nonce, raw[KEY_ID + NONCE :], _bound(key_id, place, row)).decode()
    except (InvalidTag, ValueError) as error:
        raise NotAsSealed(
            f"{place} of a row was changed or moved after it was sealed: see the backups"
        ) from error


def shown(sealed: Sealed, *, place: str, row: UUID) -> str | None:
    """Return the words, or None where they cannot be opened and somebody looks on who wants to see the rest."""
    try:
        return unseal(sealed, place=place, row=row)
    except VaultError as error:
        found = troubles.get()
        if found is None:
            raise
        found.add(error.code)
        return None


def open_ahead(rows: Iterable[Any]) -> None:
    """Fetch the keys of many rows at once, before their personal fields are read one by one."""
    sealed = (value for row in rows for value in row.__dict__.values() if isinstance(value, Sealed))
    keys.open_keys({value.key_id for value in sealed})


def _bound(key_id: UUID, place: str, row: UUID) -> bytes:
    return b"\x00".join([place.encode(), row.bytes, key_id.bytes])


def _bytes(token: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token.removeprefix(FORM)) if token.startswith(FORM) else b""
    except ValueError:
        raw = b""
    if len(raw) <= KEY_ID + NONCE:
        raise NotAsSealed("a field for personal words holds what was never sealed: see the backups")
    return raw
