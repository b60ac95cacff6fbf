"""Sealed files: whole or refused, bound to their key and name, in constant memory, nothing of them in the open."""

import io
import os
import tracemalloc

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dsr.vault import age, files, keys
from dsr.vault.errors import FileCut, KeyGone, NotAsSealed

SIZES = [0, 1, 65_535, 65_536, 65_537, 300_000]


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


def put(content: bytes, key=None):
    key = key or keys.draw()
    return files.store(io.BytesIO(content), key=key), key


def change(folder, name, how):
    path = folder / name
    path.write_bytes(how(path.read_bytes()))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_stored_comes_out_again(folder, size):
    content = os.urandom(size)
    name, key = put(content)

    assert b"".join(files.chunks(name, key=key, size=size)) == content
    assert files.is_whole(name, key=key, size=size)


def test_nothing_of_it_lies_in_the_open(folder):
    put(b"Vertraulich Erfunden" * 10_000)

    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Vertraulich" not in stored
    assert stored.startswith(b"age-encryption.org/v1\n")


def test_common_tools_open_it_with_the_identity_of_its_key(folder):
    name, key = put(b"readable with age")
    identity = age.identity(keys.open_key(key).derive(b"file:" + name.encode()))

    assert str(identity).startswith("AGE-SECRET-KEY-1")
    assert pyrage.decrypt((folder / name).read_bytes(), [identity]) == b"readable with age"


def test_another_key_opens_it_as_little_as_another_name(folder):
    name, key = put(b"mine")
    other, _key = put(b"mine too", key)
    (folder / name).replace(folder / other)

    with pytest.raises(NotAsSealed):
        files.opened(other, key=key)
    name, key = put(b"mine")
    with pytest.raises(NotAsSealed):
        files.opened(name, key=keys.draw())


@pytest.mark.parametrize("size", [1, 65_536, 300_000])
@pytest.mark.parametrize("left", [0.0, 0.3, 0.999])
def test_a_file_that_ends_before_its_end_is_refused_before_a_byte_goes_out(folder, size, left):
    name, key = put(os.urandom(size))
    change(folder, name, lambda raw: raw[: int(len(raw) * left)])

    with pytest.raises(FileCut, match="restore"):
        files.opened(name, key=key, size=size)


@pytest.mark.parametrize("left", [0.2, 0.6, 0.999])
def test_without_a_known_size_a_cut_file_still_breaks_off_with_an_error(folder, left):
    name, key = put(os.urandom(300_000))
    change(folder, name, lambda raw: raw[: int(len(raw) * left)])

    with pytest.raises(NotAsSealed):
        list(files.chunks(name, key=key))
    assert not files.is_whole(name, key=key)


def test_one_changed_byte_anywhere_is_noticed(folder):
    name, key = put(os.urandom(150_000))
    whole = (folder / name).read_bytes()

    for place in (25, 120, 250, 70_000, len(whole) - 1):
        (folder / name).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not files.is_whole(name, key=key, size=150_000), place


def test_a_missing_file_and_a_destroyed_key_are_told_apart(folder):
    name, key = put(b"x")
    keys.destroy([key])
    with pytest.raises(KeyGone):
        files.opened(name, key=key)
    with pytest.raises(FileCut):
        files.opened("no/such", key=keys.draw())


def test_a_stream_that_breaks_while_it_is_stored_leaves_nothing(folder):
    class Broken(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            raise ValueError("the visitor went away")

    with pytest.raises(ValueError, match="the visitor went away"):
        files.store(Broken(), key=keys.draw())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_store_that_cannot_take_it_says_so_itself(folder):
    (folder / "ab").write_text("a file where a folder should be")

    with pytest.raises((FileExistsError, NotADirectoryError)):
        files.store(io.BytesIO(os.urandom(500_000)), key=keys.draw(), name="ab/cd")


def test_a_name_that_is_taken_is_not_taken_again(folder):
    default_storage.save("ab/cd", ContentFile(b"there"))

    with pytest.raises(FileExistsError):
        files.store(io.BytesIO(b"x"), key=keys.draw(), name="ab/cd")


def test_large_files_go_in_and_out_in_constant_memory(folder):
    class Zeros(io.RawIOBase):
        left = 60_000_000

        def readable(self):
            return True

        def readinto(self, buffer):
            count = min(len(buffer), self.left)
            self.left -= count
            return count

    key = keys.draw()
    tracemalloc.start()
    name = files.store(Zeros(), key=key)
    total = sum(len(block) for block in files.chunks(name, key=key))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert total == 60_000_000
    assert peak < 8_000_000


def test_who_stops_reading_early_holds_nothing_up(folder):
    name, key = put(os.urandom(2_000_000))

    with files.opened(name, key=key) as stream:
        assert len(stream.read(10)) == 10
