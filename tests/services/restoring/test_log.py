"""The log of a restored backup is signed on, says what was lost, and hides nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr.evidence import checkpoints
from dsr.models import Checkpoint, Event, EventName
from dsr.services import purge
from tests.make import at
from tests.services.restoring.steps import backup, put_back

NOW, DAY = at("2026-03-10 09:00"), at("2030-01-01 00:10")

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


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
