"""The person's receipt proves, without this server, that the request is in the log and since when."""

import base64
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsr.evidence import checkpoints, keys, tree, verify
from dsr.evidence.entries import hashes
from dsr.evidence.receipts import proved, receipt
from dsr.models import Checkpoint, Event, EventName, LogEntry, Submission
from dsr.services import conversation, purge
from tests import make
from tests.evidence.conftest import NOW, write

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def key():
    return verify.Key(keys.signer().public)


def offline(path, *more: str) -> subprocess.CompletedProcess:
    """Run the program as an outsider would: alone, isolated from this project and its packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", verify.__file__, str(path), *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_no_proof_before_the_next_checkpoint(controller):
    (dsr,) = make.requests(controller, now=NOW)

    assert receipt(dsr) is None
    assert proved([dsr]) == set()
    checkpoints.keep(now=NOW)
    assert proved([dsr]) == {dsr.pk}
    assert receipt(dsr).text.startswith("c2sp.org/tlog-proof@v1\nextra ")


def test_a_proof_says_which_request_came_when_and_stays_the_same(log, key):
    first = receipt(log)
    write(log, 700)
    checkpoints.keep(now=NOW)

    entry, checkpoint = verify.check_proof(first.text, key)

    assert (entry["data"]["reference"], entry["data"]["right"]) == (log.reference, "access")
    assert entry["data"]["received_at"] == "2026-03-10T08:00:00+00:00"
    assert (entry["at"], entry["name"]) == ("2026-03-10T08:00:00.000000+00:00", "submitted")
    assert checkpoint.time == "2026-03-10T08:00:00+00:00"
    assert receipt(log) == first


def test_the_program_and_the_command_check_it_without_the_server(log, key, tmp_path, capsys):
    path = tmp_path / "proof.tlog-proof"
    path.write_text(receipt(log).text)

    done = offline(path, "--key", key.written)
    call_command("verify_receipt", path)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"request {log.reference} (access) is entry 0 of the log" in done.stdout
    assert done.stdout.endswith("ALL RIGHT\n")
    assert log.reference in capsys.readouterr().out
    assert offline(path).returncode == 1


def test_a_changed_byte_of_a_proof_is_refused_wherever_it_is(log, key, tmp_path):
    whole = receipt(log).text.encode()
    path = tmp_path / "proof.tlog-proof"
    for place in range(0, len(whole), 4):
        wrong = bytearray(whole)
        wrong[place] ^= 1 << place % 7
        path.write_bytes(bytes(wrong))
        with pytest.raises(verify.Refused):
            verify.check_receipt(path, key)

    with pytest.raises(CommandError, match="REFUSED"):
        call_command("verify_receipt", path)


def test_a_proof_of_another_log_is_refused(log, key, tmp_path, settings):
    text = receipt(log).text
    settings.LOG_KEY_FILE = tmp_path / "another"

    with pytest.raises(verify.Refused, match="another key"):
        verify.check_proof(text, verify.Key(keys.signer().public))


def test_every_entry_is_proved_in_a_tree_of_every_size(log):
    write(log, 1100)
    checkpoints.keep(now=NOW)
    for size in (1, 2, 3, 7, 8, 511, 512, 513, 1024, 1100):
        leaves = list(hashes(0, size))
        root = plain_root(leaves)
        assert tree.root_at(size) == root
        for index in {0, 1, size // 2, size - 1, 512} & set(range(size)):
            path = tree.path_of(index, size)
            assert verify.root_of_proof(leaves[index], index, size, path) == root
            for broken in (path[1:], [*path, bytes(32)]):
                with suppress(verify.Refused):
                    assert broken == path or verify.root_of_proof(
                        leaves[index], index, size, broken
                    ) != tree.root_at(size)


def plain_root(leaves: list) -> bytes:
    """Return the root as RFC 6962 defines it, by taking the tree apart."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return verify.node_hash(plain_root(leaves[:half]), plain_root(leaves[half:]))


