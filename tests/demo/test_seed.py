"""The demo: it was lived through by the real services, so everything in it is lawful."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.demo import places
from dsr.models import Controller, EventName, Notice, Outcome, State, Status, SubjectRequest
from dsr.services import obligations, upkeep
from tests import seeded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """The demo as it stands now, made once for all tests of this file; what the command said."""
    with seeded.demo(django_db_blocker, tmp_path_factory.mktemp("log")) as said:
        yield said


def test_nothing_is_late_in_a_demo_that_was_just_made(demo: str):
    assert obligations.late(now=timezone.now()).any is False


def test_the_demo_shows_every_state_and_every_way_to_end(demo: str):
    requests = SubjectRequest.objects.all()

    assert 55 <= requests.count() <= 65
    assert set(requests.values_list("state", flat=True)) == set(State.values)
    ended = {*Outcome.values} - {Outcome.MERGED}
    assert set(requests.filter(state=State.CLOSED).values_list("outcome", flat=True)) >= ended
    assert Controller.objects.count() == 5


def test_the_demo_is_lawful_each_date_is_what_the_law_computes(demo: str):
    assert upkeep.check_dates(now=timezone.now()) == []
    late = [
        dsr
        for dsr in SubjectRequest.objects.exclude(answered_on=None)
        if dsr.due_on and dsr.answered_on > dsr.due_on
    ]
    assert late
    for dsr in late:
        assert dsr.events.filter(name=EventName.LATENESS_EXPLAINED).exists()
    for dsr in SubjectRequest.objects.filter(outcome=Outcome.REFUSED):
        assert dsr.grounds
        assert dsr.reasons
    assert not [
        dsr for dsr in SubjectRequest.objects.exclude(approver=None) if dsr.author_id == dsr.approver_id
    ]


def test_the_demo_has_lived_its_mails_went_out_on_their_days_and_none_floods_now(demo: str):
    mails = Notice.objects.filter(recipient="person")

    assert not mails.filter(status=Status.WAITING, due_at__lt=timezone.now()).exists()
    assert mails.filter(status=Status.FAILED).exists()
    assert Notice.objects.filter(kind="overdue", status=Status.SENT).exists()
    sent = mails.filter(status=Status.SENT)
    assert all(notice.sent_at and notice.sent_at >= notice.created_at for notice in sent)


def test_the_demo_says_how_to_sign_in_and_a_second_run_changes_nothing(demo: str):
    said, before = io.StringIO(), SubjectRequest.objects.count()

    call_command("seed_demo", stdout=said)

    assert "nothing was changed" in said.getvalue()
    assert SubjectRequest.objects.count() == before
    for person in places.STAFF:
        assert person.email in demo
        assert Client().login(username=person.email, password=places.PASSWORD)


def test_every_page_of_the_demo_opens_for_the_data_protection_officer(demo: str):
    client = Client()
    client.login(username="dpo@example.org", password=places.PASSWORD)

    pages = [reverse(f"desk:{name}") for name in ("home", "requests", "intake", "register")]
    pages += [reverse("desk:request", args=[dsr.reference]) for dsr in SubjectRequest.objects.all()]

    assert {client.get(page).status_code for page in pages} == {200}
