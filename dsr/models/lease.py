"""Leases: for how long a row belongs to one worker, by the clock of the database, which all workers share.

What is due is judged by the clock of whoever asks. Were leases, too, a worker whose clock is ahead would take for
abandoned what others have in hand.
"""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Least, Now


def until(length: timedelta) -> Combinable:
    """Return the end of a lease that begins now."""
    return Now() + length


def over() -> Combinable:
    """Return the end of a lease that is given back: now."""
    return Now()


def due(field: str, *, waiting: Q, leased: Q, now: datetime) -> Q:
    """Return the filter for rows that wait and are due at `now`, and for those whose lease has ended.

    One field holds when to try again and when a lease ends, so one index finds both; its bound stands by itself, so
    that the index is searched by it.
    """
    bound = Q(**{f"{field}__lte": Greatest(_at(now), Now())})
    return bound & ((waiting & Q(**{f"{field}__lte": now})) | (leased & Q(**{f"{field}__lte": Now()})))


def again(now: datetime, wait: timedelta) -> Combinable:
    """Return when to try again: after `wait`, which a clock that is ahead must not make longer."""
    return Least(_at(now + wait), Now() + wait)


def _at(moment: datetime) -> Value:
    return Value(moment, output_field=DateTimeField())
