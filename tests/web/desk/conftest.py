"""What the tests of the desk start from: a Wednesday in March 2026, and browsers that are signed in."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dsr.demo import serve
from dsr.models import SubjectRequest, User
from dsr.services import answering, handling, identity, intake
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stand on the morning after the request of the fixture `dsr` arrived."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(dpo: User) -> Client:
    """The browser of the data protection officer."""
    return signed_in(dpo)


@pytest.fixture
def second_browser(second_dpo: User) -> Client:
    """The browser of a second data protection officer."""
    return signed_in(second_dpo)


def signed_in(user: User) -> Client:
    """Return a browser in which a member of staff is signed in."""
    client = Client()
    client.force_login(user)
    return client


def address(dsr: SubjectRequest, action: str = "") -> str:
    """Return the address of a request, or of one of its steps."""
    if action:
        return reverse("desk:act", args=[dsr.reference, action])
    return reverse("desk:request", args=[dsr.reference])


def ready(dsr: SubjectRequest, author: User, approver: User, **words: object) -> SubjectRequest:
    """Lead a request to the door: written, reviewed, approved, identity proven."""
    drafted(dsr, author, **words)
    answering.submit_for_review(dsr.pk, by=author, now=NOW)
    answering.approve(dsr.pk, by=approver, now=NOW)
    return stored(dsr.pk)


def drafted(dsr: SubjectRequest, author: User, **words: object) -> SubjectRequest:
    """Lead a request to a written answer, with identity proven."""
    handling.start(dsr.pk, by=author, now=NOW)
    identity.prove_identity(dsr.pk, level=2, method="details", by=author, now=NOW)
    given = {"outcome": "granted", "answer": "Hier ist alles.", **words}
    answering.draft(dsr.pk, by=author, now=NOW, **given)  # type: ignore[arg-type]
    serve.serve(dsr.pk, by=author, now=NOW)
    return stored(dsr.pk)


def foreign_request() -> SubjectRequest:
    """Return a request at a controller where the people of the other fixtures have no role."""
    elsewhere = make.controller("elsewhere", name="Anderswo AG", prefix="AW")
    user = make.staff(elsewhere, email="dpo@elsewhere.example.org")
    asked = intake.Asked(rights=("access",), language="de", name="Ida Ausgedacht")
    return intake.submit(elsewhere, asked, now=NOW, channel="post", by=user).requests[0]
