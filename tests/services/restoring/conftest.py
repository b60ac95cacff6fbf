"""An installation of its own for each test of a restore, and two people in it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.db import connection

from dsr.models import Controller, SubjectRequest
from dsr.vault import keys
from tests import engines, make
from tests.make import at


@pytest.fixture
def place(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
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
def pair(place: Path, controller: Controller) -> list[SubjectRequest]:
    """Two closed requests of two people with a file each; the first one's time is over, the other's is not."""
    made = []
    for name, day in (("Mira Erfunden", "2030-01-01"), ("Otto Erdacht", "2031-01-01")):
        (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"), name=name)
        SubjectRequest.objects.filter(pk=dsr.pk).update(
            state="closed", closed_on="2026-04-02", purge_on=day, outcome="refused"
        )
        made.append(dsr)
    return made
