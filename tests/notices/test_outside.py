"""Letters to recipients, processors and other controllers go by mail, whole, and to nobody else."""

import pytest

from dsr.models import Notice, Recipient, Status
from dsr.notices import delivery, kinds, mail, outside
from dsr.services import purge
from tests import filled
from tests.make import at

NOW = at("2026-03-17 14:45")
WORDS = {
    "what_was_done": "Das Konto wurde gelöscht.", "who": "Kunde 4711", "what_is_asked": "Alles löschen.",
    "instruction_reference": "INS-2026-7", "due_day": "2026-03-27", "reasons": "Es fehlt eine Grundlage.",
}  # fmt: skip
OUTSIDE = [code for code, kind in kinds.ALL.items() if kind.outside]


@pytest.fixture
def recipient(dsr):
    """Somebody who received data."""
    return filled.recipient(dsr)


def posted(dsr, recipient, kind="recipient_notice"):
    """Return the notice of a letter to somebody outside, the only one that waits."""
    Notice.objects.all().delete()
    outside.post(kind, dsr, recipient, by=None, now=NOW, words=WORDS)
    return Notice.objects.get()


@pytest.mark.django_db
def test_the_letter_arrives_whole_and_under_the_controllers_name(dsr, recipient, smtp):
    notice = posted(dsr, recipient)

    went = delivery.deliver(notice.pk, now=NOW)

    (received,) = smtp.inbox
    assert went
    assert received.to == "lager@logistik.example.org"
    assert "Das Konto wurde gelöscht." in received.mail.get_body(("plain",)).get_content()
    assert "Kunde 4711" in received.mail.get_body(("html",)).get_content()
    assert "Muster Versand GmbH" in str(received.mail["From"])
    assert received.mail["Reply-To"] == "dpo@controller.example.org"
    assert received.mail["List-Id"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OUTSIDE)
@pytest.mark.parametrize("language", ["de", "en", "sv"])
def test_no_subject_says_whom_or_what_it_concerns(dsr, recipient, kind, language):
    dsr.controller.language = language
    dsr.controller.save()
    notice = posted(dsr, recipient, kind)

    written = mail.build(notice, recipient.email, now=NOW)

    said = written.subject.lower()
    assert f"[{dsr.reference.lower()}]" in said
    assert not any(
        word in said for word in ("mira", "4711", "lösch", "konto", dsr.law.name(language).lower())
    )


@pytest.mark.django_db
def test_a_recipient_without_an_address_is_a_mail_that_failed_and_the_desk_hears_of_it(dsr, recipient, smtp):
    notice = posted(dsr, recipient)
    Recipient.objects.update(email="")

    went = delivery.deliver(notice.pk, now=NOW)

    assert (went, smtp.inbox) == (False, [])
    assert Notice.objects.get(pk=notice.pk).status == Status.FAILED
    assert Notice.objects.filter(kind="bounce", recipient="dpo").exists()


@pytest.mark.django_db
def test_letters_to_others_are_no_part_of_the_persons_correspondence(dsr, recipient):
    before = dsr.submission.messages.count()

    posted(dsr, recipient)

    assert dsr.submission.messages.count() == before
    assert dsr.outside_letters.count() == 1


@pytest.mark.django_db
def test_what_was_destroyed_is_not_sent_any_more(dsr, recipient, smtp):
    notice = posted(dsr, recipient)
    purge._empty(dsr.submission_id, now=NOW)

    went = delivery.deliver(notice.pk, now=NOW)

    assert (went, smtp.inbox) == (False, [])
    assert dsr.outside_letters.get().body == ""
    assert Notice.objects.get(pk=notice.pk).status == Status.SKIPPED


@pytest.mark.django_db
def test_the_words_about_the_person_go_and_numbers_and_days_stay(dsr):
    made = filled.rows_of(dsr, "Vertraulich")

    purge._empty(dsr.submission_id, now=NOW)

    left = {type(row).__name__: type(row).objects.get(pk=row.pk) for row in made}
    for row in left.values():
        assert {getattr(row, name) for name in row.personal} == {""}, row
    assert left["Instruction"].number == "INS-2026-1"
    assert left["RecipientNotice"].opened_on == filled.DAY
    assert left["Fee"].announced_on == filled.DAY
