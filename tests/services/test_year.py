"""A year day by day: 300 requests in eight countries, each step of the ladder once, on the working day it belongs to.

What must happen is counted here anew, day by day, from the table of the product and not from the ladder's own code.
The whole year stands in `year.txt`, to be read by a person. When the ladder changes on purpose, run this test with
DSR_WRITE_GOLDEN=1 and read what changed.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from dsr.models import Notice, SubjectRequest
from dsr.notices import ladder
from dsr.services import handling, reminders
from tests import make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

GOLDEN = Path(__file__).parent / "year.txt"
# A leap day, both changes of the clocks, Christmas and Easter lie in it.
FIRST, DAYS, COUNT = date(2027, 9, 1), 366, 300
ONE_DAY = timedelta(days=1)
COUNTRIES = {
    "DE": ("DE-BY", "Europe/Berlin", "eu_gdpr"), "AT": ("", "Europe/Vienna", "eu_gdpr"),
    "SE": ("", "Europe/Stockholm", "eu_gdpr"), "FR": ("", "Europe/Paris", "eu_gdpr"),
    "PT": ("", "Europe/Lisbon", "eu_gdpr"), "PL": ("", "Europe/Warsaw", "eu_gdpr"),
    "FI": ("", "Europe/Helsinki", "eu_gdpr"), "GB": ("GB-SCT", "Europe/London", "uk_gdpr"),
}  # fmt: skip
RIGHTS = ("access", "erasure", "rectification", "objection_marketing")
# The table of the product: working days before the last day, and who is told.
BEFORE = {
    14: ("due_in_14", "handler"), 10: ("extension_decision", "handler dpo"), 7: ("due_in_7", "handler dpo"),
    3: ("due_in_3", "handler dpo deputy"), 1: ("due_in_1", "handler dpo deputy management"),
}  # fmt: skip
EVERYBODY = "handler dpo deputy management"


@dataclass
class Seen:
    """What one request was on one morning."""

    state: str
    due_on: date | None
    extendable: bool


@dataclass
class Story:
    """One request, what will be done with it on which day, and what it was each morning."""

    number: int
    dsr: SubjectRequest
    acts: dict[date, str] = field(default_factory=dict)
    mornings: dict[date, Seen] = field(default_factory=dict)


def early(day: date) -> datetime:
    """Before nine in the morning in every one of these countries."""
    return datetime.combine(day, time(5, 30), UTC)


def noon(day: date) -> datetime:
    """After nine in the morning in every one of these countries."""
    return datetime.combine(day, time(12), UTC)


def plan(story: Story, received: date) -> None:
    """Say what happens to a request: five kinds of stories, none of which knows the ladder."""
    in_days = {
        0: {40: "close"},  # nobody looks at it until it is late
        1: {1: "start", 24: "close"},
        2: {2: "start", 5: "doubt", 17: "answer", 50: "close"},
        3: {1: "start", 20: "extend", 95: "close"},
        4: {3: "start", 36: "close"},
    }[story.number % 5]
    story.acts = {received + timedelta(days=days): act for days, act in in_days.items()}


def act(story: Story, what: str, now: datetime, people: tuple) -> None:
    officer, handler = people
    pk = story.dsr.pk
    if what == "start":
        handling.start(pk, by=officer, now=now)
        handling.assign(pk, to=handler, by=officer, now=now)
    elif what == "doubt":
        handling.ask_identity(pk, why="-", asks="-", by=officer, now=now)
    elif what == "answer":
        handling.receive_answer(pk, by=officer, now=now)
    elif what == "extend" and story.dsr.right != "objection_marketing":
        handling.extend(pk, ground="complexity", reasons="-", by=officer, now=now)
    elif what == "close":
        handling.withdraw(pk, by=officer, now=now)


def live() -> list[Story]:
    """Live through the year and return every story."""
    places = {
        code: make.controller(code.lower(), prefix=f"{code}X", country=code, subdivision=region, zone=zone, regime=law)
        for code, (region, zone, law) in COUNTRIES.items()
    }  # fmt: skip
    people = {code: (make.staff(place), make.staff(place, "handler", "handler@controller.example.org"))
              for code, place in places.items()}  # fmt: skip
    stories: list[Story] = []
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        while len(stories) < COUNT and len(stories) * 250 // COUNT <= offset:
            number = len(stories)
            code = list(COUNTRIES)[number % 8]
            (dsr,) = make.requests(places[code], RIGHTS[number // 8 % 4], now=early(day))
            stories.append(Story(number, dsr))
            plan(stories[-1], day)
        for story in stories:
            if what := story.acts.get(day):
                act(story, what, early(day), people[story.dsr.submission.controller.country])
        look(stories, day)
        reminders.sweep(now=noon(day))
        Notice.objects.filter(status="waiting").update(status="sent")
    return stories


def look(stories: list[Story], day: date) -> None:
    """Note what every open request is on a morning."""
    rows = SubjectRequest.objects.exclude(state="closed").select_related("extension")
    now = {row.pk: row for row in rows}
    for story in stories:
        if row := now.get(story.dsr.pk):
            immediate = row.right == "objection_marketing"
            story.mornings[day] = Seen(row.state, row.due_on, not immediate and not hasattr(row, "extension"))


def counted(calendar, day: date, working_days: int) -> date:
    """Return the day so many working days after, or before; counted one by one."""
    step = ONE_DAY if working_days > 0 else -ONE_DAY
    left = abs(working_days)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def must(story: Story) -> list[tuple[date, str, str]]:
    """Return what the table of the product asks for: day, step, and to whom."""
    controller = story.dsr.submission.controller
    calendar, received = controller.calendar, story.dsr.submission.received_on
    found, late = [], 0
    for day, seen in sorted(story.mornings.items()):
        if seen.due_on is None:
            continue
        if day == counted(calendar, received, 2) and seen.state == "received":
            found.append((day, "not_triaged", "dpo"))
        if day == counted(calendar, received, 7) and story.dsr.right != "objection_marketing":
            found.append((day, "identity_check", "handler"))
        found += [
            (day, kind, to) for days, (kind, to) in BEFORE.items()
            if day == counted(calendar, seen.due_on, -days) and (days != 10 or seen.extendable)
        ]  # fmt: skip
        if day == seen.due_on:
            found.append((day, "due_today", EVERYBODY))
        if day > seen.due_on and calendar.is_working_day(day):
            late += 1
            found.append(
                (day, "overdue", EVERYBODY if late == 1 else "dpo management" if late % 5 == 1 else "dpo")
            )
    return [(day, kind, addressed(story, to, day)) for day, kind, to in found]


def addressed(story: Story, to: str, day: date) -> str:
    """Return who is there to be told: until somebody is assigned the officer stands in, and is told once."""
    begun = any(act == "start" and on <= day for on, act in story.acts.items())
    wanted = to.split()
    if not begun:
        wanted = ["dpo", *[who for who in wanted if who not in {"handler", "dpo"}]]
    return ",".join(who for who in EVERYBODY.split() if who in wanted)


def happened(story: Story) -> list[tuple[date, str, str]]:
    """Return what was written down: day, step, and to whom; each time must be nine o'clock where the controller is."""
    zone = story.dsr.submission.controller.tz
    rows: dict[tuple[date, str], list[str]] = defaultdict(list)
    for row in Notice.objects.filter(dsr=story.dsr, kind__in=ladder.KINDS).order_by("due_at", "pk"):
        local = row.due_at.astimezone(zone)
        assert (local.hour, local.minute) == (9, 0)
        rows[local.date(), row.kind].append(row.recipient)
    return [(day, kind, ",".join(to)) for (day, kind), to in rows.items()]


