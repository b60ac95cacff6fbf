"""Starts the engines when pytest loads it, before Django reads its settings; a conftest.py would be too late.

`DATABASE_URL` and `REDIS_URL` are used where they are given. `DSR_TEST_DB=sqlite` runs the tests on SQLite.
Workers of pytest-xdist inherit the engines; each has its own database in them.
"""

import os
import re
import secrets
import signal
import sys

import pytest
from django.conf import settings
from django.db import connection

from dsr.evidence import guards
from tests import engines

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def prepare() -> None:
    """Set the environment from which the settings are read, starting what is missing."""
    folder = engines.new_folder()
    given = os.environ.setdefault
    os.environ["DSR_TEST_FOLDER"] = str(folder)
    given("VAR_DIR", str(folder / "var"))
    (folder / "var" / "static").mkdir(parents=True)  # the server of static files warns where there is none
    given("SECRET_KEY", secrets.token_urlsafe(48))
    given("PRODUCTION", "no")
    given("LOG_LEVEL", "WARNING")
    given("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in the test's thread
    if os.environ.get("DSR_TEST_DB") == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/first.sqlite3"
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = engines.start_postgres(folder)
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = engines.start_valkey(folder)


def own_broker(url: str, worker: str) -> str:
    """Return the broker's address with a database number for this worker: gw0 has 1, gw1 has 2."""
    number = int(re.sub(r"\D", "", worker)) + 1
    if url.startswith("redis+socket"):
        return re.sub(r"virtual_host=\d+", f"virtual_host={number}", url)
    return re.sub(r"(://[^/]+)(/\d*)?$", rf"\1/{number}", url)


def pytest_configure(config: pytest.Config) -> None:
    """Make hashing quick, and SQLite a file: threads and other processes have to reach the same tables."""
    settings.PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["NAME"] = f"{os.environ['DSR_TEST_FOLDER']}/tests.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _log_may_be_emptied(django_db_modify_db_settings: None) -> None:
    """Let tests that commit empty the tables after them: the log refuses it, so its guards stand aside for that."""
    # At the class: a test with a browser runs in a loop of its own, and has a connection of its own.
    ops = type(connection.ops)
    flush = ops.sql_flush

    def unguarded(self: object, *arguments: object, **named: object) -> list[str]:
        inside = flush(self, *arguments, **named)
        return [*guards.removal(connection.vendor), *inside, *guards.statements(connection.vendor)]

    ops.sql_flush = unguarded  # type: ignore[method-assign]


if WORKER:
    os.environ["REDIS_URL"] = own_broker(os.environ["REDIS_URL"], WORKER)
else:
    # A polite end runs what was registered for the exit; a kill is noticed by the engines themselves.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    prepare()
