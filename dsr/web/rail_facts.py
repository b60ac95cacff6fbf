"""What a rail shows: the facts of one request's time, and the words for each mark on the ruler."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsr.web.dates import longdate, shortdate
from dsr.web.tone import Tone

# A ruler without a last day goes on a little past today, so that its open end can be seen.
OPEN_END = timedelta(days=14)


@dataclass(frozen=True)
class Rail:
    """One request's time, from receipt to its last day, as it stands today."""

    received_on: date
    today: date
    last_on: date | None
    # The last day after an extension that is still possible; None leaves the mark out.
    extendable_to: date | None = None
    extended: bool = False
    # The last day as it was before the extension.
    first_last_on: date | None = None
    # (start, end); an end of None rests still.
    pauses: tuple[tuple[date, date | None], ...] = ()
    free: frozenset[date] = frozenset()
    tone: Tone = "ontime"
    closed_on: date | None = None

    @property
    def now(self) -> date:
        """The day up to which time has run: the closing day, else today; never before receipt."""
        return max(self.closed_on or self.today, self.received_on)

    @property
    def end(self) -> date:
        """The last day that the ruler shows."""
        known = [day for day in (self.last_on, self.first_last_on, self._may_be) if day]
        beyond = self.now if known or self.closed_on else self.now + OPEN_END
        return max(*known, beyond, self.received_on + timedelta(days=1))

    @property
    def _may_be(self) -> date | None:
        return None if self.extended or self.closed_on else self.extendable_to

    @property
    def days_late(self) -> int:
        """How many days past the last day the request is, or was when it was closed; 0 if it is not late."""
        if self.last_on is None or any(end is None for _start, end in self.pauses):
            return 0
        return max((self.now - self.last_on).days, 0)

    def share(self, day: date, halves: int = 0) -> float:
        """Return where a day stands on the ruler: 0 at receipt, 1 at its end; half days may be added."""
        days = (day - self.received_on).days + halves / 2
        return min(max(days / (self.end - self.received_on).days, 0.0), 1.0)


@dataclass(frozen=True)
class Mark:
    """One mark on the ruler: where it stands, its short name, and the whole sentence."""

    kind: Literal["received", "pause", "today", "last", "first", "may", "closed"]
    share: float
    name: str
    sentence: str
    side: Literal["above", "below"] = "below"


def marks(r: Rail) -> list[Mark]:
    """Return the marks of a rail in the order of their days."""
    return sorted([*_fixed(r), *_pauses(r)], key=lambda mark: mark.share)


def sentence(r: Rail) -> str:
    """Return the whole rail in words, for whoever does not see it."""
    late = ngettext("%(n)s day late.", "%(n)s days late.", r.days_late) % {"n": r.days_late}
    words = [mark.sentence for mark in marks(r)]
    if r.days_late:
        words.append(late)
    if r.last_on is None and not r.closed_on:
        words.append(_("No last day is fixed yet."))
    return " ".join(words)


def _fixed(r: Rail) -> Iterator[Mark]:
    yield _mark(r, "received", r.received_on, _("%(day)s, received"), _("Received on %(day)s."))
    if r.closed_on:
        yield _mark(r, "closed", r.closed_on, _("%(day)s, closed"), _("Closed on %(day)s."), "above")
    else:
        yield _mark(r, "today", r.now, _("today"), _("Today is %(day)s."), "above")
    if r.extended and r.first_last_on:
        told = _("Before the extension, the last day was %(day)s.")
        yield _mark(r, "first", r.first_last_on, _("%(day)s, before the extension"), told)
    if r.last_on:
        name, told = _("%(day)s, last day"), _("Last day: %(day)s.")
        yield Mark(
            "last",
            r.share(r.last_on),
            name % {"day": _brief(r, r.last_on)},
            told % {"day": longdate(r.last_on)},
        )
    if r.extendable_to and not r.extended and not r.closed_on:
        told = _("If extended, the last day becomes %(day)s.")
        yield _mark(r, "may", r.extendable_to, _("%(day)s, if extended"), told)


def _mark(r: Rail, kind: str, day: date, name: str, told: str, side: str = "below") -> Mark:
    return Mark(kind, r.share(day), name % {"day": _brief(r, day)}, told % {"day": shortdate(day)}, side)  # type: ignore[arg-type]


def _pauses(r: Rail) -> Iterator[Mark]:
    for start, end in r.pauses:
        middle = (r.share(start) + r.share(end or r.now)) / 2
        if end is None:
            told = _("Paused since %(start)s.") % {"start": shortdate(start)}
        else:
            told = _("Paused from %(start)s to %(end)s.") % {"start": shortdate(start), "end": shortdate(end)}
        yield Mark("pause", middle, _("paused"), told, "above")


def _brief(r: Rail, day: date) -> str:
    """Return a day as short as the ruler allows: with its year only where it is another than the receipt's."""
    # Translators: a short date without its year, in the letters of Django's date format.
    return date_format(day, _("j M")) if day.year == r.received_on.year else shortdate(day)
