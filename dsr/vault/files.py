"""Sealed files: streamed into the store and out of it, each bound to a key and to the name under which it lies."""

import secrets
from collections.abc import Iterator
from typing import BinaryIO, cast
from uuid import UUID

import pyrage
from django.core.files.base import File
from django.core.files.storage import default_storage

from dsr.vault import age, keys
from dsr.vault.errors import FileCut, NotAsSealed, VaultError

CHUNK = 1 << 16
CUT = "a sealed file is missing or ends before its end: restore the files from their backup"
ALTERED = "a sealed file was changed, or was sealed for something else: restore the files from their backup"


def new_name(folder: str = "") -> str:
    """Return a random name under which a file may lie; it says nothing of what is in it."""
    drawn = secrets.token_hex(16)
    return f"{folder}{drawn[:2]}/{drawn}"


def store(stream: BinaryIO, *, key: UUID, name: str = "") -> str:
    """Seal a stream while it is stored; return its name. Nothing of it touches the disk in the open.

    It is read in this thread, to its end, and need not know its length. Raises VaultError; then nothing is stored.
    """
    name = name or new_name()
    secret = _secret(key, name)
    reading, target = age.pipe()
    # The store wants to read, and so does the sealing: they meet in a pipe, the store in a thread of its own.
    storing, source = age.Work(lambda: _save(reading, name)), _Source(stream)
    try:
        try:
            with target:
                age.seal(cast("BinaryIO", source), target, secret)
        except (OSError, pyrage.EncryptError):
            storing.done()  # raises what the store had to say, for example that the disk is full
            raise source.error or FileCut(CUT) from None
        storing.done()
    except BaseException:
        storing.wait()
        default_storage.delete(name)
        raise
    return name


class _Source:
    """This will pass a stream on, and remember its own error, of which the sealing keeps no more than the words."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.error: BaseException | None = None

    def read(self, most: int = -1) -> bytes:
        """Return what the stream has next. Raises what the stream raises."""
        try:
            return self._stream.read(most)
        except BaseException as error:
            self.error = error
            raise


def _save(reading: BinaryIO, name: str) -> None:
    with reading:
        taken = default_storage.save(name, File(reading))
    if taken != name:
        default_storage.delete(taken)
        raise FileExistsError(name)


def opened(name: str, *, key: UUID | None, size: int | None = None) -> BinaryIO:
    """Return a stored file, open, to be read from its beginning to its end; `size` is what it must have.

    Raises VaultError: here for one that is cut or sealed for something else, while reading for one that was changed.
    """
    if key is None:
        raise NotAsSealed("the key of this file is destroyed")
    secret = _secret(key, name)
    try:
        sealed = default_storage.open(name).file
    except OSError as error:
        raise FileCut(CUT) from error
    if size is not None:
        head = sealed.read(age.LONGEST_HEADER)
        if age.sealed_size(head, size) != sealed.seek(0, 2):
            sealed.close()
            raise FileCut(CUT)
        sealed.seek(0)
    stream = age.pumped(lambda target: _unseal(sealed, target, secret))
    try:
        stream.peek(1)  # type: ignore[attr-defined]
    except BaseException:
        stream.close()
        raise
    return stream


def _unseal(sealed: BinaryIO, target: BinaryIO, secret: bytes) -> None:
    with sealed:
        try:
            age.unseal(sealed, target, secret)
        except BrokenPipeError:
            return  # whoever read has read enough
        except (pyrage.DecryptError, OSError, ValueError) as error:
            raise NotAsSealed(ALTERED) from error


def chunks(name: str, *, key: UUID | None, size: int | None = None) -> Iterator[bytes]:
    """Yield the bytes of a stored file, some at a time. Raises VaultError."""
    with opened(name, key=key, size=size) as stream:
        while block := stream.read(CHUNK):
            yield block


def is_whole(name: str, *, key: UUID | None, size: int | None = None) -> bool:
    """Return whether a file lies there that opens to its end."""
    try:
        for _block in chunks(name, key=key, size=size):
            pass
    except VaultError:
        return False
    return True


def destroy(name: str) -> None:
    """Delete a stored file; one that is gone already is no error."""
    if name:
        default_storage.delete(name)


def _secret(key: UUID, name: str) -> bytes:
    return keys.open_key(key).derive(b"file:" + name.encode())
