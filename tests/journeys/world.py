"""The world of a story: a person, two people at the desk, a worker, a scheduler's part, and a mail server."""

import re
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dsr.models import Controller, Notice, Role, Status, SubjectRequest, Submission, User
from dsr.services import purge
from tests import make
from tests.journeys.walker import Walker
from tests.signed_in import spare_code
from tests.smtp_server import Received, SmtpServer

PASSWORD = "a long enough password"
AUTHOR, SECOND = "author@controller.example.org", "second@controller.example.org"


class Person:
    """A data subject, or somebody who acts for one, in front of the public pages."""

    def __init__(self, base: str, mail: SmtpServer, language: str, email: str) -> None:
        self.browser, self.mail, self.language, self.email = Walker(base), mail, language, email
        self.references: list[str] = []
        self.secret = ""

    def asks(
        self, slug: str, *rights: str, name: str, details: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Fill in the public form from its first page to its last, and keep the receipt."""
        b = self.browser.open(f"/{self.language}/{slug}/")
        b.open(f"/{self.language}/{slug}/request/who/").submit(relation="self")
        b.submit(known_as="customer").submit(rights=list(rights))
        for right in rights:
            b.submit(**(details or {}).get(right, {}))
        b.submit(customer_number="40-2217")
        b.submit(medium="mail", language=self.language).submit(name=name, email=self.email)
        b.submit()
        b.sees(name, self.email, "40-2217")
        b.submit("form")
        assert "/done/" in b.url, b.text
        self.references = list(dict.fromkeys(re.findall(r"[A-Z]{2,8}-\d{4}-\d{6}-[A-Z]", b.text)))
        found = re.search(r"\b(?:[0-9A-HJKMNP-TV-Z]{4,5}[- ]){4,6}[0-9A-HJKMNP-TV-Z]{1,5}\b", b.text)
        assert found, b.text
        self.secret = found.group()

    def confirms(self) -> None:
        """Open the link that came by mail, and press the button on its page."""
        link = re.search(r"https?://\S+/confirm/\S+", self.letter(1).text)
        assert link
        self.browser.open(link.group()).submit()
        assert self.browser.status == 200

    def looks(self) -> Walker:
        """Open the status page with reference and secret."""
        b = Walker(self.browser.base).open(f"/{self.language}/status/")
        b.submit(reference=self.references[0], secret=self.secret)
        assert b.status == 200
        return b

    def writes(self, words: str) -> None:
        """Write a message on the status page."""
        b = self.looks()
        b.open(f"/{self.language}/status/write/").submit("body", body=words)

    def fetches(self, reference: str) -> bytes:
        """Get the package from the status page: a ticket by a button, the file by a second one."""
        b = self.looks()
        b.open(f"/{self.language}/status/{reference}/download/").submit()
        b.submit("ticket")
        assert b.status == 200, b.text
        return b.raw

    def letter(self, number: int) -> Received:
        """Return the n-th mail that came to this person, waiting for it."""
        return self.mail.wait_for_letter(self.email, number)


class Desk:
    """One member of staff in front of the desk."""

    def __init__(self, base: str, email: str) -> None:
        self.browser = Walker(base).open("/desk/sign-in/")
        code = spare_code(email)
        self.browser.submit("username", username=email, password=PASSWORD).submit("code", code=code)
        assert self.browser.status == 200, self.browser.text

    def does(self, reference: str, action: str, **words: str | list[str]) -> None:
        """Open the page of one step and carry it out."""
        b = self.browser.open(f"/desk/requests/{reference}/{action}/")
        assert action in b.url, f"{action} is not offered: {b.text}"
        b.submit("seen", **words)
        assert b.status == 200, b.text
        assert b.url.rstrip("/").endswith(reference), b.text

    def fills(self, reference: str, title: str, lines: str) -> None:
        """Write data down for the package of a request."""
        b = self.browser.open(f"/desk/requests/{reference}/package/")
        b.submit("lines", title=title, lines=lines)
        assert b.status == 200, b.text

    def is_told(self, reference: str, action: str, *reasons: str) -> None:
        """Open the page of a step that is blocked, and read why."""
        b = self.browser.open(f"/desk/requests/{reference}/{action}/")
        b.sees(*reasons)

    def answers(self, second: "Desk", reference: str, **words: str | list[str]) -> None:
        """Write the answer, have it read by a second person, and let it go out."""
        self.does(reference, "draft", **words)
        self.does(reference, "submit_for_review")
        second.does(reference, "approve")
        second.does(reference, "send")


class House:
    """One controller with its staff; every page and mail of the story goes over real connections."""

    def __init__(self, base: str, mail: SmtpServer) -> None:
        self.base, self.mail = base, mail
        self.controller = self.open()
        self.author, self.second = Desk(base, AUTHOR), Desk(base, SECOND)

    def open(self) -> Controller:
        """Store the controller and the two people of its desk."""
        labels = {"en": "Customer number", "de": "Kundennummer", "sv": "Kundnummer"}
        number = {"code": "customer_number", "label": labels, "purpose": {"de": "Um Sie zu finden"}}
        controller = make.controller("muster", identifiers=[number])
        for email in (AUTHOR, SECOND):
            user: User = make.staff(controller, Role.DPO, email)
            user.set_password(PASSWORD)
            user.save()
        return controller

    def person(self, language: str, email: str = "mira@person.example.net") -> Person:
        """Return somebody in front of the public pages."""
        return Person(self.base, self.mail, language, email)

    def has_sent(self, reference: str, kind: str, seconds: float = 20.0) -> None:
        """Wait until the worker has written down that a letter of this kind went out."""
        sent = Notice.objects.filter(dsr__reference=reference, kind=kind, status=Status.SENT)
        until = time.monotonic() + seconds
        while not sent.exists():
            assert time.monotonic() < until, f"{kind} of {reference} was not sent"
            threading.Event().wait(0.05)

    def forgets(self, submission: Submission, on: datetime) -> None:
        """Let the night come in which the time of a submission is over."""
        assert purge.purge(now=on).submissions == 1
        assert Submission.objects.get(pk=submission.pk).purged_at is not None


def stored(reference: str) -> SubjectRequest:
    """Return a request as it is stored."""
    return SubjectRequest.objects.select_related("submission", "controller").get(reference=reference)


def words_left(submission: Submission) -> str:
    """Return everything that the database still holds in a personal field of a submission."""
    left: list[Any] = []
    for model, way in purge.ways().items():
        for row in model.objects.filter(**{way: submission.pk} if way != "pk" else {"pk": submission.pk}):
            left += [getattr(row, name) for name in model.personal]
    return " ".join(str(value) for value in left if value)
