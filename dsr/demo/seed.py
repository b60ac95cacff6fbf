"""The demo: invented controllers, staff and requests, lived through by the real services on the days they name."""

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from dsr.demo import systems, words
from dsr.demo.actors import Crew, do
from dsr.demo.cases import CASES, Case
from dsr.demo.places import CONTROLLERS, PASSWORD, STAFF
from dsr.models import Channel, Controller, Membership, Notice, Status, SubjectRequest, Submission, User
from dsr.notices import delivery
from dsr.services import intake, posting, reminders, reminders_tasks

# Mails of the last days lie in the outbox of the demo; older ones were sent and are not kept.
KEPT = timedelta(days=2)
OPENING = time(9, 5)
BY_HAND = {Channel.POST, Channel.PHONE, Channel.FAX, Channel.COUNTER}
# The address of the one person whose mailbox is gone.
GONE = "gone@"


class AlreadySeeded(Exception):
    """There are controllers in this database already."""


class PastMail(BaseEmailBackend):
    """This will take the mails of the past and keep none; it refuses the mailbox that is gone."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many mails were taken. Raises SMTPRecipientsRefused."""
        for mail in email_messages:
            if any(address.startswith(GONE) for address in mail.to):
                raise smtplib.SMTPRecipientsRefused({mail.to[0]: (550, b"no such mailbox")})
        return len(email_messages)


@dataclass(order=True)
class Deed:
    """Something that happens at a moment: a submission arrives, or a step is done on it."""

    at: datetime
    number: int
    case: Case = field(compare=False)
    verb: str = field(compare=False)
    argument: str = field(default="", compare=False)


def seed(now: datetime) -> None:
    """Fill an empty database with the demo as it stands at `now`. Raises AlreadySeeded."""
    if Controller.objects.exists():
        raise AlreadySeeded
    controllers, crews = _people(*_places())
    stories = sorted(
        deed for number, case in enumerate(CASES) for deed in _story(number, case, controllers, now)
    )
    submissions: dict[int, Submission] = {}
    day = min(deed.at for deed in stories).date() if stories else now.date()
    for deed in stories:
        while day <= deed.at.date():
            _morning(datetime.combine(day, OPENING, deed.at.tzinfo), now, crews)
            day += timedelta(days=1)
        if deed.verb == "arrive":
            submissions[deed.number] = _arrive(
                deed, controllers[deed.case.controller], crews[deed.case.controller]
            )
        else:
            submission = Submission.objects.get(pk=submissions[deed.number].pk)
            do(submission, crews[deed.case.controller], deed.verb, deed.argument, deed.at)
        _deliver(deed.at, now)
    while day <= now.date():
        _morning(datetime.combine(day, OPENING, now.tzinfo), now, crews)
        day += timedelta(days=1)


def _places() -> tuple[dict[str, Controller], dict[str, User]]:
    controllers = {
        slug: Controller.objects.create(slug=slug, **fields) for slug, fields in CONTROLLERS.items()
    }
    systems.create(controllers)
    users = {
        person.email: User.objects.create_user(
            person.email, PASSWORD, first_name=person.first_name, last_name=person.last_name,
            language=person.language, is_staff=person.is_admin, is_superuser=person.is_admin,
        )
        for person in STAFF
    }  # fmt: skip
    return controllers, users


def _people(
    controllers: dict[str, Controller], users: dict[str, User]
) -> tuple[dict[str, Controller], dict[str, Crew]]:
    for person in STAFF:
        for slug, controller in controllers.items():
            role = person.roles.get(slug) or person.roles.get("*")
            if role:
                Membership.objects.create(user=users[person.email], controller=controller, role=role)
    crews = {
        slug: Crew(
            handler=users["alva@example.org" if slug == "sverige" else "handler@example.org"],
            dpo=users["dpo@example.org"],
            second=users["second@example.org"],
        )
        for slug in controllers
    }
    return controllers, crews


def _story(number: int, case: Case, controllers: dict[str, Controller], now: datetime) -> Iterator[Deed]:
    """Yield what has happened of a case by now: staff work on working days, people write when they like."""
    controller = controllers[case.controller]
    here = now.astimezone(controller.tz)
    hour, minute = 8 + number * 5 % 13, number * 17 % 60
    arrived = datetime.combine(here.date() - timedelta(days=case.days_ago), time(hour, minute), controller.tz)
    arrived = min(arrived, here - timedelta(minutes=20))
    yield Deed(arrived, number, case, "arrive")
    last = arrived
    for place, step in enumerate(filter(None, (part.strip() for part in case.script.split(";"))), start=1):
        days, verb, *argument = step.split()
        day = arrived.date() + timedelta(days=int(days))
        if verb not in {"confirmed", "wrote", "wrote_answer"}:
            day = controller.calendar.next_working_day(day)
        moment = datetime.combine(day, time(10 + place % 7, (number * 7 + place * 11) % 60), controller.tz)
        last = max(moment, last + timedelta(minutes=7))
        if last > here:
            return
        yield Deed(last, number, case, verb, " ".join(argument))


def _arrive(deed: Deed, controller: Controller, crew: Crew) -> Submission:
    case, number = deed.case, deed.number
    firsts, lasts = words.FIRST_NAMES[case.language], words.LAST_NAMES[case.language]
    name = f"{firsts[number % len(firsts)]} {lasts[number % len(lasts)]}"
    by_hand = case.channel in BY_HAND
    codes = case.rights.split()
    letter = "\n\n".join(words.LETTERS[code, case.language] for code in codes)
    asked = intake.Asked(
        rights=codes, language=case.language, name=name, letter=letter,
        email="" if case.channel == Channel.POST else case.mail or f"person{number}@person.example.net",
        postal_address=words.STREETS[case.language].format(n=number + 1) if case.channel == Channel.POST else "",
        phone=f"+49 30 0000 0{number:03d}" if case.channel == Channel.PHONE else "",
        medium="post" if case.channel == Channel.POST else "mail",
        identifiers={"order": f"40-{2200 + number}"} if case.controller == "shop" and number % 3 == 0 else {},
    )  # fmt: skip
    receipt = intake.submit(
        controller, asked, now=deed.at, channel=case.channel, by=crew.dpo if by_hand else None,
    )  # fmt: skip
    return receipt.submission


def _morning(at: datetime, now: datetime, crews: dict[str, Crew]) -> None:
    """Live through the opening of one day: what has come due goes out, yesterday's letters are put into the post."""
    if at > now:
        return
    systems.answer_in_time(at)
    reminders.sweep(now=at)
    reminders_tasks.sweep(now=at)
    _deliver(at, now)
    if at < now - KEPT:
        waiting = Notice.objects.filter(status=Status.TO_POST, created_at__lt=at - timedelta(days=1))
        for dsr in SubjectRequest.objects.filter(pk__in=waiting.values("dsr")).select_related("controller"):
            posting.mark_posted(dsr.pk, by=crews[dsr.controller.slug].handler, now=at)


def _deliver(at: datetime, now: datetime) -> None:
    with _old_mails_are_dropped() if at < now - KEPT else _mails_are_kept():
        delivery.sweep(clock=lambda: at)


@contextmanager
def _old_mails_are_dropped() -> Iterator[None]:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{PastMail.__module__}.{PastMail.__qualname__}"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend


@contextmanager
def _mails_are_kept() -> Iterator[None]:
    yield
