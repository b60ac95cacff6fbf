"""A proof of work, asked only of a network that sends very much: altcha's challenge, solved by our own small script.

A number is looked for whose digest, together with a salt, is the challenge. It costs a browser a second or two, and
whoever sends thousands a good deal more. Whoever does not solve it sends all the same, and is looked at first.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets as random
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from dsr.services import limits
from dsr.vault import secrets

ALGORITHM = "SHA-256"
MOST = 60_000
LIFE = timedelta(minutes=20)
LONGEST = 2000


def challenge(*, now: datetime) -> dict[str, Any]:
    """Return a new challenge as altcha's widgets and ours read it."""
    ends = int((now + LIFE).timestamp())
    salt = f"{random.token_hex(12)}?expires={ends}"
    wanted = _digest(salt, random.randbelow(MOST))
    return {
        "algorithm": ALGORITHM,
        "challenge": wanted,
        "maxnumber": MOST,
        "salt": salt,
        "signature": _signed(wanted),
    }


def solved(payload: str, *, now: datetime) -> bool:
    """Return whether an answer solves a challenge of ours that is not over, for the first time."""
    try:
        given = json.loads(base64.b64decode(payload[:LONGEST], validate=True))
        salt, number, wanted = str(given["salt"]), int(given["number"]), str(given["challenge"])
        signature, algorithm = str(given["signature"]), given["algorithm"]
        ends = int(parse_qs(salt.partition("?")[2])["expires"][0])
    except (binascii.Error, KeyError, TypeError, ValueError, IndexError, RecursionError):
        return False
    ours = hmac.compare_digest(_signed(wanted).encode(), signature.encode())
    right = hmac.compare_digest(_digest(salt, number).encode(), wanted.encode())
    if not (ours and right and algorithm == ALGORITHM and ends > now.timestamp()):
        return False
    return limits.use_once(f"proof {wanted}", now=now, until=now + LIFE)


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signed(wanted: str) -> str:
    return secrets.digest(wanted, "proof-of-work")
