"""How quickly the processes of a storm work, and what a storm takes away from them to see itself fail.

`DSR_STORM_TEMPO=quick` counts leases and waits in seconds, so that a test need not wait for minutes.
`DSR_STORM_WITHOUT` leaves out one of the three things that keep every mail: each must make the storm fail.
"""

import os
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from dsr.models import Notice, Status
from dsr.notices import delivery, outbox, outcome

LEASE, TRANSACTION, KEY = "lease", "transaction", "key"
WITHOUT = (LEASE, TRANSACTION, KEY)
write = outbox.insert


def keep() -> None:
    """Set the tempo of this process, and leave out what the storm says."""
    if os.environ.get("DSR_STORM_TEMPO") == "quick":
        delivery.LEASE, delivery.A_SEND = timedelta(seconds=45), timedelta(seconds=15)
        outcome.FIRST_WAIT, outcome.LONGEST_WAIT = timedelta(seconds=2), timedelta(seconds=8)
    if os.environ.get("DSR_STORM_WITHOUT") == LEASE:
        delivery._claim = claim_without_lease
    if os.environ.get("DSR_STORM_WITHOUT") == TRANSACTION:
        outbox.insert = write_after_commit


def claim_without_lease(among: QuerySet[Notice], now: datetime, most: int) -> list[Notice]:
    """Take the next due rows as `delivery._claim` does, but tell nobody of it."""
    due = among.filter(delivery.WAITING | delivery.SENDING, next_try_at__lte=now)
    ids = list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most])
    token = secrets.token_hex(16)
    Notice.objects.filter(pk__in=ids).update(status=Status.SENDING, token=token, attempts=F("attempts") + 1)
    return list(Notice.objects.filter(pk__in=ids).select_related(*delivery.WITH).order_by("due_at", "pk"))


def write_after_commit(rows: list[Notice], *, hint: bool = True) -> None:
    """Write the rows of the outbox once the change that made them due is stored: what most programs do."""
    transaction.on_commit(lambda: write(rows, hint=hint))
