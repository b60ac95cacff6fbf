"""What the launcher asks of the web server's port."""

import socket
import time
from http.client import HTTPConnection, HTTPException


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


def answers(host: str, port: int, path: str) -> bool:
    """Return whether a page answers with 200, or leads elsewhere."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 400  # noqa: PLR2004  (the first code of a fault)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
