"""The age format through pyrage: identities that are derived from a key, and streams sealed and opened in pieces."""

import io
import os
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, cast

import pyrage
from pyrage import x25519

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
PREFIX = "age-secret-key-"
# How age cuts a file: pieces of this size, each followed by a mark of authenticity; before them one nonce.
PIECE, MARK, NONCE = 1 << 16, 16, 16
HEADER_ENDS, LONGEST_HEADER = b"\n--- ", 4096


def identity(secret: bytes) -> x25519.Identity:
    """Return the identity of 32 secret bytes, which age writes as "AGE-SECRET-KEY-1…" (Bech32, BIP 173)."""
    number = int.from_bytes(secret)
    # 256 bits are 51 letters of 5 bits and one that is filled up with zeros.
    data = [number << 4 >> 5 * place & 31 for place in reversed(range(52))]
    known = [ord(c) >> 5 for c in PREFIX] + [0] + [ord(c) & 31 for c in PREFIX]
    check = _checksum([*known, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    data += [check >> 5 * place & 31 for place in reversed(range(6))]
    return x25519.Identity.from_str(f"{PREFIX}1{''.join(LETTERS[five] for five in data)}".upper())


def _checksum(values: list[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(STEPS):
            found ^= step if top >> place & 1 else 0
    return found


def seal(source: BinaryIO, target: BinaryIO, secret: bytes) -> None:
    """Read a stream to its end and write it sealed; only one piece is in memory at a time."""
    pyrage.encrypt_io(source, target, [identity(secret).to_public()])


def unseal(source: BinaryIO, target: BinaryIO, secret: bytes) -> None:
    """Read a sealed stream to its end and write it open. Raises pyrage.DecryptError, OSError where it was changed."""
    pyrage.decrypt_io(source, target, [identity(secret)])


def sealed_size(head: bytes, size: int) -> int | None:
    """Return how long a file of this size is when it is sealed; `head` are its first bytes. None where it is no age."""
    end = head.find(b"\n", head.find(HEADER_ENDS) + len(HEADER_ENDS))
    if HEADER_ENDS not in head or end < 0:
        return None
    pieces = max(1, -(-size // PIECE))
    return end + 1 + NONCE + size + pieces * MARK


def pipe() -> tuple[BinaryIO, BinaryIO]:
    """Return two ends: what is written into the second is read from the first."""
    read, write = os.pipe()
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")


class Work:
    """This will do something in another thread, and hand its error to whoever waits for its end."""

    def __init__(self, what: Callable[[], None]) -> None:
        self._what = what
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._what()
        except BaseException as error:  # noqa: BLE001  (it is raised again in the thread that waits)
            self._error = error

    def wait(self) -> None:
        """Wait for the end."""
        self._thread.join()

    def done(self) -> None:
        """Wait for the end. Raises the error with which it came."""
        self._thread.join()
        if self._error is not None:
            raise self._error


class Pump(io.RawIOBase):
    """This will be read while another thread writes: what `work` writes comes out here, its error at the end."""

    def __init__(self, work: Callable[[BinaryIO], None]) -> None:
        self._source, target = pipe()
        self._work = Work(lambda: _closing(work, target))

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has come. Raises the error of the thread that writes, at the place where it broke off."""
        count = self._source.readinto1(buffer)  # type: ignore[attr-defined]
        if not count:
            self._work.done()
        return int(count)

    def close(self) -> None:
        """Let go of the other thread: it ends with what it has in hand."""
        if not self.closed:
            self._source.close()
            self._work.wait()
        super().close()


def _closing(work: Callable[[BinaryIO], None], target: BinaryIO) -> None:
    with target:
        work(target)


def pumped(work: Callable[[BinaryIO], None]) -> BinaryIO:
    """Return what `work` writes as a stream to be read."""
    return cast("BinaryIO", io.BufferedReader(Pump(work), PIECE))
