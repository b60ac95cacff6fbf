"""How often something came from one network, counted for all processes together; nothing is refused here."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dsr.models import Tally
from dsr.vault import secrets

WINDOW = timedelta(minutes=15)


def count(*about: str, now: datetime, window: timedelta = WINDOW) -> None:
    """Count one more of each. What is counted is kept as a digest only."""
    for key in map(_key, about):
        if not Tally.objects.filter(key=key, ends_at__gt=now).update(count=F("count") + 1):
            _begin(key, now=now, window=window)


def _begin(key: str, *, now: datetime, window: timedelta) -> None:
    """Begin a counter, or begin it anew; whoever comes at the same moment counts on."""
    begun = Tally.objects.filter(key=key, ends_at__lte=now).update(count=1, ends_at=now + window)
    if (
        not begun
        and not Tally.objects.get_or_create(key=key, defaults={"count": 1, "ends_at": now + window})[1]
    ):
        Tally.objects.filter(key=key).update(count=F("count") + 1)


def counted(*about: str, now: datetime) -> list[int]:
    """Return how many of each there were within the while, without counting."""
    keys = [_key(each) for each in about]
    found = dict(Tally.objects.filter(key__in=keys, ends_at__gt=now).values_list("key", "count"))
    return [found.get(key, 0) for key in keys]


def use_once(what: str, *, now: datetime, until: datetime) -> bool:
    """Return whether this is the first use of something that may be used once until then."""
    with transaction.atomic():
        fresh, made = Tally.objects.get_or_create(key=_key(what), defaults={"count": 1, "ends_at": until})
        if not made and fresh.ends_at <= now:
            return bool(Tally.objects.filter(pk=fresh.pk, ends_at__lte=now).update(ends_at=until))
        return made


def forget_old(*, now: datetime) -> int:
    """Delete the counters that have ended; return how many."""
    return int(Tally.objects.filter(ends_at__lte=now).delete()[0])


def _key(about: str) -> str:
    return secrets.digest(about, "tally")
