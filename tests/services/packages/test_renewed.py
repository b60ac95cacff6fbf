"""After a secret was renewed nothing is handed out for three days, unless identity is settled anew; all are told."""

from datetime import timedelta

import pytest

from dsr.models import IdentityProof, MailCode, Notice, Submission, Ticket
from dsr.models.mail_code import Purpose
from dsr.notices import codes, mail
from dsr.services import identity, renewal
from dsr.services.packages import giving
from tests.make import stored
from tests.services.packages.ready import SENT, released

pytestmark = pytest.mark.django_db
SOON = SENT + timedelta(minutes=3)
LATER = SOON + timedelta(hours=72)


def renewed(dsr, now=SOON):
    """Renew the secret of a request through its mailbox."""
    Submission.objects.filter(pk=dsr.submission_id).update(confirm_digest="")
    IdentityProof.objects.create(submission=dsr.submission, level=1, method="link", at=SENT)
    wish = renewal.wish(dsr.reference, now=now)
    renewal.sweep(now=now)
    row = MailCode.objects.get(pk=wish)
    Notice.objects.filter(pk=row.notice_id).update(sent_at=now)
    row.refresh_from_db()
    assert renewal.redeem(wish, codes.code(row), now=now) is not None


def test_what_lies_ready_waits_three_days_and_a_ticket_of_before_is_no_good(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    token = giving.issue(dsr.pk, now=SOON)
    renewed(dsr)

    with pytest.raises(giving.NotYet):
        giving.redeem(dsr.pk, token, now=SOON)
    with pytest.raises(giving.NotYet):
        giving.issue(dsr.pk, now=LATER - timedelta(seconds=1))

    assert Ticket.objects.get().used_at is None
    assert giving.issue(dsr.pk, now=LATER)


def test_identity_settled_anew_ends_the_wait_and_a_code_to_the_mailbox_does_not(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    renewed(dsr)
    IdentityProof.objects.create(submission=dsr.submission, level=1, method="link", at=SOON)
    with pytest.raises(giving.NotYet):
        giving.issue(dsr.pk, now=SOON)

    identity.prove_identity(dsr.pk, level=2, method="known_channel", by=dpo, now=SOON)

    assert giving.issue(dsr.pk, now=SOON)
    assert stored(dsr.pk).state == "closed"


def test_the_mailbox_the_one_of_before_and_the_desk_are_told_at_once(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    MailCode.objects.create(
        submission=dsr.submission, purpose=Purpose.CONTACT, wished_at=SENT, looked_at=SENT,
        used_at=SENT - timedelta(days=5), old_address="alt@person.example.net", new_address="mira@person.example.net",
    )  # fmt: skip
    MailCode.objects.create(
        submission=dsr.submission, purpose=Purpose.CONTACT, wished_at=SENT, looked_at=SENT,
        used_at=SENT - timedelta(days=50), old_address="uralt@person.example.net", new_address="alt@person.example.net",
    )  # fmt: skip

    renewed(dsr)

    told = Notice.objects.filter(kind="secret_renewed").order_by("pk")
    written = [mail.build(notice, mail.address_of(notice, now=SOON), now=SOON) for notice in told]
    assert [message.to for message in written] == [["mira@person.example.net"], ["alt@person.example.net"]]
    assert all("72 Stunden" in message.body for message in written)
    assert Notice.objects.filter(kind="secret_anew", recipient="handler").count() == 1
