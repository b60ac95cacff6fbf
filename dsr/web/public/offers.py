"""What lies ready for the person: whether it can be fetched, how often and until when, or why not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dsr.models import SubjectRequest, current_package
from dsr.models.guards import identity_settled
from dsr.models.guards_package import contact_settled, secret_settled
from dsr.models.package import CONTACT_REST
from dsr.web.dates import longdate
from dsr.web.public.shell import moment


@dataclass(frozen=True)
class Offer:
    """One package on the person's page."""

    size: int
    left: int
    # Its last day, and when it was fetched first, written out.
    until: str
    fetched: str
    can_be_fetched: bool
    # From when it can be fetched, where an address was just changed.
    waits_until: str
    # The same, where the secret was just renewed.
    secret_waits_until: str
    # Somebody has to look once more who the person is before it can be fetched.
    unproven: bool
    asks_passphrase: bool


def offer(dsr: SubjectRequest, now: datetime) -> Offer | None:
    """Return what lies ready for the person; none before it is released."""
    package = current_package(dsr) if not dsr.is_open else None
    if package is None or package.expires_at is None:
        return None
    dsr.moment = now
    there, unproven = package.may_be_fetched(now), identity_settled(dsr, None) is not None
    changed = dsr.submission.contact_changed_at if contact_settled(dsr) else None
    renewed = dsr.submission.secret_renewed_at if changed is None and secret_settled(dsr) else None
    last = (package.expires_at - timedelta(seconds=1)).astimezone(dsr.controller.tz).date()
    return Offer(
        size=package.size,
        left=package.left if there else 0,
        until=longdate(last),
        fetched=moment(package.fetched_at, dsr.controller) if package.fetched_at else "",
        can_be_fetched=there and changed is None and renewed is None and not unproven,
        waits_until=moment(changed + CONTACT_REST, dsr.controller) if there and changed else "",
        secret_waits_until=moment(renewed + CONTACT_REST, dsr.controller) if there and renewed else "",
        unproven=there and unproven,
        asks_passphrase=bool(package.passphrase_digest),
    )
