"""The key that signs the log: an Ed25519 key in a file of its own, drawn at first use, never in the database."""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from dsr.evidence.verify import ED25519, EM_DASH, ID_BYTES, Refused

# The form in which keys of signed notes are kept.
PRIVATE = "PRIVATE+KEY"
SEED_BYTES = 32
PARTS = 5


class NoKey(RuntimeError):
    """The file of the log's key cannot be read, or holds no such key; the text names the file, never its content."""


@dataclass(frozen=True)
class Signer:
    """The private key with the name under which it signs."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key as people hand it on: `name+id+key`."""
        encoded = bytes([ED25519]) + self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"{self.name}+{self._id(encoded).hex()}+{base64.b64encode(encoded).decode()}"

    def sign(self, text: str) -> str:
        """Return a text, which ends with a line, as a signed note."""
        encoded = bytes([ED25519]) + self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        signature = base64.b64encode(self._id(encoded) + self.private.sign(text.encode())).decode()
        return f"{text}\n{EM_DASH} {self.name} {signature}\n"

    def _id(self, encoded: bytes) -> bytes:
        return hashlib.sha256(f"{self.name}\n".encode() + encoded).digest()[:ID_BYTES]


def signer() -> Signer:
    """Return the key of this installation; the first call draws it into a file that only its user reads.

    Raises NoKey.
    """
    path = Path(settings.LOG_KEY_FILE)
    try:
        if not path.exists():
            _draw(path)
        written = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise NoKey(f"{path} cannot be read ({type(error).__name__})") from error
    return _read(written, path)


def check_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """Return if a signature is right: what verify.py does by itself, fifty times as quick. Raises Refused."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature as error:
        raise Refused("the signature is wrong") from error


def _draw(path: Path) -> None:
    """Write a fresh key; whoever is second leaves the first one's alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{urlsplit(settings.BASE_URL).hostname or 'localhost'}/log"
    drawn = Signer(name, Ed25519PrivateKey.generate())
    seed = base64.b64encode(bytes([ED25519]) + drawn.private.private_bytes_raw()).decode()
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{PRIVATE}+{name}+{drawn.public.split('+')[1]}+{seed}\n")
    try:
        # Whole or not at all: no reader ever sees half of a key.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _read(written: str, path: Path) -> Signer:
    parts = written.split("+", PARTS - 1)
    try:
        seed = base64.b64decode(parts[-1], validate=True)
        if "+".join(parts[:2]) != PRIVATE or seed[0] != ED25519:
            raise NoKey(f"{path} holds no key of a log")
        found = Signer(parts[2], Ed25519PrivateKey.from_private_bytes(seed[1:]))
    except (ValueError, IndexError) as error:
        raise NoKey(f"{path} holds no key of a log") from error
    if found.public.split("+")[1] != parts[3]:
        raise NoKey(f"{path} is damaged: key and name do not belong together")
    return found
