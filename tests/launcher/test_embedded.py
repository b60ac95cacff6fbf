"""What an embedded installation makes up for itself, and what it never does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import embedded, env
from dsr.launcher import valkey
from tests.processes import ROOT


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """An environment that says nothing, with a folder for the files."""
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FILE", "BASE_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


def test_the_key_is_drawn_once_and_only_its_owner_reads_it(bare):
    first = embedded.kept_key(bare)

    assert len(first) >= 50
    assert embedded.kept_key(bare) == first
    assert (bare / "secret_key").stat().st_mode & 0o777 == 0o600


def test_with_a_database_server_no_key_is_made_up(bare, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://desk@db.example.org/desk")

    embedded.prepare(["migrate"])

    assert env.text("SECRET_KEY") == ""
    assert not bare.exists()


def test_only_the_command_that_starts_the_broker_is_told_of_one(bare):
    embedded.prepare(["migrate"])
    before = env.text("REDIS_URL")
    embedded.prepare(["run", "--port", "8123"])

    assert before == ""
    assert env.text("REDIS_URL") == valkey.url_of(bare / "broker" / "broker.sock")
    assert env.text("BASE_URL") == "http://localhost:8123"


def test_what_is_given_is_kept(bare, monkeypatch):
    given = {
        "REDIS_URL": "redis://localhost/3",
        "SECRET_KEY": "k" * 50,
        "BASE_URL": "https://rights.example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    embedded.prepare(["run"])

    assert {name: env.text(name) for name in given} == given


def test_a_path_that_is_too_long_for_a_socket_gives_way_to_a_private_folder():
    sock = embedded.broker_socket(Path("/srv") / ("long" * 30))

    assert len(str(sock)) < embedded.LONGEST_SOCKET
    assert sock.parent.stat().st_mode & 0o777 == 0o700
    sock.parent.rmdir()


def test_where_no_server_can_be_had_the_queue_is_a_folder(bare):
    script = (
        "from config.celery import app\n"
        "with app.connection_for_write() as broker:\n"
        "    queue = broker.SimpleQueue('sweeps')\n"
        "    queue.put({'id': 7})\n"
        "    print(queue.get(timeout=5).payload['id'])\n"
    )
    environment = {**os.environ, "SECRET_KEY": "k" * 50, "REDIS_URL": "filesystem://"}

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "7"
    assert (bare / "broker" / "queues").is_dir()
