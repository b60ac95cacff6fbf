"""One key a submission: drawn once, kept apart from the data, rotated without touching them, destroyed for good."""

import os
import stat
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest

from dsr.vault import erasures, kek, keys, stores
from dsr.vault.errors import KekMissing, KeyGone, StoreDamaged, WrongKek

KINDS = ["sqlite", "files"]


@pytest.fixture(params=KINDS)
def vault(request, settings, tmp_path):
    """A key store of each kind, empty, with the key-encryption key beside it not drawn yet."""
    settings.KEY_STORE = (
        f"{request.param}://{tmp_path}/keys/{'keys.sqlite3' if request.param == 'sqlite' else ''}"
    )
    settings.KEK_FILE, settings.ERASURES_FILE = str(tmp_path / "kek"), str(tmp_path / "erasures")
    settings.KEK_DRAWN = True
    keys.forget()
    yield tmp_path
    keys.forget()


def secret(one: uuid.UUID) -> bytes:
    return keys.open_key(one).derive(b"test")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_each_key_is_another_and_stays_what_it_is(vault):
    drawn = [keys.draw() for _ in range(70)]
    before = [secret(one) for one in drawn]

    keys.forget()

    assert len(set(drawn)) == len(set(before)) == 70
    assert [secret(one) for one in drawn] == before


def test_the_first_key_draws_what_wraps_it_and_only_the_owner_reads_either(vault):
    keys.draw()

    files = [path for path in vault.rglob("*") if path.is_file()]
    assert vault / "kek" in files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_no_file_of_the_store_holds_a_key_in_the_open(vault):
    one = keys.draw()
    wrapped = stores.current().get([one])[one]

    plain = kek.current().unwrap(wrapped, one)

    assert len(plain) == 32
    assert plain not in bytes_of(vault)


def test_a_destroyed_key_is_found_in_no_file_and_opens_nothing_any_more(vault):
    gone, kept = keys.draw(), keys.draw()
    wrapped = stores.current().get([gone])[gone]
    assert wrapped in bytes_of(vault)

    keys.destroy([gone])

    assert wrapped not in bytes_of(vault)
    with pytest.raises(KeyGone, match=str(gone)):
        keys.open_key(gone)
    assert secret(kept)


def test_the_journal_names_each_destroyed_key_and_is_only_added_to(vault):
    first, second = keys.draw(), keys.draw()
    keys.destroy([first])
    before = (vault / "erasures").read_bytes()

    keys.destroy([second])

    assert list(erasures.noted()) == [first, second]
    assert (vault / "erasures").read_bytes().startswith(before)


def test_a_line_of_the_journal_that_a_power_cut_left_half_is_passed_over(vault):
    one = keys.draw()
    keys.destroy([one])
    with (vault / "erasures").open("a") as journal:
        journal.write("1234-half")

    assert list(erasures.noted()) == [one]


def test_a_key_that_another_process_destroyed_is_usable_for_seconds_only(vault, monkeypatch):
    one = keys.draw()
    secret(one)
    stores.current().destroy([one])  # as another process would, whose memory is not ours
    clock = keys.time.monotonic()

    monkeypatch.setattr(keys.time, "monotonic", lambda: clock + 6)

    with pytest.raises(KeyGone):
        keys.open_key(one)


def test_many_keys_are_opened_at_once(vault, monkeypatch):
    drawn = [keys.draw() for _ in range(40)]
    keys.open_keys([*drawn, None, uuid.uuid4()])
    monkeypatch.setattr(stores, "current", None)  # whoever asked the store again would fail

    assert len({secret(one) for one in drawn}) == 40


def test_rotation_wraps_every_key_anew_and_changes_none(vault):
    drawn = [keys.draw() for _ in range(70)]
    before = [secret(one) for one in drawn]
    old = (vault / "kek").read_text()

    kek.draw(vault / "kek")
    count = keys.rewrap()
    gone = kek.forget_old(vault / "kek")

    keys.forget()
    assert (count >= 70, gone, keys.rewrap()) == (True, 1, 0)
    assert old not in (vault / "kek").read_text()
    assert [secret(one) for one in drawn] == before


