"""What was erased stays erased when an older backup is put back, and nothing opens before that is so."""

import io
import tarfile

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.celery import Gate
from dsr import sweeps, tasks
from dsr.models import (
    Draft,
    EventName,
    Heartbeat,
    Notice,
    SearchToken,
    Subject,
    Submission,
)
from dsr.services import backups, drafts, purge, restoring
from dsr.services.restoring import Unreplayed
from dsr.vault import files, keys
from dsr.vault.errors import KeyGone
from tests.make import at
from tests.services.restoring.steps import backup, put_back

NOW, DAY = at("2026-03-10 09:00"), at("2030-01-01 00:10")

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


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


@pytest.mark.parametrize(("name", "kind"), [
    ("../outside", tarfile.REGTYPE), ("/outside", tarfile.REGTYPE), ("inside", tarfile.SYMTYPE),
    ("inside", tarfile.LNKTYPE), ("inside", tarfile.FIFOTYPE),
])  # fmt: skip
def test_an_archive_that_leads_out_of_its_folder_is_not_unpacked(place, pair, name, kind):
    forged = place / "forged.data"
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/hostname"
    with tarfile.open(forged, "w") as archive:
        archive.addfile(member)

    with pytest.raises(CommandError, match="backup of data: TarError"):
        call_command("restore", str(forged), "--yes")

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
