"""A person who is forgotten stays forgotten: nothing is written to a submission whose personal data are destroyed."""

from datetime import timedelta

import pytest

from dsr.models import Blocked, Event, IdentityProof, Message, Submission
from dsr.notices import outbox
from dsr.services import conversation, handling, identity, intake, purge
from tests import make
from tests.make import at, stored
from tests.services.test_step import at_once

NOW = at("2026-03-11 10:07")
# Closed in 2026: three years are kept, and the purge is on 1 January 2030.
DAY = at("2030-01-01 00:10")
AFTER = DAY + timedelta(hours=9)
WORDS = "Vertraulich Erfunden"


@pytest.fixture
def forgotten(dsr, dpo):
    """A withdrawn request whose personal data were destroyed."""
    handling.withdraw(dsr.pk, by=dpo, now=NOW)
    purge.purge(now=DAY)
    return stored(dsr.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda dsr, dpo: conversation.write_in(dsr.submission, body=WORDS, now=AFTER),
        lambda dsr, dpo: conversation.write_out(dsr.pk, body=WORDS, by=dpo, now=AFTER),
        lambda dsr, dpo: handling.explain_lateness(dsr.pk, late_reason=WORDS, by=dpo, now=AFTER),
        lambda dsr, dpo: identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=AFTER),
    ],
    ids=["message in", "message out", "reason for lateness", "proof of identity"],
)
def test_nothing_is_written_about_a_forgotten_person(forgotten, dpo, write):
    events = Event.objects.count()

    with pytest.raises(Blocked) as caught:
        write(forgotten, dpo)

    assert [blocker.code for blocker in caught.value.blockers] == ["purged"]
    assert set(Message.objects.values_list("body", flat=True)) <= {""}
    assert (stored(forgotten.pk).late_reason, IdentityProof.objects.count()) == ("", 0)
    assert Event.objects.count() == events


@pytest.mark.django_db(transaction=True)
def test_a_message_that_arrives_during_the_purge_is_destroyed_or_not_taken():
    controller = make.controller()
    dpo = make.staff(controller)
    for _again in range(4):
        (dsr,) = make.requests(controller, now=NOW)
        handling.withdraw(dsr.pk, by=dpo, now=NOW)
        submission = Submission.objects.get(pk=dsr.submission_id)

        at_once(
            lambda into=submission: conversation.write_in(into, body=WORDS, now=DAY),
            lambda: purge.purge(now=DAY),
        )

    assert Submission.objects.filter(purged_at=None).count() == 0
    assert set(Message.objects.values_list("body", flat=True)) <= {""}


@pytest.mark.django_db
def test_a_link_that_was_never_used_leads_nowhere_once_the_person_is_forgotten(controller, dpo):
    asked = intake.Asked(rights=("access",), language="de", name=WORDS, email="mira@person.example.net")
    receipt = intake.submit(controller, asked, now=NOW)
    token = outbox.confirm_token(receipt.submission)
    handling.withdraw(receipt.requests[0].pk, by=dpo, now=NOW)
    purge.purge(now=DAY)

    with pytest.raises(identity.UnknownLink):
        identity.confirm_by_link(token, now=AFTER)

    assert IdentityProof.objects.count() == 0
