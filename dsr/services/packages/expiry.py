"""The end of a package: when its time is over, or it was fetched as often as it may be, the archive is destroyed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from dsr.models import MOST_DOWNLOADS, Disclosure, Package, SubjectRequest, User
from dsr.models.guards_measures import measures_of
from dsr.notices import outbox
from dsr.services.measures.base import change, take
from dsr.services.packages import keeping
from dsr.services.packages.build import note
from dsr.services.packages.giving import move
from dsr.services.step import lock

BATCH = 100
# So long the last download may still be on its way.
STILL_RUNNING = timedelta(hours=1)
ENDS: dict[str, tuple[str, ...]] = {"disclosure": ("expire", "destroy"), "transfer": ("fail",)}


def sweep(*, now: datetime) -> int:
    """Destroy every archive whose time is over; return how many."""
    ended = 0
    for dsr_id in _over(now).values_list("dsr", flat=True).distinct().order_by("dsr")[:BATCH]:
        ended += _end(dsr_id, now=now)
    return ended


def destroy(dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None) -> None:
    """Destroy a package by hand, its archive with it. Raises TransitionNotAllowed while it can be fetched first."""
    with change(Disclosure, "destroy", dsr_id, on=on, by=by, now=now, seen=seen) as measure:
        take(measure, "destroy", by=by, now=now)
        for package in measure.dsr.packages.exclude(stored_as=""):
            keeping.destroy_later(package, now=now)


def _over(now: datetime) -> QuerySet[Package]:
    fetched = Q(downloads__gte=MOST_DOWNLOADS, tickets__used_at__lt=now - STILL_RUNNING)
    recent = Package.objects.filter(tickets__used_at__gte=now - STILL_RUNNING).values("pk")
    used_up = fetched & ~Q(pk__in=recent)
    return Package.objects.filter(Q(expires_at__lte=now) | used_up).exclude(stored_as="").distinct()


def _end(dsr_id: int, *, now: datetime) -> int:
    """Destroy the archives of one request that are over, and move its measure with them."""
    with transaction.atomic():
        dsr = lock(dsr_id, now=now)
        packages = list(_over(now).filter(dsr=dsr))
        for package in packages:
            never = package.fetched_at is None
            keeping.destroy_later(package, now=now)
            note(package, "expired" if never else "destroyed", by=None, now=now)
            if never:
                outbox.queue(
                    "package_expired", dsr=dsr, recipient="dpo", occasion=f"p{package.number}", now=now
                )
        if packages:
            _follow(dsr, now=now)
    return len(packages)


def _follow(dsr: SubjectRequest, *, now: datetime) -> None:
    """Move the measure to where a package that is gone has led it."""
    for measure in measures_of(dsr):
        for name in ENDS.get(measure.kind, ()):
            if measure.fits(name) and not measure.blockers(name):
                move(measure, name, now=now)
