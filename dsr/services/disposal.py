"""Deciding what becomes of files whose time is over: two officers, one proposes and another confirms."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from dsr.models import (
    Controller,
    Disposal,
    EventName,
    Fate,
    State,
    SubjectRequest,
    Submission,
    User,
)
from dsr.services.step import decided_by, lock_siblings, record

# So long before its day a file appears on the list, so that both have looked at it in time.
AHEAD = timedelta(days=30)
# A file may be kept longer in steps of so many years; then it is looked at again.
LONGEST = timedelta(days=3 * 366)


class GroundMissing(ValueError):
    """A file is to be kept longer without a reason or without a day."""


class TooLong(ValueError):
    """A file is to be kept until a day that is past or too far away."""


class SamePerson(PermissionError):
    """Whoever proposed a decision may not confirm it."""


class Gone(LookupError):
    """There is nothing to decide about a file any more: it is destroyed, open again, or decided already."""


def over(controllers: Iterable[int], *, on: date) -> QuerySet[Submission]:
    """Return the files whose day comes within thirty days, the earliest first; what is open is none of them."""
    due = SubjectRequest.objects.filter(controller__in=controllers, purge_on__lte=on + AHEAD)
    still = SubjectRequest.objects.exclude(state=State.CLOSED).filter(submission=OuterRef("pk"))
    found = Submission.objects.filter(pk__in=due.order_by().values("submission"), purged_at=None)
    return found.exclude(Exists(still)).annotate(over_on=Max("requests__purge_on")).order_by("over_on", "pk")


def propose(
    submission_id: int, *, fate: str, by: User, now: datetime, ground: str = "", until: date | None = None
) -> Disposal:
    """Propose what becomes of a file; where one person is enough, that decides it.

    Raises GroundMissing, TooLong, Gone, NotTheirDecision.
    """
    if fate == Fate.RETAIN and not (ground and until):
        raise GroundMissing
    with _file(submission_id, by) as (requests, controller):
        today = now.astimezone(controller.tz).date()
        if until is not None and not today < until <= today + LONGEST:
            raise TooLong
        kept = fate == Fate.RETAIN
        found, _new = Disposal.objects.update_or_create(
            submission_id=submission_id,
            defaults={
                "fate": fate, "ground": ground if kept else "", "until": until if kept else None, "proposed_by": by,
                "proposed_at": now, "confirmed_by": None, "confirmed_at": None,
            },
        )  # fmt: skip
        _note(requests, EventName.DISPOSAL_PROPOSED, found, by=by, now=now)
        if not controller.four_eyes:
            _settle(found, requests, by=by, now=now)
        return found


def confirm(submission_id: int, *, by: User, now: datetime) -> None:
    """Agree to what somebody else proposed. Raises SamePerson, Gone, NotTheirDecision."""
    with _file(submission_id, by) as (requests, controller):
        found = _proposed(submission_id)
        if controller.four_eyes and found.proposed_by_id == by.pk:
            raise SamePerson
        _settle(found, requests, by=by, now=now)


def reject(submission_id: int, *, by: User, now: datetime) -> None:
    """Take a proposal back, one's own or somebody else's: the file stands on the list again. Raises Gone."""
    with _file(submission_id, by) as (requests, _controller):
        found = Disposal.objects.filter(submission=submission_id, destroyed_at=None).first()
        if found is None:
            raise Gone
        _note(requests, EventName.DISPOSAL_REJECTED, found, by=by, now=now)
        found.delete()


def allows(submission_id: int, controller: Controller) -> bool:
    """Return whether a file may be destroyed: two people agreed, or the controller asks for nobody."""
    if not controller.disposal_list:
        return True
    return Disposal.objects.filter(
        submission=submission_id, fate=Fate.DESTROY, confirmed_at__isnull=False
    ).exists()


def certify(submission_id: int, *, fields: int, files: int, now: datetime) -> None:
    """Write the certificate of a destruction; it outlives the file and names nobody but those who decided."""
    Disposal.objects.update_or_create(
        submission_id=submission_id,
        defaults={"fate": Fate.DESTROY, "destroyed_at": now, "fields": fields, "files": files},
    )


@contextmanager
def _file(submission_id: int, by: User) -> Iterator[tuple[list[SubjectRequest], Controller]]:
    """Lock every request of a file that is over and still there. Raises Gone, NotTheirDecision."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        if not requests or any(dsr.is_open for dsr in requests) or requests[0].submission.purged_at:
            raise Gone
        decided_by(requests[0], by)
        yield requests, requests[0].controller


def _settle(found: Disposal, requests: list[SubjectRequest], *, by: User, now: datetime) -> None:
    found.confirmed_by, found.confirmed_at = by, now
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    _note(requests, EventName.DISPOSAL_CONFIRMED, found, by=by, now=now)
    if found.fate == Fate.RETAIN and found.until:
        SubjectRequest.objects.filter(submission=found.submission_id).update(
            purge_on=found.until + timedelta(days=1)
        )
        # When that day comes, the file is looked at anew.
        found.delete()


def _proposed(submission_id: int) -> Disposal:
    found = Disposal.objects.filter(submission=submission_id, confirmed_at=None, destroyed_at=None).first()
    if found is None:
        raise Gone
    return found


def _note(
    requests: list[SubjectRequest], name: EventName, found: Disposal, *, by: User, now: datetime
) -> None:
    data: dict[str, Any] = {"fate": found.fate}
    if found.until:
        data |= {"ground": found.ground, "until": found.until.isoformat()}
    for dsr in requests:
        record(dsr, name, now=now, by=by, actor=None, data=data)
