"""Settling identity: what a check can prove, and when its proof can have come."""

import pytest
from django.test import Client

from dsr.models import State, SubjectRequest, User
from dsr.services import handling
from tests.make import stored
from tests.web.desk.conftest import NOW, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("level", "taken"), [("1", True), ("2", False), ("3", False)])
def test_a_link_to_a_mailbox_never_proves_more_than_the_mailbox(
    browser: Client, dsr: SubjectRequest, level: str, taken: bool
):
    words = {"seen": dsr.version, "level": level, "method": "link"}

    answer = browser.post(address(dsr, "prove_identity"), words)

    assert (answer.status_code == 302) is taken
    assert dsr.submission.proofs.exists() is taken


def test_a_proof_cannot_come_before_it_was_asked_for(browser: Client, dsr: SubjectRequest, dpo: User):
    handling.start(dsr.pk, by=dpo, now=NOW)
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Kundennummer", by=dpo, now=NOW)
    words = {"seen": stored(dsr.pk).version, "level": "2", "method": "details", "answered_on": "2026-03-10"}

    answer = browser.post(address(dsr, "prove_identity"), words)

    assert answer.status_code == 422
    assert "answered_on" in answer.context["form"].errors
    assert stored(dsr.pk).state == State.AWAITING_IDENTITY
