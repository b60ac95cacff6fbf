"""Where a storm happens: a PostgreSQL, a Valkey and a mail server of its own, each of which can be stopped hard."""

import datetime as dt
import ipaddress
import os
import secrets
import signal
import ssl
import subprocess
from pathlib import Path

import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dsr.launcher import valkey
from tests import engines
from tests.smtp_server import SmtpServer

# A stopped server must still have what it said was stored; only the machine itself will not fail here.
SETTINGS = ("fsync=off", "full_page_writes=off")
# Seconds for which a worker waits for a silent mail server, by tempo. Much less, and on a busy machine it gives up on
# answers that were only slow: nobody counts those, and each is a mail that goes twice.
PATIENCE = {"quick": "6", "real": "10"}


class Place:
    """This will hold the engines of one storm, and the environment of the processes that work on them."""

    def __init__(self, folder: Path, *, tempo: str, without: str) -> None:
        self.folder = folder
        self._binaries = engines.make_cluster(folder)
        self._postgres = engines.serve_cluster(folder, self._binaries, SETTINGS)
        self._home = folder / "valkey"
        self._home.mkdir(mode=0o700)
        self._valkey = self._start_broker()
        self.tls = certificate(folder)
        self.mail = SmtpServer(tls=self.tls)
        self.environment = {
            **os.environ, "DATABASE_URL": f"postgres://dsr@/postgres?host={folder / 'postgres'}",
            "REDIS_URL": valkey.url_of(self.socket), "MAIL_URL": self.mail.url, "MAIL_TIMEOUT": PATIENCE[tempo],
            "SSL_CERT_FILE": str(folder / "certificate.pem"), "VAR_DIR": str(folder / "var"),
            "SECRET_KEY": secrets.token_urlsafe(48), "DJANGO_SETTINGS_MODULE": "config.settings", "PRODUCTION": "no",
            "LOG_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore", "DSR_STORM_TEMPO": tempo, "DSR_STORM_WITHOUT": without,
        }  # fmt: skip

    @property
    def socket(self) -> Path:
        """Where the broker listens."""
        return self._home / "broker.sock"

    def stop_database(self) -> None:
        """Stop PostgreSQL at once: every connection is cut, nothing is finished."""
        self._postgres.send_signal(signal.SIGQUIT)
        self._postgres.wait()

    def start_database(self) -> None:
        """Start PostgreSQL again; it recovers from its log."""
        self._postgres = engines.serve_cluster(self.folder, self._binaries, SETTINGS)

    def kill_broker(self) -> None:
        """Kill the broker, and with it everything it holds."""
        self._valkey.kill()
        self._valkey.wait()

    def start_broker(self) -> None:
        """Start the broker again; it is empty."""
        self._valkey = self._start_broker()

    def flush_broker(self) -> None:
        """Forget everything that the broker holds, while it runs."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()

    def empty_broker(self) -> int:
        """Take every waiting hint out of the broker's queues; return how many there were."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            waiting = sum(client.llen(queue) for queue in ("mail", "sweeps"))
            client.delete("mail", "sweeps")
        return waiting

    def _start_broker(self) -> subprocess.Popen[bytes]:
        server = valkey.find_server()
        assert server is not None
        process = engines.start(
            valkey.command(server, self._home, self.socket, keep=False), self.folder / "valkey.log"
        )
        valkey.wait_for(self.socket)
        return process


def certificate(folder: Path) -> ssl.SSLContext:
    """Return the side of the mail server in TLS, with a certificate that the workers are told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=2))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, kept = folder / "certificate.pem", folder / "key.pem"
    shown.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown, kept)
    return context
