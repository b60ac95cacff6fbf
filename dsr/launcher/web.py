"""What the launcher asks of the web server's port."""

import os
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


class PortTaken(Exception):
    """Another program listens on the port."""


def is_free(host: str, port: int) -> bool:
    """Return whether a port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until_free(host: str, port: int, *, within: float = 3.0) -> None:
    """Return when the port is free; a server that was just told to end may need a moment. Raises PortTaken."""
    end = time.monotonic() + within
    while not is_free(host, port):
        if time.monotonic() > end:
            raise PortTaken(f"{host}:{port}")
        time.sleep(0.1)


def answers(host: str, port: int, path: str, *, name: str = "localhost") -> bool:
    """Return whether a page answers with 200, or leads elsewhere; `name` is what the server is called."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": name, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 400  # noqa: PLR2004  (the first code of a fault)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    """Return 0 when the web server of this container answers, 1 when it does not."""
    host = urlsplit(os.environ.get("BASE_URL", "")).hostname or "localhost"
    return 0 if answers("127.0.0.1", int(os.environ.get("PORT", "8000")), "/healthz/", name=host) else 1


if __name__ == "__main__":
    sys.exit(main())
