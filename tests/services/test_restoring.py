"""What was erased stays erased when an older backup is put back, and nothing opens before that is so."""

import io
import os
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.celery import Gate
from dsr import sweeps, tasks
from dsr.evidence import checkpoints
from dsr.models import (
    Checkpoint,
    Draft,
    Event,
    EventName,
    Heartbeat,
    Notice,
    SearchToken,
    Subject,
    SubjectRequest,
    Submission,
)
from dsr.services import backups, drafts, purge, restoring
from dsr.services.restoring import Unreplayed
from dsr.vault import files, keys
from dsr.vault.errors import KeyGone
from tests import engines, make
from tests.make import at

NOW, DAY = at("2026-03-10 09:00"), at("2030-01-01 00:10")

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    """An installation with keys, files and marks of its own; the programs of PostgreSQL are found."""
    settings.VAR_DIR, settings.FILES_DIR = tmp_path / "var", tmp_path / "var" / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.FILES_DIR},
        },
    }
    settings.KEY_STORE = f"sqlite://{tmp_path}/keys/keys.sqlite3"
    settings.KEK_FILE, settings.ERASURES_FILE = str(tmp_path / "kek"), str(tmp_path / "keys" / "erasures")
    if connection.vendor == "postgresql":
        folder = Path(live.VAR_DIR).parent / "bin"
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("PATH", f"{engines.postgres_binaries(folder)}{os.pathsep}{os.environ['PATH']}")
    keys.forget()
    yield tmp_path
    keys.forget()


@pytest.fixture
def pair(place, controller):
    """Two closed requests of two people with a file each; the first one's time is over, the other's is not."""
    made = []
    for name, day in (("Mira Erfunden", "2030-01-01"), ("Otto Erdacht", "2031-01-01")):
        (dsr,) = make.requests(controller, now=NOW, name=name)
        SubjectRequest.objects.filter(pk=dsr.pk).update(
            state="closed", closed_on="2026-04-02", purge_on=day, outcome="refused"
        )
        made.append(dsr)
    return made


def backup(place, name="one"):
    data, kept = place / f"{name}.data", place / f"{name}.keys"
    call_command("backup", str(data), "--keys", str(kept))
    return data, kept


def put_back(data, kept):
    call_command("restore", str(data), "--keys", str(kept), "--yes")


def test_a_backup_put_back_brings_what_was_lost(place, pair):
    stored = files.store(io.BytesIO(b"scan"), key=pair[1].submission.key)
    data, kept = backup(place)
    Subject.objects.all().delete()
    files.destroy(stored)
    (place / "keys" / "keys.sqlite3").unlink()
    keys.forget()

    put_back(data, kept)
    call_command("restore_replay")

    assert [subject.name for subject in Subject.objects.order_by("pk")] == ["Mira Erfunden", "Otto Erdacht"]
    assert b"".join(files.chunks(stored, key=pair[1].submission.key)) == b"scan"


def test_the_erased_stays_erased_and_nothing_opens_before(place, pair, capsys):
    gone, kept_one = pair
    key = gone.submission.key
    archives = backup(place)
    assert purge.purge(now=DAY).submissions == 1

    put_back(*archives)

    assert (
        Subject.objects.get(submission=gone.submission).name == "Mira Erfunden"
    )  # the backup did bring it back
    for opens in (restoring.refuse_unreplayed, lambda: Gate(None)):
        with pytest.raises(Unreplayed, match="restore_replay"):
            opens()
    for command in (("restore_replay", "--check"), ("sweep",)):
        with pytest.raises(CommandError, match="restore_replay"):
            call_command(*command)

    call_command("restore_replay")

    restoring.refuse_unreplayed()
    assert "1 submissions erased again" in capsys.readouterr().out
    assert Subject.objects.get(submission=gone.submission).name == ""
    assert Submission.objects.get(pk=gone.submission_id).purged_at is not None
    assert not SearchToken.objects.filter(submission=gone.submission).exists()
    assert gone.events.filter(name=EventName.PURGED).count() == 1
    with pytest.raises(KeyGone):
        keys.open_key(key)
    assert Subject.objects.get(submission=kept_one.submission).name == "Otto Erdacht"


def test_workers_that_ran_on_during_a_restore_write_to_nobody_and_are_missed_until_the_replay(place, pair):
    archives = backup(place)
    purge.purge(now=DAY)
    put_back(*archives)
    waiting = Notice.objects.filter(sent_at=None).first()
    before = Heartbeat.objects.count()

    for work in (
        lambda: tasks.deliver(notice_id=waiting.pk),
        lambda: sweeps.run("outbox", clock=timezone.now),
    ):
        with pytest.raises(Unreplayed, match="restore_replay"):
            work()

    assert mail.outbox == []
    assert Heartbeat.objects.count() == before
    call_command("restore_replay")
    sweeps.run("outbox", clock=timezone.now)
    assert Heartbeat.objects.filter(sweep="outbox").exists()


