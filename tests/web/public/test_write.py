"""A message with files: checked like those of the form, beside its words for both sides, and gone with them."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import Attachment, Controller, Message, User
from dsr.services import files, handling, identity, purge
from tests import samples
from tests.web.public.walk import Walk, entered

PICTURE = samples.picture("JPEG")


def upload(name: str = "Rechnung 7.pdf", content: bytes = b"") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content or samples.pdf(), "application/octet-stream")


def send(walk: Walk, *uploads: SimpleUploadedFile, body: str = "Hier ist die Rechnung.") -> Any:
    """Send a message with files."""
    return walk.client.post(walk.url("write"), {"body": body, "files": list(uploads)})


def doubted(controller: Controller, dpo: User) -> tuple[Walk, Any]:
    """Return somebody whose identity is in doubt."""
    walk, submission = entered(controller, "access")
    dsr = submission.requests.get()
    identity.confirm(dsr.pk, by=dpo, now=timezone.now())
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Ihre Nummer", by=dpo, now=timezone.now())
    return walk, dsr


def test_files_come_with_their_message_sealed_and_written_anew(controller: Controller):
    walk, submission = entered(controller, "access")

    response = send(walk, upload(), upload("foto.jpg", samples.with_place()))
    page = walk.get("status").content.decode()

    message = submission.messages.get(direction="in")
    assert response.url == walk.url("status")
    assert [file.name for file in message.files.order_by("pk")] == ["Rechnung 7.pdf", "foto.jpg"]
    for file in message.files.all():
        with default_storage.open(file.stored_as) as sealed, files.opened(file) as kept:
            assert b"%PDF" not in sealed.read()
            assert b"Secret Model" not in kept.read()
    assert "Rechnung 7.pdf" in page.split("Hier ist die Rechnung.")[1].split("</details>")[0]


def test_the_desk_sees_the_files_beside_the_message_and_can_open_them(controller: Controller, dpo: User):
    walk, submission = entered(controller, "access")
    send(walk, upload())
    reference, file = submission.requests.get().reference, Attachment.objects.get()
    desk = Client()
    desk.force_login(dpo)
    address = reverse("desk:file", args=[reference, file.pk])

    page = desk.get(reverse("desk:request", args=[reference])).content.decode()

    said = page.split("Hier ist die Rechnung.")[1].split("</article>")[0]
    assert address in said
    assert b"".join(desk.get(address).streaming_content) == samples.pdf()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (upload("brief.docm", samples.document()), "can run programs"),
        (upload("bild.png", PICTURE), "is not what the end of its name says"),
        (SimpleUploadedFile("leer.pdf", b""), "is empty"),
        (upload("zu.pdf", samples.pdf(trailer=b"/Encrypt 9 0 R")), "locked by a password"),
    ],
)
def test_if_one_file_cannot_be_taken_nothing_is_sent_and_the_words_stay(
    controller: Controller, bad: SimpleUploadedFile, words: str
):
    walk, submission = entered(controller, "access")
    bad.seek(0)

    response = send(walk, upload(), bad, body="Lange Worte.")

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page.split('class="error-summary"')[1].split("</div>")[0]
    assert ">\nLange Worte.</textarea>" in page
    assert "please choose your files once more" in page
    assert not submission.messages.filter(direction="in").exists()
    assert not Attachment.objects.exists()


def test_the_eleventh_file_of_a_message_is_one_too_many_and_leaves_nothing(controller: Controller):
    walk, _submission = entered(controller, "access")

    response = send(walk, *[upload(f"{n}.txt", b"x") for n in range(files.MOST_FILES + 1)])

    assert response.status_code == 422
    assert "at most" in response.content.decode()
    assert not Message.objects.filter(direction="in").exists()
    assert not Attachment.objects.exists()


def test_all_messages_together_do_not_fill_the_disk(controller: Controller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "MOST_SENT", 3)
    walk, submission = entered(controller, "access")
    send(walk, upload("1.txt", b"x"), upload("2.txt", b"x"))

    response = send(walk, upload("3.txt", b"x"), upload("4.txt", b"x"), body="Noch mehr.")

    assert response.status_code == 422
    assert "Noch mehr." in response.content.decode()
    assert submission.attachments.count() == 2


def test_what_answers_a_doubt_about_identity_is_destroyed_with_the_decision(
    controller: Controller, dpo: User, django_capture_on_commit_callbacks: Any
):
    walk, dsr = doubted(controller, dpo)
    warned = "count as proof of that" in walk.get("write").content.decode()
    send(walk, upload("ausweis.jpg", PICTURE))
    stored_as = Attachment.objects.get().stored_as

    with django_capture_on_commit_callbacks(execute=True):
        identity.prove_identity(dsr.pk, level=3, method="document", by=dpo, now=timezone.now())

    assert warned
    assert not Attachment.objects.exists()
    assert not default_storage.exists(stored_as)


def test_files_of_messages_go_with_the_rest(controller: Controller):
    walk, submission = entered(controller, "access")
    send(walk, upload())
    stored_as = Attachment.objects.get().stored_as

    purge.again(submission.pk, now=timezone.now())
    purge.finish()

    assert not default_storage.exists(stored_as)
    assert Attachment.objects.get().stored_as == ""
