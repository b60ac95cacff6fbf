"""What an installation without servers of its own needs before the settings can be read."""

import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config import env
from dsr.launcher import valkey

# A socket's whole path may have 107 characters on Linux, 103 elsewhere.
LONGEST_SOCKET = 100


def prepare(words: Sequence[str]) -> None:
    """Fill in what the environment leaves open: the secret key, and for `run` the broker and the address.

    A database server may be shared by several machines, which need one key: there it has to be given.
    """
    folder = Path(os.path.abspath(env.text("VAR_DIR", str(env.BASE / "var"))))  # noqa: PTH100  (no link is followed)
    os.environ["VAR_DIR"] = str(folder)
    if not env.text("SECRET_KEY") and not env.text("DATABASE_URL").startswith("postgres"):
        os.environ["SECRET_KEY"] = kept_key(folder)
    if list(words[:1]) != ["run"]:
        return
    if not env.text("BASE_URL"):
        port = re.search(r"--port[= ](\d+)", " ".join(words))
        os.environ["BASE_URL"] = f"http://localhost:{port[1] if port else 8000}"
    if not env.text("REDIS_URL"):
        os.environ["REDIS_URL"] = (
            valkey.url_of(broker_socket(folder)) if valkey.find_server() else "filesystem://"
        )


def kept_key(folder: Path) -> str:
    """Return the key of this installation; the first call draws it into a file that only its user reads."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()


def broker_socket(folder: Path) -> Path:
    """Return where the broker shall listen: beside its files, or in a private folder where that path is too long."""
    sock = folder / "broker" / "broker.sock"
    if len(str(sock)) > LONGEST_SOCKET:
        return Path(tempfile.mkdtemp(prefix="dsr-desk-")) / sock.name
    return sock