def test_the_log_of_a_restored_backup_is_signed_again_verifies_and_says_what_was_lost(place, pair, settings):
    settings.CHECKPOINT_FILE = place / "signed" / "checkpoints.txt"
    checkpoints.keep(now=NOW)
    kept = checkpoints.latest().size
    archives = backup(place)
    purge.purge(now=DAY)
    checkpoints.keep(now=DAY)
    lost, whole = checkpoints.latest().size, settings.CHECKPOINT_FILE.read_text()

    put_back(*archives)
    call_command("restore_replay")
    checkpoints.keep(now=timezone.now())
    call_command("restore_replay")  # a second time changes nothing

    assert checkpoints.latest().size > kept
    assert list(checkpoints.notes_of(settings.CHECKPOINT_FILE)) == list(
        Checkpoint.objects.order_by("size").values_list("note", flat=True)
    )
    (aside,) = settings.CHECKPOINT_FILE.parent.glob("checkpoints-until-*.txt")
    assert aside.read_text() == whole
    assert Event.objects.get(name=EventName.RESTORED).data == {"signed": lost, "left": kept}
    call_command("verify_log")


def test_a_log_that_outgrew_what_was_signed_before_the_restore_is_not_signed_into_the_same_file(
    place, pair, settings
):
    settings.CHECKPOINT_FILE = place / "signed" / "checkpoints.txt"
    checkpoints.keep(now=NOW)
    archives = backup(place)
    pair[0].events.create(name=EventName.ASSIGNED, at=NOW, actor="system", controller=pair[0].controller)
    checkpoints.keep(now=NOW)
    whole = settings.CHECKPOINT_FILE.read_text()

    put_back(*archives)
    for _ in range(3):
        pair[0].events.create(name=EventName.STARTED, at=NOW, actor="system", controller=pair[0].controller)
    checkpoints.keep(now=NOW)

    assert settings.CHECKPOINT_FILE.read_text() == whole
    call_command("restore_replay")
    checkpoints.keep(now=NOW)
    call_command("verify_log")


def test_a_log_that_never_was_what_was_signed_keeps_its_file_and_is_found(place, pair, settings):
    settings.CHECKPOINT_FILE = place / "signed" / "checkpoints.txt"
    checkpoints.keep(now=NOW)
    archives = backup(place)
    purge.purge(now=DAY)
    checkpoints.keep(now=DAY)
    *_, newest = checkpoints.notes_of(settings.CHECKPOINT_FILE)
    settings.CHECKPOINT_FILE.write_text(f"\n{newest}")  # the one that the backup knows is not in it

    put_back(*archives)
    call_command("restore_replay")

    assert list(checkpoints.notes_of(settings.CHECKPOINT_FILE)) == [newest]
    assert not Event.objects.filter(name=EventName.RESTORED).exists()
    with pytest.raises(CommandError, match="THE LOG IS WRONG"):
        call_command("verify_log")


def test_a_backup_put_back_by_other_means_is_noticed_too(place, pair):
    gone, _kept = pair
    before = Submission.objects.get(pk=gone.submission_id)
    purge.purge(now=DAY)
    restoring.refuse_unreplayed()

    before.save()  # as pg_restore would bring the row back

    with pytest.raises(Unreplayed):
        restoring.refuse_unreplayed()


def test_the_journal_of_a_backup_never_shortens_the_one_that_is_here(place, pair):
    archives = backup(place)
    key = pair[0].submission.key
    purge.purge(now=DAY)

    put_back(*archives)

    assert str(key) in (place / "keys" / "erasures").read_text()


def test_after_the_loss_of_everything_the_journal_of_the_newest_keys_counts(place, pair):
    data, _kept = backup(place)
    purge.purge(now=DAY)
    _data, kept = backup(place, "two")
    (place / "keys" / "keys.sqlite3").unlink()
    (place / "keys" / "erasures").unlink()
    keys.forget()

    put_back(data, kept)
    call_command("restore_replay")

    assert [subject.name for subject in Subject.objects.order_by("pk")] == ["", "Otto Erdacht"]


def test_a_form_that_was_thrown_away_does_not_come_back(place, controller):
    draft, _token = drafts.begin(controller, now=NOW)
    archives = backup(place)
    drafts.discard(draft.pk)

    put_back(*archives)
    call_command("restore_replay")

    assert not Draft.objects.exists()


def test_archives_are_readable_by_their_owner_alone_and_hold_keys_and_data_apart(place, pair):
    data, kept = backup(place)
    kek = (place / "kek").read_bytes().strip()

    assert {path.stat().st_mode & 0o777 for path in (data, kept)} == {0o600}
    for archive in (data, kept):
        assert b"Erfunden" not in archive.read_bytes()
        assert kek not in archive.read_bytes()
    assert b"SQLite format 3" in kept.read_bytes()


@pytest.mark.parametrize("how", ["cut", "swapped", "none"])
def test_what_is_no_whole_backup_changes_nothing(place, pair, how):
    data, kept = backup(place)
    if how == "cut":
        data.write_bytes(data.read_bytes()[: data.stat().st_size // 3])
    if how == "none":
        data.unlink()

    with pytest.raises(CommandError, match="backup of data"):
        put_back(kept if how == "swapped" else data, kept)

    assert Subject.objects.first().name == "Mira Erfunden"
    restoring.refuse_unreplayed()


def test_nothing_is_written_over_and_nothing_restored_by_accident(place, pair):
    data, _kept = backup(place)

    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(data))
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(data))


def test_a_missing_program_is_named(place, monkeypatch):
    monkeypatch.setenv("PATH", str(place))

    with pytest.raises(backups.CannotBackUp, match="pg_dump is not installed"):
        backups.run("pg_dump")
    assert default_storage