def test_the_signature_is_that_of_the_published_algorithm():
    """RFC 8032, 7.1, the second test."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    verify.check_signature(public, signature, b"\x72")
    keys.check_signature(public, signature, b"\x72")
    for wrong in (b"\x73", b""):
        with pytest.raises(verify.Refused):
            verify.check_signature(public, signature, wrong)
    unusual = int.from_bytes(signature[32:], "little") + verify.ORDER
    with pytest.raises(verify.Refused, match="unusual"):
        verify.check_signature(public, signature[:32] + unusual.to_bytes(32, "little"), b"\x72")


def test_the_note_is_that_of_the_published_form():
    """The example of c2sp.org/signed-note, whose key is the one that Go's package documents."""
    key = verify.Key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )

    assert verify.open_note(note, key).startswith("If you think")
    with pytest.raises(verify.Refused):
        verify.open_note(note.replace("problem", "Problem", 1), key)


def test_the_log_is_bound_to_what_was_asked_and_written(controller):
    (dsr,) = make.requests(controller, now=NOW, letter="Bitte alles.", details={"access": {"scope": "all"}})
    conversation.write_in(dsr.submission, body="Noch etwas.", now=NOW)
    submission = Submission.objects.get()

    asked = Event.objects.get(name=EventName.SUBMITTED).data["text"]
    said = Event.objects.filter(name=EventName.WORDS_KEPT).latest("pk").data

    plain = '{"details":{"scope":"all"},"letter":"Bitte alles."}'
    assert asked == verify.commitment(submission.salt, "request", plain)
    assert said["text"] == verify.commitment(submission.salt, "message", "Noch etwas.")
    assert len(submission.salt) == 32
    assert "etwas" not in json.dumps(said)


def test_after_the_purge_the_log_holds_and_is_bound_to_nothing(log):
    conversation.write_in(log.submission, body="Noch etwas.", now=NOW)
    before = receipt(log)
    type(log).objects.update(state="closed", purge_on=NOW.date(), closed_on=NOW.date(), outcome="granted")

    assert purge.purge(now=NOW).submissions == 1
    checkpoints.keep(now=NOW)

    assert Submission.objects.get().salt == ""
    assert receipt(make.stored(log.pk)) == before
    call_command("verify_log")


def test_events_that_look_alike_have_hashes_that_do_not(log):
    rows = [bytes(each) for each in LogEntry.objects.values_list("hash", flat=True)]
    salts = [bytes(each) for each in Event.objects.values_list("salt", flat=True)]

    assert (
        len(set(rows)) == len(rows) == len(set(salts)) == 11 + Event.objects.filter(name="words_kept").count()
    )


def test_a_key_is_drawn_once_for_its_owner_alone(settings, tmp_path):
    first = keys.signer().public

    assert keys.signer().public == first
    assert settings.LOG_KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert verify.Key(first).name == "localhost/log"
    assert [path.name for path in tmp_path.iterdir()] == ["log_key"]


@pytest.mark.parametrize("content", ["", "hello", "PRIVATE+KEY+x+00000000+AAAA", b"\xff\xfe"])
def test_a_damaged_key_is_said_and_replaces_nothing(settings, content, log):
    write_key = settings.LOG_KEY_FILE.write_bytes
    write_key(content if isinstance(content, bytes) else content.encode())
    write(log, 1)

    with pytest.raises(keys.NoKey, match="log_key"):
        keys.signer()
    assert checkpoints.keep(now=NOW) == 1
    assert Checkpoint.objects.count() == 1


def test_a_key_of_another_name_is_damaged(settings):
    keys.signer()
    text = settings.LOG_KEY_FILE.read_text()
    settings.LOG_KEY_FILE.write_text(text.replace("localhost/log", "elsewhere/log"))

    with pytest.raises(keys.NoKey, match="damaged"):
        keys.signer()


def test_a_proof_opens_with_a_plain_reading_of_its_parts(log):
    extra = receipt(log).text.split("\n")[1].removeprefix("extra ")

    assert json.loads(base64.b64decode(extra))["data"]["reference"] == log.reference
    assert Path(verify.__file__).name == "verify.py"
