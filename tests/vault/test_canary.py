"""A word of a person is followed through everything that is written: open nowhere, and gone after the purge."""

import logging
import os
import tempfile
import uuid
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import connection

from config.celery import app
from dsr.models import Event, Subject, Submission
from dsr.notices import wake
from dsr.services import backups, purge
from dsr.vault import keys, stores
from dsr.vault.errors import VaultError
from tests import engines
from tests.services import test_purge
from tests.services.test_purge import DAY, files, full  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def canary(request, monkeypatch, tmp_path, settings, caplog):
    """A word that stands nowhere else, in every personal field of every model and in a file; all under one folder."""
    word = f"Kanarie{uuid.uuid4().hex}"
    monkeypatch.setattr(test_purge, "WORDS", word)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    settings.KEY_STORE, settings.ERASURES_FILE = (
        f"sqlite://{tmp_path}/keys/keys.sqlite3",
        str(tmp_path / "erasures"),
    )
    settings.KEK_FILE = str(tmp_path / "kek")
    keys.forget()
    request.getfixturevalue("full")
    wake.send_soon()
    yield word
    keys.forget()


def places(tmp_path, caplog):
    """Yield the name and the bytes of everything that was written."""
    yield "log lines", caplog.text.encode()
    yield "broker", broker()
    yield from ((str(path), path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        yield from ((str(path), path.read_bytes()) for path in name.parent.glob(f"{name.name}*"))
        return
    dump = tmp_path / "dump.sql"
    backups.run("pg_dump", "--format=plain", f"--file={dump}")
    yield "dump", dump.read_bytes()
    dump.unlink()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        home = Path(cursor.fetchone()[0])
    # Heap, indexes and write-ahead log, as somebody reads them who has the disk.
    yield from ((str(path), path.read_bytes()) for path in home.rglob("*") if path.is_file())


def broker() -> bytes:
    """Return what the broker holds."""
    with app.connection() as line:
        client = line.default_channel.client
        return b"".join(key + (client.dump(key) or b"") for key in client.keys("*"))


def found(word, tmp_path, caplog):
    return [name for name, content in places(tmp_path, caplog) if word.encode() in content]


@pytest.fixture(autouse=True)
def _programs(monkeypatch):
    if connection.vendor == "postgresql":
        folder = Path(live.VAR_DIR).parent / "bin"
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("PATH", f"{engines.postgres_binaries(folder)}{os.pathsep}{os.environ['PATH']}")


def test_a_word_of_a_person_stands_nowhere_in_the_open_neither_before_nor_after_the_purge(
    canary, tmp_path, caplog
):
    assert Subject.objects.get().name == canary

    assert found(canary, tmp_path, caplog) == []

    assert purge.purge(now=DAY).submissions == 1
    assert found(canary, tmp_path, caplog) == []


def test_after_the_purge_a_copy_of_the_database_opens_nothing_and_the_key_is_in_no_file(
    canary, tmp_path, caplog
):
    key = Submission.objects.get().key
    wrapped = stores.current().get([key])[key]
    copy = Subject.objects.get()
    assert [name for name, content in places(tmp_path, caplog) if wrapped in content] != []

    purge.purge(now=DAY)

    assert [name for name, content in places(tmp_path, caplog) if wrapped in content] == []
    with pytest.raises(VaultError):
        _ = copy.name


@pytest.mark.parametrize("leak", ["database", "log", "folder"])
def test_the_search_finds_a_word_that_leaks(canary, tmp_path, caplog, leak):
    if leak == "database":
        event = Event.objects.first()
        Event.objects.create(
            controller=event.controller, name=event.name, at=event.at, actor="system", data={"x": canary}
        )
    elif leak == "log":
        logging.getLogger("dsr").warning("somebody asked: %s", canary)
    else:
        (tmp_path / "left.tmp").write_text(canary)

    assert found(canary, tmp_path, caplog) != []
