"""The audit names the first wrong place, whoever changed the log and however cleverly."""

import base64

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dsr.evidence import checkpoints, keys
from dsr.evidence import log as sequencer
from dsr.evidence.audit import audit
from dsr.evidence.entries import FIELDS, hash_of
from dsr.models import Checkpoint, Event, LogBlock, LogEntry, LogQueue
from tests.evidence.conftest import NOW, unguarded, write

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(signed=None):
    """Return kind and place of what is wrong."""
    wrong = audit(signed or {}).wrong
    return wrong and (wrong.kind.value, wrong.seq)


def rehash(start: int) -> None:
    """Compute the log anew from a place on, as somebody would who knows how it is made."""
    prev = bytes(LogEntry.objects.get(seq=start - 1).hash) if start else b""
    for entry in LogEntry.objects.filter(seq__gte=start).order_by("seq"):
        own = hash_of(entry.seq, prev, Event.objects.values_list(*FIELDS).get(pk=entry.event_id))
        LogEntry.objects.filter(seq=entry.seq).update(prev=prev, hash=own)
        prev = own


def remove(seq: int) -> None:
    event = LogEntry.objects.get(seq=seq).event_id
    LogEntry.objects.filter(seq=seq).delete()
    Event.objects.filter(pk=event)._raw_delete("default")


def renumber(start: int, by: int) -> None:
    for seq in sorted(LogEntry.objects.filter(seq__gte=start).values_list("seq", flat=True), reverse=by > 0):
        LogEntry.objects.filter(seq=seq).update(seq=seq + by)


def signed() -> dict:
    """Return what was signed, as the file has it."""
    notes = Checkpoint.objects.values_list("note", flat=True)
    return {int(note.split("\n")[1]): base64.b64decode(note.split("\n")[2]) for note in notes}


def test_a_log_as_it_was_written_is_right(log):
    what = audit(signed())

    assert (what.right, what.entries, what.checkpoints, what.waiting) == (True, 11, 1, 0)


