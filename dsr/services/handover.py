"""A controller's own logged-in area vouches for a person: a signed token, short-lived, good once, for one request.

The form is that of a JSON Web Token signed with Ed25519; docs/handover.md describes it, with an example.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from dsr.models import Controller, Level, Method, Submission
from dsr.services import identity, limits
from dsr.services.step import lock_siblings, refuse_purged

MEANS = "account"
LONGEST = timedelta(minutes=5)
# So far two clocks may differ.
SKEW = timedelta(minutes=1)
MOST_LETTERS = 2000
ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


class NotVouched(Exception):
    """A token is wrong, too old, used, or about another request; `code` says which, for the log of the controller."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Claims:
    """What a token says."""

    reference: str
    token_id: str
    ends_at: datetime


def is_offered(controller: Controller) -> bool:
    """Return whether the controller vouches for people from an area of its own."""
    return MEANS in controller.identity_means and bool(controller.handover_url and controller.handover_key)


def take(submission_id: int, token: str, *, now: datetime) -> None:
    """Take the word of the controller's own area for who is asking: level 2. Raises NotVouched, Blocked."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        refuse_purged(requests[0])
        submission: Submission = requests[0].submission
        claims = read(token, submission.controller, now=now)
        if claims.reference not in {dsr.reference for dsr in requests}:
            raise NotVouched("other request")
        used = f"handover {submission.controller_id} {claims.token_id}"
        if not limits.use_once(used, now=now, until=claims.ends_at + SKEW):
            raise NotVouched("used")
        identity.prove_by_person(requests, level=Level.MATCHED, method=Method.ACCOUNT, now=now)


def read(token: str, controller: Controller, *, now: datetime) -> Claims:
    """Return what a token says, once its signature and its times are found right. Raises NotVouched."""
    if not is_offered(controller):
        raise NotVouched("not offered")
    parts = token.split(".") if len(token) <= MOST_LETTERS else []
    try:
        head, body, signature = (_bytes(part) for part in parts)
        said, facts = json.loads(head), json.loads(body)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(controller.handover_key, validate=True))
        key.verify(signature, ".".join(parts[:2]).encode())
    except InvalidSignature:
        raise NotVouched("signature") from None
    except (ValueError, binascii.Error, RecursionError):
        raise NotVouched("form") from None
    if not isinstance(said, dict) or said.get("alg") != "EdDSA" or not isinstance(facts, dict):
        raise NotVouched("form")
    return _checked(facts, controller, now=now)


def _checked(facts: dict[str, Any], controller: Controller, *, now: datetime) -> Claims:
    if (facts.get("iss"), facts.get("aud")) != (controller.slug, settings.BASE_URL):
        raise NotVouched("audience")
    begins, ends, token_id = facts.get("iat"), facts.get("exp"), facts.get("jti")
    if not all(type(moment) is int for moment in (begins, ends)) or not isinstance(token_id, str):
        raise NotVouched("form")
    try:
        issued_at, ends_at = (datetime.fromtimestamp(int(moment), UTC) for moment in (begins, ends))  # type: ignore[arg-type]
    except (OverflowError, OSError, ValueError):
        raise NotVouched("form") from None
    in_time = issued_at - SKEW <= now < ends_at + SKEW and ends_at - issued_at <= LONGEST
    if not in_time:
        raise NotVouched("time")
    if not ID.fullmatch(token_id):
        raise NotVouched("form")
    return Claims(str(facts.get("sub", "")), token_id, ends_at)


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
