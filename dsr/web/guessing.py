"""How often somebody may be wrong about a secret or a password; submitting a request is never counted.

It counts by network, and at the desk by the account named besides, keyed so that no address is kept; it forgets
after a quarter of an hour, and locks nobody else out.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from dsr.services import limits

TRIES = 10
MINUTES = 15


def too_often(request: HttpRequest, about: str = "") -> bool:
    """Tell whether this network was wrong so often, about one account where one is named, that it has to wait."""
    return limits.counted(_about(request, about), now=timezone.now())[0] >= TRIES


def note_wrong(request: HttpRequest, about: str = "") -> None:
    """Count one wrong pair."""
    limits.count(_about(request, about), now=timezone.now(), window=timedelta(minutes=MINUTES))


def _about(request: HttpRequest, about: str) -> str:
    return f"wrong-pairs {network(request)} {about}"


def network(request: HttpRequest) -> str:
    """Return the network that asks: an IPv4 address, or the /64 of an IPv6 address, as one household has it."""
    asks = address(request)
    try:
        found = ip_address(asks)
    except ValueError:
        return asks
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))  # noqa: PLR2004


def address(request: HttpRequest) -> str:
    """Return the address that asks.

    Behind our own proxy the last entry is the one that it wrote; everything before it anybody may invent.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", seen)).split(",")[-1].strip()
    return seen
