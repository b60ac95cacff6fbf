"""The overview of one member of staff: what of their requests is overdue, due, waiting for others, new or stuck.

Each line is a reference, where it stands, and a link; never a name, a right or a word of anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.models import (
    WAITING,
    Controller,
    Event,
    Membership,
    Notice,
    Role,
    State,
    Status,
    SubjectRequest,
    Task,
    TaskState,
    User,
)
from dsr.notices import links
from dsr.notices.words import time_left

# So many lines of one section are written out; the rest are counted.
MOST = 15
A_WEEK = timedelta(days=7)
# Working days without any event after which a request that is under way counts as stuck.
STUCK_AFTER = 5
OVERDUE, TODAY, WEEK, OTHERS, NEW, STUCK = "overdue", "today", "week", "others", "new", "stuck"
TITLES: dict[str, Any] = {
    OVERDUE: _later("Overdue"),
    TODAY: _later("Today"),
    WEEK: _later("This week"),
    OTHERS: _later("Waiting for others"),
    NEW: _later("New"),
    STUCK: _later("Stuck"),
}
UNTRIAGED = (State.UNCONFIRMED, State.RECEIVED)


@dataclass(frozen=True)
class Desk:
    """Whose overview it is, at which controllers they decide or work, and what day it is for them."""

    user: User
    decides: list[int]
    works: list[int]
    home: Controller
    zone: ZoneInfo

    @property
    def controllers(self) -> list[int]:
        """Every controller of this person."""
        return [*self.decides, *self.works]

    def today(self, now: datetime) -> date:
        """The day it is for this person."""
        return now.astimezone(self.zone).date()


def desks(users: QuerySet[User]) -> list[Desk]:
    """Return the desk of each of these people who decides or works anywhere."""
    rows: dict[int, list[Membership]] = {}
    roles = Membership.objects.filter(
        user__in=users.filter(is_active=True), role__in=[Role.DPO, Role.HANDLER]
    )
    for role in roles.select_related("user", "controller").order_by("user", "pk"):
        rows.setdefault(role.user_id, []).append(role)
    return [_desk(own) for own in rows.values()]


def _desk(roles: list[Membership]) -> Desk:
    user, home = roles[0].user, roles[0].controller
    by_role = {
        wanted: [role.controller_id for role in roles if role.role == wanted]
        for wanted in (Role.DPO, Role.HANDLER)
    }
    return Desk(user, by_role[Role.DPO], by_role[Role.HANDLER], home, zone_of(user, home))


def sections(desk: Desk, *, now: datetime) -> dict[str, QuerySet[SubjectRequest]]:
    """Return the requests of each section; each request stands in the first that fits."""
    open_ones = SubjectRequest.objects.exclude(state=State.CLOSED).filter(
        Q(controller__in=desk.decides) | Q(controller__in=desk.works, handler=desk.user)
    )
    found, before = {}, Q(pk__in=[])
    for code, fits in _conditions(desk, now).items():
        found[code] = open_ones.filter(fits).exclude(before) if before else open_ones.filter(fits)
        before |= fits
    return found


def _conditions(desk: Desk, now: datetime) -> dict[str, Q]:
    today, calendar = desk.today(now), desk.home.calendar
    new_since = datetime.combine(calendar.add_working_days(today, -1), time(), desk.zone)
    stuck_since = datetime.combine(calendar.add_working_days(today, -STUCK_AFTER), time(), desk.zone)
    asked = Exists(Task.objects.filter(dsr=OuterRef("pk"), state=TaskState.OPEN))
    moved = Exists(Event.objects.filter(dsr=OuterRef("pk"), at__gte=stuck_since))
    undelivered = Exists(Notice.objects.filter(dsr=OuterRef("pk"), recipient="person", status=Status.FAILED))
    return {
        OVERDUE: Q(due_on__isnull=False, due_on__lt=today),
        TODAY: Q(due_on__isnull=False, due_on=today),
        WEEK: Q(due_on__isnull=False, due_on__gt=today, due_on__lte=today + A_WEEK),
        OTHERS: (Q(state__in=WAITING) | Q(asked)) & ~Q(undelivered),
        NEW: Q(submission__entered_at__gte=new_since) | (Q(state__in=UNTRIAGED) & moved),
        STUCK: ~Q(moved) | Q(undelivered),
    }


def is_of_today(notice: Notice, *, now: datetime) -> bool:
    """Return whether an overview that was written is still that of its reader's today."""
    user = User.objects.filter(pk=int(notice.recipient.partition(":")[2])).first()
    zone = zone_of(user, notice.controller) if user else notice.controller.tz
    return notice.occasion == now.astimezone(zone).date().isoformat()


def zone_of(user: User, home: Controller) -> ZoneInfo:
    """Return the zone in which a person's mornings begin."""
    return ZoneInfo(user.zone) if user.zone else home.tz


def has_urgent(controller_id: int, today: date) -> bool:
    """Return whether anything of a controller is overdue or due today."""
    rows = SubjectRequest.objects.exclude(state=State.CLOSED).filter(controller=controller_id)
    return rows.filter(due_on__lte=today).exists()


def is_empty(desk: Desk, *, now: datetime) -> bool:
    """Return whether there is nothing to say."""
    return not any(rows.exists() for rows in sections(desk, now=now).values())


def contents(user_id: int, *, now: datetime) -> dict[str, Any]:
    """Return what the mail of one person says as things stand now."""
    found = desks(User.objects.filter(pk=user_id))
    if not found:
        return {"counts": "", "sections": [], **_links()}
    desk = found[0]
    written = [_section(desk, code, rows, now) for code, rows in sections(desk, now=now).items()]
    there = [section for section in written if section["count"]]
    counts = ", ".join(f"{section['title']}: {section['count']}" for section in there)
    return {"counts": counts, "sections": there, **_links()}


def _links() -> dict[str, str]:
    return {"home": links.to_desk(), "often": links.to_own_overview()}


def _section(desk: Desk, code: str, rows: QuerySet[SubjectRequest], now: datetime) -> dict[str, Any]:
    count, today = rows.count(), desk.today(now)
    shown = rows.select_related("controller").defer("reasons", "answer").order_by("due_on", "pk")[:MOST]
    return {
        "title": str(TITLES[code]),
        "count": count,
        "lines": [_line(desk, dsr, today) for dsr in shown],
        "more": max(0, count - MOST),
    }


def _line(desk: Desk, dsr: SubjectRequest, today: date) -> dict[str, str]:
    words = [time_left(dsr.due_on, today), str(dsr.get_state_display())]
    if not dsr.handler_id:
        words.append(_("nobody is assigned"))
    if len(desk.controllers) > 1:
        words.append(dsr.controller.name)
    return {"text": f"{dsr.reference}: {', '.join(words)}", "link": links.to_case(dsr)}
