"""What was signed is written down outside of the database, once, and nothing is signed that contradicts it."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from dsr.evidence import checkpoints, keys
from dsr.evidence import log as sequencer
from dsr.evidence.audit import audit
from dsr.evidence.verify import Checkpoint as Read
from dsr.evidence.verify import Key
from dsr.models import Checkpoint, Event, EventName, LogEntry, LogQueue
from tests import make
from tests.evidence.conftest import NOW, unguarded, write

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def noted(settings) -> list[int]:
    """Return the sizes that stand in the file, each signed by the key."""
    key = Key(keys.signer().public)
    return [Read(note, key).size for note in checkpoints.notes_of(settings.CHECKPOINT_FILE)]


def test_the_log_is_signed_only_when_something_is_new(log, settings):
    for _ in range(3):
        checkpoints.keep(now=NOW)
    write(log, 2)
    checkpoints.keep(now=NOW)

    assert noted(settings) == [11, 13] == sorted(Checkpoint.objects.values_list("size", flat=True))
    assert settings.CHECKPOINT_FILE.stat().st_mode & 0o777 == 0o600


def test_a_file_that_lacks_checkpoints_or_was_torn_is_completed(log, settings):
    write(log, 1)
    checkpoints.keep(now=NOW)
    whole = settings.CHECKPOINT_FILE.read_text()
    for cut in (0, 20, len(whole) - 100, len(whole) - 3):
        settings.CHECKPOINT_FILE.write_text(whole[:cut])

        checkpoints.write_down()

        notes = set(checkpoints.notes_of(settings.CHECKPOINT_FILE))
        assert set(Checkpoint.objects.values_list("note", flat=True)) <= notes
        assert checkpoints.write_down() == 0
        call_command("verify_log")


def test_nothing_is_signed_on_top_of_a_log_that_was_changed(log):
    with unguarded():
        LogEntry.objects.filter(seq=3).update(hash=b"x" * 32)
    write(log, 1)

    assert checkpoints.keep(now=NOW) == 1
    assert Checkpoint.objects.count() == 1
    with pytest.raises(checkpoints.Contradiction):
        checkpoints.sign(now=NOW)


def test_nothing_is_signed_by_a_database_that_is_older_than_the_file(log, settings):
    """A backup was restored without saying so."""
    write(log, 5)
    checkpoints.keep(now=NOW)
    with unguarded():
        Checkpoint.objects.filter(size=16).delete()
        for seq in range(15, 12, -1):
            event = LogEntry.objects.get(seq=seq).event_id
            LogEntry.objects.filter(seq=seq).delete()
            Event.objects.filter(pk=event)._raw_delete("default")

    with pytest.raises(checkpoints.Contradiction, match="13 entries, and the file a checkpoint of 16"):
        checkpoints.sign(now=NOW)
    with pytest.raises(CommandError, match="entry 13: cut"):
        call_command("verify_log")

    settings.CHECKPOINT_FILE.rename(settings.CHECKPOINT_FILE.with_suffix(".before"))
    assert checkpoints.sign(now=NOW).size == 13


@pytest.mark.django_db(transaction=True)
def test_several_processes_make_one_chain_while_others_write(controller):
    (dsr,) = make.requests(controller, now=NOW)
    failed: list[BaseException] = []

    def act(work) -> None:
        try:
            for _ in range(15):
                work()
        except BaseException as error:  # noqa: BLE001  (told by the test)
            failed.append(error)
        finally:
            connection.close()

    def writes() -> None:
        with transaction.atomic():
            write(dsr, 3)

    threads = [
        threading.Thread(target=act, args=[work]) for work in (writes, writes, sequencer.sequence, keep, keep)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keep()

    found = audit({})
    assert failed == []
    assert Event.objects.filter(name=EventName.ASSIGNED).count() == 90
    assert (found.right, found.entries, LogQueue.objects.count()) == (True, Event.objects.count(), 0)
    call_command("verify_log")


def keep() -> None:
    """Do what a worker does every half minute."""
    checkpoints.keep(now=NOW)


def test_an_event_that_was_not_committed_has_no_place(log):
    before = Event.objects.count()
    with transaction.atomic():
        write(log, 1)
        transaction.set_rollback(True)
    checkpoints.keep(now=NOW)

    assert (Event.objects.count(), LogEntry.objects.count(), LogQueue.objects.count()) == (before, before, 0)
