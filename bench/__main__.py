"""Runs one measurement on a PostgreSQL and a Valkey of its own: `python -m bench intake`, `sweep`, …."""

import importlib
import json
import os
import platform
import secrets
import sys

import django
from django.core.management import call_command
from django.db import connection

from tests import engines

NAMES = ("desk", "exports", "intake", "known", "log", "mails", "sweep")


def main(name: str, arguments: list[str]) -> int:
    """Prepare engines and tables, measure, and end with one line of JSON."""
    if name not in NAMES:
        print(f"usage: bin/bench {'|'.join(NAMES)} [--quick]", file=sys.stderr)
        return 2
    folder = engines.new_folder()
    # Durable, as it would run in earnest: each commit waits for the disk.
    os.environ.update(
        DATABASE_URL=engines.start_postgres(folder, settings=("shared_buffers=256MB",)),
        REDIS_URL=engines.start_valkey(folder), VAR_DIR=str(folder / "var"), SECRET_KEY=secrets.token_urlsafe(48),
        DJANGO_SETTINGS_MODULE="config.settings", PRODUCTION="no", LOG_LEVEL="WARNING", PYTHONWARNINGS="ignore",
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
    figures = importlib.import_module(f"bench.{name}").measure(quick="--quick" in arguments)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        engine = f"PostgreSQL {cursor.fetchone()[0]}"
    about = {"bench": name, "python": platform.python_version(), "cores": os.cpu_count(), "engine": engine}
    print(json.dumps({**about, **figures}))
    return 0 if figures["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
