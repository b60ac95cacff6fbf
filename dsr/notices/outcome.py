"""How sending a notice ended. Only the holder of the lease, who knows its token, may write it down."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from dsr.models import Actor, Controller, Event, EventName, Notice, Status, lease
from dsr.notices import outbox

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
# Whatever held a mail up, it goes within five minutes of the recovery; one that is put off for a day is tried less.
LONGEST_WAIT = timedelta(minutes=4)
A_DAY, AFTER_A_DAY = timedelta(days=1), timedelta(hours=1)
DOUBLINGS = 6
ERROR_LENGTH = 40
# For so many seconds, and so often, it is tried to write down that a mail went while the database is away.
INSISTENCE, A_MOMENT = 60.0, 0.25
# Who hears of a mail that could not be delivered, by whom it was for; everybody else's go to the DPO.
NEXT = {"dpo": "deputy", "deputy": "management", "management": ""}


def sent(notice: Notice, *, now: datetime) -> None:
    """Write down that the mail server took the mail; where the database is away just then, as soon as it is back."""
    if not _insist(lambda: _mark(notice, status=Status.SENT, sent_at=now, next_try_at=None, error="")):
        log.warning("notice %s was sent after its lease had ended", notice.pk)


def skipped(notice: Notice, code: str) -> None:
    """Write down that there was nothing left to say."""
    _mark(notice, status=Status.SKIPPED, next_try_at=None, error=code[:ERROR_LENGTH])


def put_off(notice: Notice, code: str, *, now: datetime) -> None:
    """Try again after a minute, and after twice as long each time, up to four minutes; after a day, up to an hour.

    After a day the next person in line is told once, too: a refusal that is called temporary may last for ever.
    """
    longest = LONGEST_WAIT if now - notice.due_at < A_DAY else AFTER_A_DAY
    _wait(notice, code, min(FIRST_WAIT * 2 ** min(notice.attempts - 1, DOUBLINGS), longest), now=now)
    if longest == AFTER_A_DAY:
        _alert(notice, now=now)


def unreachable(notice: Notice, code: str, *, now: datetime) -> None:
    """Try again after a minute, however long the mail server has been away: no mail was at fault."""
    _wait(notice, code, FIRST_WAIT, now=now)


def _wait(notice: Notice, code: str, wait: timedelta, *, now: datetime) -> None:
    _mark(notice, status=Status.WAITING, next_try_at=lease.again(now, wait), error=code[:ERROR_LENGTH])


def refused(notice: Notice, code: str, *, now: datetime) -> None:
    """Write down that the mail will never be taken, log it with the request, and tell the next person in line."""
    with transaction.atomic():
        if _mark(notice, status=Status.FAILED, next_try_at=None, error=code[:ERROR_LENGTH]):
            _escalate(notice, code, now=now)


def came_back(notice_id: int, code: str, *, now: datetime) -> None:
    """Write down that a mail which was taken came back, log it with the request, and tell the next person in line.

    A mail that failed before stays as it is. It is never held back from then on: a false report must silence nobody.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).select_related("controller").get(pk=notice_id)
        if notice.status not in {Status.SENT, Status.SENDING, Status.WAITING}:
            return
        Notice.objects.filter(pk=notice_id).update(
            status=Status.FAILED, next_try_at=None, lease_until=None, token="", error=code[:ERROR_LENGTH]
        )
        _escalate(notice, code, now=now)


def give_back(notices: Sequence[Notice], *, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """Return leased notices that were not tried."""
    tokens = {notice.token for notice in notices}
    Notice.objects.filter(pk__in=[n.pk for n in notices], token__in=tokens, status=Status.SENDING).update(
        status=Status.WAITING, next_try_at=lease.again(now, wait), lease_until=None, token="",
        attempts=F("attempts") - 1,
    )  # fmt: skip


def _mark(notice: Notice, **changes: Any) -> bool:
    """Change a notice whose lease is still ours; return whether it was."""
    ours = Notice.objects.filter(pk=notice.pk, token=notice.token, status=Status.SENDING)
    return bool(ours.update(lease_until=None, token="", **changes))


def _insist(change: Callable[[], bool]) -> bool:
    """Do a change, again and again for a while as long as the database is away. Raises what it raised last.

    Within a transaction there is no second try: what began it is gone.
    """
    ends = time.monotonic() + INSISTENCE
    while True:
        try:
            return change()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > ends:
                raise
            connection.close()
            time.sleep(A_MOMENT)


def _escalate(notice: Notice, code: str, *, now: datetime) -> None:
    Event.objects.create(
        controller_id=notice.controller_id, submission_id=notice.submission_id, dsr_id=notice.dsr_id,
        name=EventName.BOUNCED, at=now, actor=Actor.SYSTEM,
        data={"notice": notice.pk, "kind": notice.kind, "code": code},
    )  # fmt: skip
    _alert(notice, now=now)


def _alert(notice: Notice, *, now: datetime) -> None:
    controller, recipient = notice.controller, NEXT.get(notice.recipient, "dpo")
    while recipient and not _has_address(controller, recipient):
        recipient = NEXT[recipient]
    if not recipient:
        log.error("notice %s failed, and there is nobody left to tell", notice.pk)
        return
    outbox.queue(
        "bounce", now=now, recipient=recipient, dsr=notice.dsr, submission=notice.submission,
        controller=controller, occasion=f"n{notice.pk}",
    )  # fmt: skip


def _has_address(controller: Controller, recipient: str) -> bool:
    addresses = {"deputy": controller.deputy_email, "management": controller.management_email}
    return bool(addresses.get(recipient, controller.dpo_email))
