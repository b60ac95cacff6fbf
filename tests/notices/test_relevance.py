"""What was written down is sent only if it still says something, and complete."""

from datetime import timedelta

import pytest

from dsr.models import Message, Notice, Status
from dsr.notices import delivery, outbox
from dsr.services import answering, handling, identity
from tests import smtp_server as smtpd
from tests.make import at

NOW = at("2026-03-17 14:45")
MINUTE = timedelta(minutes=1)


def waiting(dsr, kind="message_in", recipient="dpo", occasion="m1", now=NOW):
    Notice.objects.all().delete()
    outbox.queue(kind, dsr=dsr, recipient=recipient, occasion=occasion, now=now)
    return Notice.objects.get()


def again(notice):
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.django_db
def test_a_reminder_for_a_request_that_was_closed_meanwhile_is_skipped(dsr, dpo, smtp):
    notice = waiting(dsr, "due_in_7", "dpo", "2026-04-10")
    handling.mark_not_a_request(dsr.pk, by=dpo, now=NOW)

    delivery.deliver(notice.pk, now=NOW)

    assert (again(notice).status, smtp.inbox) == (Status.SKIPPED, [])


@pytest.mark.django_db
def test_a_link_for_a_mailbox_that_was_confirmed_meanwhile_is_skipped(dsr, smtp):
    notice = waiting(dsr, "confirm_mailbox", "person")
    identity.confirm_by_link(outbox.confirm_token(dsr.submission), now=NOW)

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.SKIPPED


@pytest.mark.django_db
def test_an_order_to_review_is_skipped_when_the_answer_went_back_to_work(dsr, dpo, smtp):
    handling.start(dsr.pk, by=dpo, now=NOW)
    answering.draft(dsr.pk, outcome="no_data", answer="Nichts.", by=dpo, now=NOW)
    answering.submit_for_review(dsr.pk, by=dpo, now=NOW)
    notice = Notice.objects.get(kind="review_wanted")
    answering.return_to_work(dsr.pk, by=dpo, now=NOW)

    delivery.deliver(notice.pk, now=NOW)

    assert again(notice).status == Status.SKIPPED


@pytest.mark.django_db
def test_the_acknowledgement_is_written_into_the_correspondence_when_it_goes_out_once(dsr, smtp):
    Notice.objects.all().delete()
    outbox.acknowledge(dsr, now=NOW)
    notice = Notice.objects.get()
    smtp.script.append(smtpd.GREYLIST)

    delivery.deliver(notice.pk, now=NOW)
    delivery.deliver(notice.pk, now=NOW + MINUTE)

    letter = Message.objects.get(kind="acknowledgement")
    assert again(notice).letter == letter
    assert "10. April 2026" in letter.body
    assert "Auskunft" not in smtp.inbox[0].text


@pytest.mark.django_db
def test_a_person_without_a_mail_address_is_a_matter_for_the_officer(dsr, smtp):
    notice = waiting(dsr, "extension", "person")
    subject = dsr.submission.subject
    subject.email = ""
    subject.save()

    delivery.deliver(notice.pk, now=NOW)

    assert (again(notice).status, again(notice).error) == (Status.FAILED, "no address")
    assert Notice.objects.filter(kind="bounce", recipient="dpo").exists()


@pytest.mark.django_db
def test_a_notice_that_cannot_be_made_does_not_hold_up_the_next(dsr, smtp):
    Notice.objects.all().delete()
    for number in range(2):
        outbox.queue("message_in", dsr=dsr, recipient="dpo", occasion=f"m{number}", now=NOW)
    Notice.objects.filter(occasion="m0").update(kind="of_yesterday")

    sent = delivery.sweep(clock=lambda: NOW)

    assert sent == 1
    assert Notice.objects.get(occasion="m0").error == "UnknownKind"


@pytest.mark.django_db
def test_a_purged_person_is_written_to_no_more(dsr, smtp):
    notice = waiting(dsr, "note", "person")
    type(dsr.submission).objects.update(purged_at=NOW)

    delivery.deliver(notice.pk, now=NOW)

    assert (again(notice).status, smtp.inbox) == (Status.SKIPPED, [])
