"""How a request is brought to where a step can be done, and how the step is posted."""

from django.test import Client

from dsr.models import State, SubjectRequest, User
from dsr.services import answering, handling
from tests import make
from tests.make import stored
from tests.web.desk.conftest import NOW, address, drafted, ready

ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Bitte nennen Sie Ihre Kundennummer."}
ANSWER = {"outcome": "granted", "answer": "Hier ist eine Kopie Ihrer Daten."}


def do(client: Client, dsr: SubjectRequest, action: str, **words: object):
    """Post one step from the page as it stands."""
    return client.post(address(dsr, action), {"seen": stored(dsr.pk).version, **words})


def as_received(dsr: SubjectRequest, dpo: User) -> None:
    """Leave the request as it came."""


def as_started(dsr: SubjectRequest, dpo: User) -> None:
    handling.start(dsr.pk, by=dpo, now=NOW)


def as_unconfirmed(dsr: SubjectRequest, dpo: User) -> None:
    SubjectRequest.objects.filter(pk=dsr.pk).update(state=State.UNCONFIRMED)


def as_doubted(dsr: SubjectRequest, dpo: User) -> None:
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)


def as_drafted(dsr: SubjectRequest, dpo: User) -> None:
    drafted(dsr, dpo)


def as_refused_draft(dsr: SubjectRequest, dpo: User) -> None:
    answering.draft(
        dsr.pk, outcome="refused", answer="Wir können dem nicht folgen.", reasons="Zum fünften Mal im Monat.",
        grounds=["common.excessive"], by=dpo, now=NOW,
    )  # fmt: skip


def as_reviewed(dsr: SubjectRequest, dpo: User) -> None:
    drafted(dsr, make.staff(dsr.controller, email="author@controller.example.org"))
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)


def as_ready(dsr: SubjectRequest, dpo: User) -> None:
    ready(dsr, make.staff(dsr.controller, email="author@controller.example.org"), dpo)


def as_closed(dsr: SubjectRequest, dpo: User) -> None:
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
