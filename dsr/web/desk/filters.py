"""What a list of requests can be narrowed to, and by what it can be sorted; the list and the register share it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Channel, Pause, Role, SearchToken, State, SubjectRequest, User
from dsr.models.reference import parse, reference
from dsr.vault import secrets, tokens
from dsr.web.desk.days import between, late, within
from dsr.web.desk.who import Desk
from dsr.web.tone import WARN_DAYS

ANY = ("", _("any"))
OPEN_ONES = "open"
DUE = [
    ANY, ("late", _("late")), ("soon", _("within three working days")), ("later", _("later than that")),
    ("today", _("today")), ("week", _("within 7 days")),
    ("fortnight", _("within 14 days")), ("none", _("no last day now")),
]  # fmt: skip
SEARCHED = ("q", "person", "words")
# The number at the end of what was typed, with its check letter or without; the year before it.
NUMBER, YEAR = (
    re.compile(r"(?:^|-)(\d{1,12})(?:-[A-Z])?$", re.ASCII),
    re.compile(r"(?:^|-)(\d{4})-?$", re.ASCII),
)
# No register of requests is older than the law itself.
FIRST_YEAR = 2018
# More words than these narrow nothing any more.
MOST_WORDS = 10
YES_NO = [ANY, ("yes", _("yes")), ("no", _("no"))]


class FilterForm(forms.Form):
    """This will read the filters from the address of the page; what makes no sense there is left aside."""

    # Part of a reference; the digest of a mail address, and those of other words, so that nothing of a person stands
    # in the address of a page.
    q = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    person = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    words = forms.RegexField(r"^[0-9a-f]{16}(\.[0-9a-f]{16}){0,9}$", required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    right = forms.ChoiceField(label=_("Right"), required=False)
    controller = forms.ChoiceField(label=_("Controller"), required=False)
    handler = forms.ChoiceField(label=_("Handled by"), required=False)
    due = forms.ChoiceField(label=_("Last day"), required=False, choices=DUE)
    channel = forms.ChoiceField(label=_("Came by"), required=False, choices=[ANY, *Channel.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    paused = forms.ChoiceField(label=_("Paused"), required=False, choices=YES_NO)
    extended = forms.ChoiceField(label=_("Extended"), required=False, choices=YES_NO)

    def __init__(self, data: Any, *, desk: Desk, first_state: str = OPEN_ONES) -> None:
        asked = data.copy()
        asked.setdefault("state", first_state)
        super().__init__(asked)
        self.desk, self.first_state = desk, first_state
        self._offer(desk)
        self.full_clean()

    def _offer(self, desk: Desk) -> None:
        language = get_language() or "en"
        states = [(OPEN_ONES, _("all open")), *State.choices, ("all", _("all"))]
        languages = list(settings.LANGUAGES)
        team = User.objects.filter(
            memberships__controller__in=desk.at(Role.DPO, Role.AUDITOR),
            memberships__role__in=[Role.HANDLER, Role.DPO],
        )
        self.team = people = [
            (str(user.pk), str(user)) for user in team.distinct().order_by("first_name", "email")
        ]
        offered: dict[str, list[Any]] = {
            "state": states,
            "right": [ANY, *((right.code, right.name(language)) for right in rights.ALL.values())],
            "controller": [ANY, *((str(one.pk), one.name) for one in desk.controllers)],
            "handler": [ANY, ("me", _("me")), ("none", _("nobody")), *people],
            "language": [ANY, *languages],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The filters that can narrow anything: one controller needs no choice of controllers."""
        alone = {"controller"} if len(self.desk.controllers) < 2 else set()  # noqa: PLR2004
        return [field for field in self.visible_fields() if field.name not in alone]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in use, by name, without what was searched for."""
        values = {name: value for name, value in self.cleaned_data.items() if value and name not in SEARCHED}
        return {name: value for name, value in values.items() if (name, value) != ("state", self.first_state)}

    def apply(self, rows: QuerySet[SubjectRequest], now: datetime) -> QuerySet[SubjectRequest]:
        """Return the requests that all filters let through."""
        given = {"state": self.first_state, **self.cleaned_data}
        for name, narrow in NARROW.items():
            value = given.get(name)
            if value:
                rows = rows.filter(narrow(value, self.desk, now))
        return rows


def _words(value: str, desk: Desk, now: datetime) -> Q:
    """Return the condition that the person is found by every one of these words, each given by its digest."""
    found = Q()
    for digest in value.split("."):
        token = int.from_bytes(bytes.fromhex(digest), "big", signed=True)
        found &= Q(submission__in=SearchToken.objects.filter(token=token).values("submission"))
    return found


def _reference(value: str, desk: Desk, now: datetime) -> Q:
    """Return the condition for a reference or a part of one: its beginning, or its number in any year.

    Each reference that could be meant is written out with its check letter, so that all are found by the index.
    """
    number = NUMBER.search(value)
    if number is None:
        return Q(reference__startswith=value)
    digits, typed = int(number[1]), YEAR.search(value[: number.start()])
    years = [int(typed[1])] if typed else range(FIRST_YEAR, now.year + 2)
    prefixes = {one.prefix for one in desk.controllers}
    named = {prefix for prefix in prefixes if value.startswith(f"{prefix}-")} or prefixes
    whole = [reference(prefix, year, digits) for prefix in named for year in years]
    return Q(reference__in=whole) | Q(reference__startswith=value)


def _state(value: str, desk: Desk, now: datetime) -> Q:
    if value == "all":
        return Q()
    return ~Q(state=State.CLOSED) if value == OPEN_ONES else Q(state=value)


def _handler(value: str, desk: Desk, now: datetime) -> Q:
    if value == "none":
        return Q(handler=None)
    return Q(handler=desk.user if value == "me" else value)


def _due(value: str, desk: Desk, now: datetime) -> Q:
    if value == "late":
        return late(desk, now) & ~Q(state=State.CLOSED)
    if value == "none":
        return Q(due_on=None)
    if value in {"soon", "later"}:
        near = within(desk, now, WARN_DAYS)
        return near if value == "soon" else Q(due_on__isnull=False) & ~near & ~between(desk, now, None, -1)
    return between(desk, now, 0, {"today": 0, "week": 7, "fortnight": 14}[value])


def _paused(value: str, desk: Desk, now: datetime) -> Q:
    rests = Q(Exists(Pause.objects.waiting().filter(dsr=OuterRef("pk"))))
    return rests if value == "yes" else ~rests


# A reference or a part of one as people type it: letters, a year, figures, the check letter.
REFERENCE = re.compile(r"^([A-Z]{2,8}|([A-Z]{2,8}-)?\d{4}|([A-Z]{2,8}-)?(\d{4}-)?\d{1,6}(-[A-Z])?)$")


def reading(typed: str) -> list[dict[str, str]]:
    """Return the filters that may find what was typed into the search, the likeliest first; none where nothing can.

    Only what looks like a reference stands in the address of a page as it was typed.
    """
    typed = typed.strip()
    if "@" in typed[1:] and len(typed.split()) == 1:
        return [{"person": secrets.address_key(typed)}]
    if whole := parse(typed):
        return [{"q": whole}]
    found = []
    if wanted := tokens.hidden(list(tokens.typed(typed))[:MOST_WORDS]):
        digests = [token.to_bytes(8, "big", signed=True).hex() for token in sorted(wanted)]
        found.append({"words": ".".join(digests)})
    part = re.sub(r"[^A-Z0-9]+", "-", typed.upper()).strip("-")
    if REFERENCE.match(part) and any(letter.isdigit() for letter in part):
        found.insert(0, {"q": part})
    return found


NARROW: dict[str, Callable[[str, Desk, datetime], Q]] = {
    "q": _reference,
    "words": _words,
    "person": lambda value, desk, now: Q(submission__subject__address_key=value),
    "state": _state,
    "right": lambda value, desk, now: Q(right=value),
    "controller": lambda value, desk, now: Q(controller=value),
    "handler": _handler,
    "due": _due,
    "channel": lambda value, desk, now: Q(submission__channel=value),
    "language": lambda value, desk, now: Q(submission__language=value),
    "paused": _paused,
    "extended": lambda value, desk, now: Q(extension__isnull=value == "no"),
}
