"""The programs of an embedded installation, as children in the order in which they start."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dsr.launcher import valkey
from dsr.launcher.children import Child

QUEUES = "mail,sweeps,exports"
BROKER_SOCKET = "redis+socket://"


@dataclass(frozen=True)
class Place:
    """Where an installation runs."""

    code: Path
    files: Path
    host: str
    port: int
    web_threads: int = 4
    worker_threads: int = 4
    log_level: str = "WARNING"


def broker(place: Place, environment: Mapping[str, str]) -> list[Child]:
    """Return the broker as a child where its address says that it is our own, and nothing otherwise."""
    url, server = environment.get("REDIS_URL", ""), valkey.find_server()
    sock = Path(url.removeprefix(BROKER_SOCKET).partition("?")[0])
    ours = sock.parent == place.files / "broker" or sock.parent.name.startswith("dsr-desk-")
    if not url.startswith(BROKER_SOCKET) or not ours or server is None:
        return []
    folder = place.files / "broker"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = valkey.command(server, folder, sock, keep=True)
    ready = partial(valkey.wait_for, sock)
    return [Child("broker", command, folder, {}, patience=5, wait_until_ready=ready)]


def programs(place: Place, environment: Mapping[str, str]) -> list[Child]:
    """Return the worker, the web server and the scheduler.

    They end in the reverse order: nothing new is scheduled, nothing new is asked, what is at hand is finished.
    """
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery:app"]
    worker = [
        *celery, "worker", "--pool", "threads", "--concurrency", str(place.worker_threads), "--queues", QUEUES,
        "--hostname", "worker@localhost", "--loglevel", place.log_level, "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    beat = [
        *celery, "beat", "--schedule", str(place.files / "beat"), "--pidfile", "", "--loglevel", place.log_level,
    ]  # fmt: skip
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port),
        "--workers", "1", "--blocking-threads", str(place.web_threads), "--no-ws", "--no-access-log",
        "--respawn-failed-workers", "--log-level", place.log_level.lower(), "config.wsgi:application",
    ]  # fmt: skip
    return [
        Child("worker", worker, place.code, environment, patience=15),
        Child("web", web, place.code, environment),
        Child("scheduler", beat, place.code, environment, patience=5),
    ]
