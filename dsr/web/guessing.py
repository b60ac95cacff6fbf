"""How often somebody may be wrong about a secret or a password; submitting a request is never counted.

It counts by network, and at the desk by the account named besides, keyed so that no address is kept; it forgets
after a quarter of an hour, and locks nobody else out.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from dsr.models.reference import parse
from dsr.services import limits

TRIES = 10
# So often a whole neighbourhood (IPv4 /24, IPv6 /48) may be wrong, and so often everybody together about one reference.
TRIES_AROUND, TRIES_OF_ALL = 50, 30
MINUTES = 15


def too_often(request: HttpRequest, about: str = "") -> bool:
    """Tell whether this network was wrong so often, about one account where one is named, that it has to wait."""
    return limits.counted(_about(request, about), now=timezone.now())[0] >= TRIES


def note_wrong(request: HttpRequest, about: str = "") -> None:
    """Count one wrong pair."""
    limits.count(_about(request, about), now=timezone.now(), window=timedelta(minutes=MINUTES))


def pair_too_often(request: HttpRequest, reference: str) -> bool:
    """Tell whether whoever asks has to wait before they try another pair.

    Where many networks guess at one reference, each is left a single try: whoever has the right secret needs no second.
    """
    near, around, own, of_all = limits.counted(*_pair(request, reference), now=timezone.now())
    return near >= TRIES or around >= TRIES_AROUND or (of_all >= TRIES_OF_ALL and own > 0)


def note_wrong_pair(request: HttpRequest, reference: str) -> None:
    """Count one wrong pair: for the network, for what lies around it, and for the reference, known or not."""
    limits.count(*_pair(request, reference), now=timezone.now(), window=timedelta(minutes=MINUTES))


def _pair(request: HttpRequest, reference: str) -> tuple[str, str, str, str]:
    about = (parse(reference) or "-").upper()
    near, around = network(request), neighbourhood(request)
    return f"wrong-pairs {near} ", f"wrong-around {around}", f"wrong-of {about} {near}", f"wrong-of {about}"


def neighbourhood(request: HttpRequest) -> str:
    """Return what lies around a network: the /24 of an IPv4 address, the /48 of an IPv6 one."""
    asks = address(request)
    try:
        found = ip_address(asks)
    except ValueError:
        return asks
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))  # noqa: PLR2004


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
