"""Whether one network sends so many requests that a machine may be at work. No request is ever refused for it."""

from datetime import datetime
from ipaddress import ip_network

from django.conf import settings
from django.http import HttpRequest

from dsr.services import limits
from dsr.web import guessing

# The neighbours of a network may send seven times as much as it may itself.
NEIGHBOURS = 7
WIDER = {4: 24, 6: 48}


def over(request: HttpRequest, *, now: datetime) -> bool:
    """Tell whether the address or its neighbours have sent more than people do."""
    one, neighbours = limits.counted(*_networks(request), now=now)
    return one >= settings.FORM_LIMIT or neighbours >= settings.FORM_LIMIT * NEIGHBOURS


def note(request: HttpRequest, *, now: datetime) -> None:
    """Count one request that was sent."""
    limits.count(*_networks(request), now=now)


def _networks(request: HttpRequest) -> tuple[str, str]:
    own = guessing.network(request)
    try:
        found = ip_network(own, strict=False)
    except ValueError:
        return f"sent {own}", f"sent around {own}"
    return f"sent {own}", f"sent around {found.supernet(new_prefix=WIDER[found.version])}"