def test_a_key_destroyed_while_keys_are_wrapped_anew_stays_destroyed(vault):
    one = keys.draw()
    wrapped = stores.current().get([one])
    keys.destroy([one])

    stores.current().replace(wrapped)

    assert stores.current().get([one]) == {}


def test_without_the_key_encryption_key_nothing_opens_and_no_new_one_is_drawn(vault):
    one = keys.draw()
    (vault / "kek").unlink()
    keys.forget()

    for use in (lambda: keys.open_key(one), keys.draw):
        with pytest.raises(KekMissing, match="put it back"):
            use()
    assert not (vault / "kek").exists()


def test_the_lost_key_encryption_key_put_back_opens_everything_again(vault):
    one = keys.draw()
    before, kept = secret(one), (vault / "kek").read_text()
    (vault / "kek").unlink()
    keys.forget()

    (vault / "kek").write_text(kept)

    assert secret(one) == before


def test_another_key_encryption_key_is_named_as_the_wrong_one(vault):
    one = keys.draw()
    (vault / "kek").unlink()
    kek.draw_first(vault / "kek")
    keys.forget()

    with pytest.raises(WrongKek, match="right file"):
        keys.open_key(one)


@pytest.mark.parametrize("words", ["", "short\n", "!!!\n"])
def test_a_file_that_holds_no_key_is_refused(vault, words):
    one = keys.draw()
    (vault / "kek").write_text(words)
    keys.forget()

    with pytest.raises(KekMissing):
        keys.open_key(one)


def test_a_wrapped_key_that_was_altered_or_swapped_is_refused_and_the_others_open(vault):
    altered, swapped, well = (keys.draw() for _ in range(3))
    store = stores.current()
    wrapped = store.get([altered, swapped, well])
    store.replace({
        altered: wrapped[altered][:-1] + bytes([wrapped[altered][-1] ^ 1]), swapped: wrapped[well],
    })  # fmt: skip

    for one in (altered, swapped):
        with pytest.raises(StoreDamaged, match="backup"):
            keys.open_key(one)
    assert secret(well)


def test_a_store_that_cannot_be_read_says_so(settings, tmp_path, vault):
    settings.KEY_STORE = f"sqlite://{tmp_path}/broken.sqlite3"
    (tmp_path / "broken.sqlite3").write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreDamaged, match="restore it"):
        keys.draw()


def test_a_process_that_was_forked_never_hands_out_the_key_of_its_parent(vault):
    for _ in range(10):
        keys.draw()
    assert any(keys._memory.ahead.values())

    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str(sum(map(len, keys._memory.ahead.values()))).encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reading, 10) == b"0"
    os.close(reading)
    os.close(writing)


def test_many_threads_that_begin_at_once_draw_one_key_encryption_key_and_no_key_twice(vault):
    drawn: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: drawn.append(keys.draw())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(drawn)) == 16
    assert len((vault / "kek").read_text().split()) == 1
    assert all(secret(one) for one in drawn)


PUT = "import sys, uuid; from dsr.vault import stores; stores._open(sys.argv[1]).put({uuid.UUID(sys.argv[2]): b'x'})"


def test_a_process_that_ends_takes_no_file_from_one_that_goes_on(vault, settings):
    put: list[uuid.UUID] = [uuid.uuid4() for _ in range(4)]

    def in_a_thread(one: uuid.UUID) -> None:
        thread = threading.Thread(target=lambda: stores.current().put({one: b"x"}))
        thread.start()
        thread.join()

    stores.current().put({put[0]: b"x"})
    in_a_thread(put[1])
    command = [sys.executable, "-c", PUT, settings.KEY_STORE, str(put[2])]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR)
    in_a_thread(put[3])

    assert set(stores.current().ids()) == set(put)
