"""Due dates as a calendar of one's own: reference and right alone, under an address that can be taken back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsr.models import CalendarFeed, State, SubjectRequest
from dsr.services import calendar_feed
from dsr.web import present
from dsr.web.desk.who import Desk, desk_of, shell

# A calendar that shows more shows nothing.
MOST = 2_000
# No line of a calendar file is longer, in bytes (RFC 5545, section 3.1).
LONGEST = 75


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show whether there is a feed; draw its address, which is shown once, or take it back."""
    user, address = desk_of(request).user, ""
    if request.method == "POST" and "revoke" in request.POST:
        calendar_feed.revoke(user)
        return redirect("desk:calendar")
    if request.method == "POST":
        token = calendar_feed.draw(user, now=timezone.now())
        address = settings.BASE_URL + reverse("desk:calendar_feed", args=[token])
    feed = CalendarFeed.objects.filter(user=user).first()
    return render(request, "desk/calendar.html", shell(request, "account", feed=feed, address=address))


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the last days of the requests that the owner of the feed may read now."""
    user = calendar_feed.reader(token)
    if user is None:
        raise Http404
    rows = Desk(user).cases.exclude(state=State.CLOSED).exclude(due_on=None).select_related("controller")
    rows = rows.defer("answer", "reasons", "late_reason", "handed_to").order_by("due_on", "pk")[:MOST]
    with translation.override(user.language):
        lines = [part for line in _lines(list(rows), timezone.now()) for part in _folded(line)]
    return HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/calendar; charset=utf-8")


def _lines(rows: list[SubjectRequest], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DSR Desk//Due dates//EN", "METHOD:PUBLISH")
    yield f"X-WR-CALNAME:{_escaped(_('Due dates'))}"
    for dsr in rows:
        assert dsr.due_on is not None  # noqa: S101  (those without are left out)
        yield "BEGIN:VEVENT"
        yield f"UID:{dsr.reference}@dsr-desk"
        yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{dsr.due_on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{dsr.due_on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(f'{dsr.reference} · {present.right_name(dsr)}')}"
        yield f"URL:{settings.BASE_URL}{reverse('desk:request', args=[dsr.reference])}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts that are short enough; each after the first begins with a space."""
    part, room = "", LONGEST
    for letter in line:
        if len((part + letter).encode()) > room:
            yield part
            part = " "
        part += letter
    yield part
