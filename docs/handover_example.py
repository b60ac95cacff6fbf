"""Draws a pair of keys, and makes the token by which a logged-in area vouches for a person. Yours to copy."""

import base64
import json
import secrets
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MINUTES = 3


def part(facts: bytes) -> str:
    """Return bytes in the alphabet of addresses, without padding."""
    return base64.urlsafe_b64encode(facts).rstrip(b"=").decode()


def token(key: Ed25519PrivateKey, controller: str, base_url: str, reference: str, now: int) -> str:
    """Return a token that says: the person who made this request is signed in with us, now."""
    claims = {
        "iss": controller, "aud": base_url, "sub": reference, "iat": now, "exp": now + MINUTES * 60,
        "jti": secrets.token_urlsafe(24),
    }  # fmt: skip
    head = part(json.dumps({"alg": "EdDSA", "typ": "JWT"}).encode())
    said = f"{head}.{part(json.dumps(claims).encode())}"
    return f"{said}.{part(key.sign(said.encode()))}"


def main(words: list[str]) -> None:
    """Carry out one of the two commands that docs/handover.md names."""
    if words[:1] == ["keys"]:
        key = Ed25519PrivateKey.generate()
        Path("private.key").write_bytes(key.private_bytes_raw())
        print("public key for the settings:", base64.b64encode(key.public_key().public_bytes_raw()).decode())
        return
    private, controller, base_url, reference = words[1:]
    key = Ed25519PrivateKey.from_private_bytes(Path(private).read_bytes())
    print(
        f"{base_url}/en/status/handover/?token={token(key, controller, base_url, reference, int(time.time()))}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
