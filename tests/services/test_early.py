"""What goes before the rest of a file, and what stays."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr.models import Attachment, Controller, EventName, Message, SubjectRequest, User
from dsr.services import conversation, early, handling, identity
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db
CLOSED = at("2026-03-31 09:00")


@pytest.fixture
def closed(controller: Controller, dpo: User) -> SubjectRequest:
    """A request with a letter and a file, taken back on 31 March 2026."""
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"), letter="Bitte alles löschen.")
    name = default_storage.save("early/x", SimpleUploadedFile("x", b"Seite"))
    Attachment.objects.create(
        submission=dsr.submission, name="Brief.pdf", stored_as=name, media_type="application/pdf", size=5,
        sha256="", added_at=at("2026-03-10 09:00"),
    )  # fmt: skip
    handling.withdraw(dsr.pk, by=dpo, now=CLOSED)
    return stored(dsr.pk)


def test_without_a_time_of_its_own_the_letter_stays_with_the_file(closed):
    assert early.empty_early(now=at("2029-06-01 03:00")) == 0
    assert stored(closed.pk).submission.letter == "Bitte alles löschen."


def test_letter_and_files_go_so_many_months_after_closing_and_the_person_stays(closed):
    Controller.objects.update(content_months=2)
    file = Attachment.objects.get().stored_as

    assert early.empty_early(now=at("2026-05-31 03:00")) == 0
    assert early.empty_early(now=at("2026-06-01 03:00")) == 1
    assert early.empty_early(now=at("2026-06-02 03:00")) == 0

    submission = stored(closed.pk).submission
    assert (submission.letter, submission.details) == ("", {})
    assert submission.subject.name == "Mira Erfunden"
    attachment = Attachment.objects.get()
    assert (attachment.stored_as, attachment.name) == ("", "")
    assert not default_storage.exists(file)
    assert closed.events.filter(name=EventName.CONTENT_EMPTIED).count() == 1


def test_while_a_sibling_is_open_nothing_goes(controller, closed):
    Controller.objects.update(content_months=2)
    (other,) = make.requests(controller, "erasure", now=at("2026-03-10 09:00"))
    SubjectRequest.objects.filter(pk=other.pk).update(submission=closed.submission)

    early.empty_early(now=at("2026-09-01 03:00"))

    assert stored(closed.pk).submission.letter == "Bitte alles löschen."


def test_what_settled_a_doubt_about_identity_goes_when_the_request_is_closed(dsr, dpo):
    handling.ask_identity(dsr.pk, why="Zweifel.", asks="Nummer.", by=dpo, now=at("2026-03-12 09:00"))
    conversation.write_in(dsr.submission, body="Kundennummer 4711", now=at("2026-03-13 09:00"))
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=at("2026-03-13 10:00"))
    conversation.write_in(dsr.submission, body="Wann kommt die Antwort?", now=at("2026-03-14 09:00"))

    early.empty_early(now=at("2026-03-15 03:00"))
    before = [message.body for message in Message.objects.filter(direction="in")]
    handling.withdraw(dsr.pk, by=dpo, now=at("2026-03-16 09:00"))
    early.empty_early(now=at("2026-03-17 03:00"))

    assert before == ["Kundennummer 4711", "Wann kommt die Antwort?"]
    assert [message.body for message in Message.objects.filter(direction="in")] == [
        "",
        "Wann kommt die Antwort?",
    ]
