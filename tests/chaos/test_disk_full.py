"""The disk takes no more while somebody uploads: they are told, the form goes on, and no half of a file is left."""

import resource
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dsr.models import Attachment, Draft, Submission
from dsr.services import files
from tests.web.public.walk import Walk

pytestmark = pytest.mark.django_db
# More than the small files that pages and log write, less than the upload.
ROOM = 16_384
LETTER = b"Guten Tag, ich habe noch etwas dazu zu sagen.\n" * 2_000


@contextmanager
def full_disk():
    """Let no file of this process grow beyond a little: to the program the same as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def kept() -> list[Path]:
    return [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    # The keys of the other tests must not meet this disk.
    settings.KEY_STORE = f"sqlite:///{tmp_path}/keys/keys.sqlite3"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def test_a_file_that_finds_no_room_is_not_taken_and_leaves_nothing_behind(controller):
    draft = Draft.objects.create(controller=controller, token_digest="x", updated_at=timezone.now())

    with full_disk(), pytest.raises(files.NotTaken) as refused:
        files.take(SimpleUploadedFile("brief.txt", LETTER), draft=draft, now=timezone.now())

    assert refused.value.reason == files.Reason.NO_ROOM
    assert (kept(), Attachment.objects.count()) == ([], 0)


def test_the_form_says_so_keeps_what_was_typed_and_goes_on_without_the_file(client, controller):
    walk = Walk(controller, client, language="en")
    walk.fill("access")

    with full_disk():
        answer = client.post(
            f"/en/{controller.slug}/request/files/",
            {"files": SimpleUploadedFile("brief.txt", LETTER), "add": "1"},
        )
    later = client.get(f"/en/{controller.slug}/request/check/")

    assert answer.status_code == 422
    assert "could not be stored just now" in answer.content.decode()
    assert later.status_code == 200
    assert (kept(), Submission.objects.count()) == ([], 0)
