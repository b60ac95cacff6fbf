"""Secrets that people hold, and keyed digests of what must be found again but not read."""

import hashlib
import hmac
import secrets

from django.conf import settings

# Crockford's alphabet: no letter that is read as a figure or the other way round.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
SECRET_LENGTH = 26
CODE_LENGTH = 10


def new_secret(length: int = SECRET_LENGTH) -> str:
    """Return a fresh secret of 5 bits a character (26 characters hold 130 bits), ungrouped."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def derived_secret(token: str, purpose: str, length: int = SECRET_LENGTH) -> str:
    """Return the secret that belongs to a token: drawn from its keyed digest, so it need not be stored to be shown."""
    number = int(digest(token, purpose), 16)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(length))


def new_token() -> str:
    """Return a fresh token for a link, 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def grouped(secret: str) -> str:
    """Return a secret in groups of four or five for reading aloud and copying by hand."""
    size = 5 if len(secret) % 5 == 0 else 4
    return "-".join(secret[i : i + size] for i in range(0, len(secret), size))


def normal(typed: str) -> str:
    """Return what a person typed in the form in which it was given out: no gaps, no misread letters."""
    kept = "".join(c for c in typed.upper() if c.isalnum())
    return kept.translate(MISREAD)


def digest(value: str, purpose: str) -> str:
    """Return the keyed digest (HMAC-SHA-256, hex) of a value; purposes do not collide."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(settings.PEPPER.encode(), message, hashlib.sha256).hexdigest()


def same(value: str, stored: str, purpose: str) -> bool:
    """Return whether a value has this digest, in constant time; an empty digest matches nothing."""
    return hmac.compare_digest(digest(value, purpose), stored or "-")


def equal(one: str, other: str) -> bool:
    """Return whether two secrets or digests are the same, in constant time; an empty one equals nothing."""
    return bool(one) and hmac.compare_digest(one.encode(), (other or "-").encode())


def address_key(address: str) -> str:
    """Return the digest by which a mail address is recognised without being stored in the open."""
    return digest(address.strip().casefold(), "address") if address.strip() else ""