CHANGES = {
    "at": "2026-03-10T08:00:00.000001+00:00", "actor": "owner", "by": None, "controller": None, "data": {"to": 99},
    "dsr": None, "name": "purged", "salt": b"0123456789abcdef", "submission": None, "version": 77,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_an_edited_event_is_named(log, dpo, field):
    entry = LogEntry.objects.get(seq=4)
    before = Event.objects.filter(pk=entry.event_id).values(field).get()[field]
    with unguarded():
        Event.objects.filter(pk=entry.event_id).update(**{field: CHANGES[field] if field != "by" else dpo})

    assert before != Event.objects.filter(pk=entry.event_id).values(field).get()[field]
    assert found() == ("edited", 4)


@pytest.mark.parametrize("field", ["hash", "prev"])
def test_every_byte_of_a_hash_counts(log, field):
    value = bytes(getattr(LogEntry.objects.get(seq=6), field))
    for place in (0, 1, 15, 30, 31):
        wrong = bytearray(value)
        wrong[place] ^= 1
        with unguarded():
            LogEntry.objects.filter(seq=6).update(**{field: bytes(wrong)})
        assert found() == ("edited", 6)


def test_an_edit_with_a_hash_to_fit_is_named_by_the_entry_after_it(log):
    entry = LogEntry.objects.get(seq=4)
    with unguarded():
        Event.objects.filter(pk=entry.event_id).update(data={"to": 99})
        row = Event.objects.values_list(*FIELDS).get(pk=entry.event_id)
        LogEntry.objects.filter(seq=4).update(hash=hash_of(4, bytes(entry.prev), row))

    assert found() == ("edited", 4)


@pytest.mark.parametrize("close", [False, True], ids=["leaving a gap", "closing the gap"])
def test_a_removal_is_named(log, close):
    with unguarded():
        remove(4)
        if close:
            renumber(5, -1)

    assert found() == ("removed", 4)


@pytest.mark.parametrize("other", [5, 8])
def test_another_order_is_named(log, other):
    with unguarded():
        LogEntry.objects.filter(seq=4).update(seq=-1)
        LogEntry.objects.filter(seq=other).update(seq=4)
        LogEntry.objects.filter(seq=-1).update(seq=other)

    assert found() == ("reordered", 4)


def test_events_that_changed_places_are_named(log):
    four, five = (LogEntry.objects.get(seq=seq).event_id for seq in (4, 5))
    with unguarded():
        LogEntry.objects.filter(seq=5).delete()
        LogEntry.objects.filter(seq=4).update(event_id=five)
        entry = LogEntry.objects.get(seq=4)
        LogEntry.objects.create(seq=5, event_id=four, prev=entry.hash, hash=entry.hash)

    assert found() == ("reordered", 4)


def test_an_insertion_is_named(log):
    write(log, 1)
    event = Event.objects.latest("pk")
    with unguarded():
        LogQueue.objects.all().delete()
        renumber(4, 1)
        prev = bytes(LogEntry.objects.get(seq=3).hash)
        own = hash_of(4, prev, Event.objects.values_list(*FIELDS).get(pk=event.pk))
        LogEntry.objects.create(seq=4, event=event, prev=prev, hash=own)

    assert found() == ("inserted", 4)


def test_a_history_that_was_written_anew_contradicts_what_was_signed(log):
    before = signed()
    write(log, 3)
    checkpoints.keep(now=NOW)
    with unguarded():
        Event.objects.filter(pk=LogEntry.objects.get(seq=12).event_id).update(data={"to": 99})
        rehash(12)

    assert found() is None
    assert found(before) is None
    assert found(signed()) == ("forked", 11)


def test_a_tail_that_was_cut_is_missed(log):
    with unguarded():
        for seq in (10, 9, 8):
            remove(seq)

    assert found() is None
    assert found(signed()) == ("cut", 8)


def test_an_event_beside_the_log_is_found(log):
    write(log, 1)
    LogQueue.objects.all().delete()

    assert found() == ("removed", 11)


def test_an_event_that_was_removed_before_it_had_its_place_is_missed(log):
    write(log, 2)
    with unguarded():
        Event.objects.filter(pk=Event.objects.latest("pk").pk)._raw_delete("default")

    assert checkpoints.keep(now=NOW) == 1
    assert found() == ("removed", 12)


def test_a_stored_block_that_was_changed_is_named(log, monkeypatch):
    for module in ("log", "tree", "audit"):
        monkeypatch.setattr(f"dsr.evidence.{module}.BLOCK", 4)
    monkeypatch.setattr("dsr.evidence.tree.HEIGHT", 2)
    monkeypatch.setattr("dsr.evidence.audit.HEIGHT", 2)
    write(log, 1)
    sequencer.sequence()
    assert found() is None

    with unguarded():
        LogBlock.objects.filter(number=1).update(root=b"x" * 32)

    assert found() == ("block", 4)


def test_the_command_says_what_it_found(log, capsys):
    call_command("verify_log")
    assert "11 entries, 1 checkpoints agree, 0 events wait" in capsys.readouterr().out

    with unguarded():
        Event.objects.filter(pk=LogEntry.objects.get(seq=4).event_id).update(version=9)

    with pytest.raises(CommandError, match="WRONG at entry 4: edited"):
        call_command("verify_log")


def test_the_command_believes_the_file_more_than_the_database(log):
    with unguarded():
        remove(10)
        Checkpoint.objects.all().delete()

    with pytest.raises(CommandError, match="entry 10: cut"):
        call_command("verify_log")


def test_the_command_reads_checkpoints_out_of_a_mail(log, settings, tmp_path):
    mail = tmp_path / "mail.eml"
    mail.write_text(f"Subject: The week\n\nAs of now:\n\n  {checkpoints.latest().note}\n\nRegards")
    settings.CHECKPOINT_FILE.unlink()
    with unguarded():
        remove(10)
        Checkpoint.objects.all().delete()

    call_command("verify_log")
    with pytest.raises(CommandError, match="entry 10: cut"):
        call_command("verify_log", checkpoints=[mail])


def test_two_signed_histories_of_one_length_are_told(log):
    signer = keys.signer()
    other = signer.sign(
        f"{signer.name}\n11\n{base64.b64encode(bytes(32)).decode()}\ntime 2026-03-10T08:00:00+00:00\n"
    )
    with unguarded():
        Checkpoint.objects.update(note=other)

    with pytest.raises(CommandError, match="contradict"):
        call_command("verify_log")


def test_the_guards_are_part_of_the_audit(log):
    place = " ON dsr_checkpoint" if connection.vendor == "postgresql" else ""
    name = "dsr_checkpoint_keep_row" if place else "dsr_checkpoint_keep_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{place}")

    with pytest.raises(CommandError, match="not guarded"):
        call_command("verify_log")
