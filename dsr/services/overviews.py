"""The sweep of the overviews: writes each digest and report that came due, once; an empty one is noted as skipped."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from dsr.models import Controller, Digest, Notice, Status, User
from dsr.notices import digest, outbox, overviews, report
from dsr.notices.hours import Hours

EMPTY = "empty"


def sweep(*, now: datetime) -> int:
    """Write down every overview that is due and return how many rows were written; run twice, it adds nothing.

    After an outage the overview of today goes, those of the days before are not caught up.
    """
    with transaction.atomic():
        rows = [*_digests(now), *_reports(now)]
        outbox.insert(rows, hint=False)
    return len(rows)


def _digests(now: datetime) -> Iterable[Notice]:
    """Yield a row for each person whose morning has come, unless there is one."""
    desks = digest.desks(User.objects.all())
    moments = {desk.user.pk: _moment(desk, now) for desk in desks}
    wanted = [desk for desk in desks if moments[desk.user.pk] and _is_by_day(desk.home, desk.zone, now)]
    there = _there(overviews.DIGEST, [f"u:{desk.user.pk}" for desk in wanted])
    for desk in wanted:
        moment = moments[desk.user.pk]
        assert moment is not None  # noqa: S101  (only those are wanted)
        if (f"u:{desk.user.pk}", moment.occasion) in there:
            continue
        first = overviews.first_of_week(desk.home.calendar, desk.today(now)) == desk.today(now)
        if not (_asks_for_it(desk, first=first) or _is_last(desk, desks, now)):
            continue
        empty = not first and digest.is_empty(desk, now=now)
        yield _row(
            overviews.DIGEST,
            desk.home,
            moment,
            f"user:{desk.user.pk}",
            now,
            empty=empty,
            about=f"u:{desk.user.pk}",
        )


def _moment(desk: digest.Desk, now: datetime) -> overviews.Moment | None:
    return overviews.ALL[overviews.DIGEST].moment(desk.home, desk.zone, now=now)


def _asks_for_it(desk: digest.Desk, *, first: bool) -> bool:
    """Tell whether this is a day on which a person wants the overview; `first` is the first working day of a week."""
    return desk.user.digest == Digest.DAILY or (desk.user.digest == Digest.WEEKLY and first)


def _is_last(desk: digest.Desk, desks: list[digest.Desk], now: datetime) -> bool:
    """Tell whether something needs action today that nobody else would hear of: then the first officer stays."""
    for controller_id in desk.decides:
        officers = [each.user for each in desks if controller_id in each.decides]
        if any(user.digest == Digest.DAILY for user in officers):
            continue
        is_first = min(user.pk for user in officers) == desk.user.pk
        if is_first and digest.has_urgent(controller_id, desk.today(now)):
            return True
    return False


def _reports(now: datetime) -> Iterable[Notice]:
    """Yield a row for each report of each controller that has come due, unless there is one."""
    controllers = list(Controller.objects.all())
    for kind in overviews.OF_CONTROLLER:
        due = [(each, overviews.ALL[kind].moment(each, ZoneInfo(each.zone), now=now)) for each in controllers]
        there = _there(kind, [f"c:{controller.pk}" for controller, moment in due if moment])
        for controller, moment in due:
            if (
                moment is None
                or (f"c:{controller.pk}", moment.occasion) in there
                or not _is_by_day(controller, controller.tz, now)
            ):
                continue
            empty = kind != overviews.HOLIDAYS and report.nothing_ever_came(controller)
            yield _row(kind, controller, moment, overviews.ALL[kind].to, now, empty=empty)


def _is_by_day(controller: Controller, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether mails go out now: what is caught up at night waits for the morning, which may bring a newer one."""
    return replace(Hours.of(controller), zone=zone).opening(now) == now


def _there(kind: str, about: list[str]) -> set[tuple[str, str]]:
    """Return which overviews of a kind were written, by whom they are about and which time they were."""
    rows = Notice.objects.filter(kind=kind, about__in=about)
    return set(rows.values_list("about", "occasion"))


def _row(
    kind: str,
    controller: Controller,
    moment: overviews.Moment,
    recipient: str,
    now: datetime,
    *,
    empty: bool,
    about: str = "",
) -> Notice:
    row = outbox.row(
        kind, now=now, recipient=recipient, controller=controller, occasion=moment.occasion, due_at=moment.at,
        about=about, status=Status.SKIPPED if empty else Status.WAITING,
    )  # fmt: skip
    row.error = EMPTY if empty else ""
    return row
