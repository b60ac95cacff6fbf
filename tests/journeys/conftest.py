"""What every story stands on: a web server, a Celery worker of its own process, a mail server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import House
from tests.processes import running
from tests.smtp_server import SmtpServer

WORKER = (
    "celery",
    "-A",
    "config",
    "worker",
    "-Q",
    "mail,sweeps",
    "-P",
    "threads",
    "-c",
    "2",
    "--without-mingle",
)


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[House]:
    """One controller whose pages are served, whose mail is delivered by a worker, all over real connections."""
    settings.BASE_URL = live_server.url
    with SmtpServer() as mail:
        told = {"MAIL_URL": mail.url, "BASE_URL": live_server.url}
        with running(*WORKER, log=tmp_path / "worker.log", **told):
            yield House(live_server.url, mail)


@pytest.fixture
def quick(live_server: Any, settings: Any) -> Iterator[House]:
    """The same world without a worker: nothing here waits for a mail."""
    settings.BASE_URL = live_server.url
    with SmtpServer() as mail:
        yield House(live_server.url, mail)
