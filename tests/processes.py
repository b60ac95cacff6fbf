"""Other processes for tests: real workers and servers on the database and broker of the test at hand."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from dsr.launcher.orphans import ends_with_parent

ROOT = Path(__file__).resolve().parent.parent


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that shall work on this test's database and broker."""
    return {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings", **more}


def database_url() -> str:
    """Return the address of the database that the tests of this process use."""
    entry = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{entry['NAME']}"
    user, password = quote(entry["USER"]), quote(entry["PASSWORD"], safe="")
    port = f"&port={entry['PORT']}" if entry["PORT"] else ""
    return f"postgres://{user}:{password}@/{entry['NAME']}?host={quote(entry['HOST'], safe='/')}{port}"


@contextmanager
def running(*module: str, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m module …` beside the test, its output in `log`; end it with TERM, then with KILL."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], cwd=ROOT, env=environment(**more), stdout=out, stderr=out,
            start_new_session=True, preexec_fn=ends_with_parent(),
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        if process.poll() is None:
            process.kill()
            process.wait()