def readable(stories: list[Story]) -> str:
    """Return the year as a text: one block for each request, one line for each step."""
    lines = []
    for story in stories:
        dsr, place = story.dsr, story.dsr.submission.controller
        days = [seen.due_on for seen in story.mornings.values() if seen.due_on]
        lasts = " → ".join(dict.fromkeys(f"{day:%a %d %b %Y}" for day in days))
        acts = ", ".join(f"{what} {day:%a %d %b}" for day, what in story.acts.items())
        received = f"received {dsr.submission.received_on:%a %d %b %Y}"
        lines += [
            f"{dsr.reference} {place.country} {dsr.right}: {received}, last day {lasts}; {acts}",
            *(f"    {day:%a %d %b %Y}  {kind:<18} {to}" for day, kind, to in happened(story)),
            "",
        ]  # fmt: skip
    return "\n".join(lines)


def test_through_a_year_in_eight_countries_each_step_happens_once_on_its_working_day():
    stories = live()

    wrong = [
        (story.dsr.reference, sorted(must(story)), sorted(happened(story)))
        for story in stories
        if sorted(must(story)) != sorted(happened(story))
    ]
    steps = [(story, day) for story in stories for day, _kind, _to in happened(story)]
    text = readable(stories)
    if os.environ.get("DSR_WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert wrong[:1] == []
    assert len(steps) > 1500
    assert all(story.dsr.submission.controller.calendar.is_working_day(day) for story, day in steps)
    assert Notice.objects.filter(kind__in=ladder.KINDS, status="skipped").count() == 0
    assert text == GOLDEN.read_text(encoding="utf-8")
