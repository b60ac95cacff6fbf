"""Delivery: claim a row by a lease, send its mail, mark it; at least once, always under the same Message-ID.

No mail is sent inside a transaction. Whoever dies holding a lease loses it, and another sends the row.
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dsr.models import Notice, Status, lease
from dsr.notices import mail, outcome
from dsr.notices.line import Lines, Refused, TemporaryFailure, Unreachable
from dsr.notices.relevance import Overtaken, assure

log = logging.getLogger(__name__)

# A batch is sent by one worker within its lease even if the server lets every mail run into its timeout.
BATCH = 10
LEASE = timedelta(seconds=150)
A_SEND = timedelta(seconds=15)
# From then on a mail that the first way does not take goes by the second.
STUCK = timedelta(minutes=5)
LONGEST_SWEEP = timedelta(seconds=60)
WAITING, SENDING = Q(status=Status.WAITING), Q(status=Status.SENDING)
WITH = ("controller", "submission__subject", "dsr__handler", "dsr__controller", "dsr__submission", "letter")


def deliver(notice_id: int, *, now: datetime) -> bool:
    """Send one notice if it is due; one that was sent, or is being sent, is left alone. Return whether it went."""
    notices = _claim(Notice.objects.filter(pk=notice_id), now, 1)
    if not notices:
        return False
    with Lines() as lines, suppress(Unreachable):
        return _send(notices[0], lines, now=now)
    return False


def sweep(*, clock: Callable[[], datetime]) -> int:
    """Send everything that is due, for a minute at the most; return how many mails went."""
    sent, ends = 0, clock() + LONGEST_SWEEP
    with Lines() as lines, suppress(Unreachable):
        while clock() < ends:
            begin = clock()
            batch = claim_batch(now=begin)
            if not batch:
                break
            sent += _send_batch(batch, lines, clock, until=begin + LEASE - A_SEND)
    return sent


def claim_batch(*, now: datetime, most: int = BATCH) -> list[Notice]:
    """Lease the next due rows; rows that another process is leasing at this moment are passed over."""
    return _claim(Notice.objects.all(), now, most)


def _claim(among: QuerySet[Notice], now: datetime, most: int) -> list[Notice]:
    """Lease due rows. PostgreSQL locks them one by one; SQLite lets one transaction write at a time.

    While leased, a row's next try is the end of the lease, so one index finds what waits and what was left behind.
    """
    token, ends = secrets.token_hex(16), lease.until(LEASE)
    due = lease.due("next_try_at", waiting=WAITING, leased=SENDING, now=now)
    with transaction.atomic():
        first = among.filter(due).order_by("next_try_at", "pk")
        ids = list(first.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        if not ids:
            return []
        Notice.objects.filter(due, pk__in=ids).update(
            status=Status.SENDING, lease_until=ends, next_try_at=ends, token=token, attempts=F("attempts") + 1
        )
    return list(Notice.objects.filter(pk__in=ids, token=token).select_related(*WITH).order_by("due_at", "pk"))


def _send_batch(batch: list[Notice], lines: Lines, clock: Callable[[], datetime], *, until: datetime) -> int:
    """Send a batch; give back what cannot begin `until` then, by the clock at hand. Raises Unreachable, all given back.

    The lease was taken after that clock was read, so it ends no sooner than a clock says that may be hours away.
    """
    sent = 0
    for at, notice in enumerate(batch):
        now = clock()
        if now > until:
            outcome.give_back(batch[at:], now=now)
            break
        try:
            sent += _send(notice, lines, now=now)
        except Unreachable:
            if lines.are_two:
                continue  # the next one may be stuck, and go by the second way
            outcome.give_back(batch[at + 1 :], now=now, wait=outcome.FIRST_WAIT)
            raise
    return sent


def _send(notice: Notice, lines: Lines, *, now: datetime) -> bool:
    """Send one leased notice and write down how it ended. Raises Unreachable once that is written."""
    try:
        assure(notice, now=now)
        built = mail.build(notice, mail.address_of(notice, now=now), now=now)
        lines.send(built, stuck=now - notice.due_at >= STUCK)
    except Overtaken as reason:
        outcome.skipped(notice, reason.code)
    except Refused as refusal:
        outcome.refused(notice, refusal.code, now=now)
    except Unreachable as failure:
        outcome.unreachable(notice, failure.code, now=now)
        raise
    except TemporaryFailure as failure:
        outcome.put_off(notice, failure.code, now=now)
    except Exception as error:  # noqa: BLE001  (one notice that cannot be made must not hold up the others)
        log.error("notice %s cannot be made: %s", notice.pk, type(error).__name__)
        outcome.put_off(notice, type(error).__name__, now=now)
    else:
        outcome.sent(notice, now=now)
        return True
    return False
