"""Too much at once, sent to the real web server: always an answer in words, never a dropped line or a full memory."""

import http.client
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from dsr.launcher.web import answers
from tests.processes import running

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1024 * 1024
PARTS = "multipart/form-data; boundary=part"
FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    """The web server as an installation starts it; its port and its process."""
    port = free_port()
    command = ("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
               "--blocking-threads", "2", "--no-ws", "config.wsgi:application")  # fmt: skip
    with running(*command, log=tmp_path / "web.log", BASE_URL=f"http://localhost:{port}") as process:
        for _try in range(200):
            if answers("127.0.0.1", port, "/healthz/"):
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
        yield port, process


def post(port: int, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Send a whole body, as a browser does, and only then look for the answer."""
    with closing(http.client.HTTPConnection("localhost", port, timeout=30)) as line:
        line.request("POST", path, body, {"Content-Type": FORM, "Host": "localhost", **headers})
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def in_parts(**fields: str) -> bytes:
    """Return fields as a form with room for many words is sent."""
    parts = [
        f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return f"{''.join(parts)}--part--\r\n".encode()


def most_memory(pid: int) -> int:
    """Return the most memory, in bytes, that any process below one has held so far."""
    below = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    said = Path(f"/proc/{pid}/status").read_text()
    own = int(re.search(r"VmHWM:\s+(\d+)", said)[1]) * 1024  # type: ignore[index]
    return max([own, *(most_memory(child) for child in below)])


def test_too_much_at_once_is_answered_in_words_and_never_held_in_memory(server: Any):
    port, process = server
    with closing(http.client.HTTPConnection("localhost", port, timeout=30)) as line:
        line.request("GET", "/en/status/", headers={"Host": "localhost"})
        page = line.getresponse()
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]  # type: ignore[index]
    before = most_memory(process.pid)

    field = post(port, "/en/status/", in_parts(csrfmiddlewaretoken=token, secret="x", reference="ä" * (MEGABYTE // 2)),
                 **{"Content-Type": PARTS, "Cookie": cookie})  # fmt: skip
    large = [
        post(port, "/en/status/", b"secret=" + b"x" * (size * MEGABYTE), Cookie=cookie) for size in (5, 20)
    ]
    stranger = post(port, "/en/status/", b"secret=" + b"x" * (20 * MEGABYTE))
    held = most_memory(process.pid) - before

    assert field[0] == 422
    assert "please use at most 200 characters. You wrote 524288." in field[1]
    assert [status for status, _said in large] == [413, 413]
    assert all("what you typed is usually still there" in said for _status, said in large)
    assert stranger[0] == 403
    assert held < 48 * MEGABYTE


def test_whoever_says_to_send_without_end_is_cut_off_with_the_memory_as_it_was(server: Any):
    port, process = server
    before, sent = most_memory(process.pid), 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        head = [
            "POST /en/status/ HTTP/1.1",
            "Host: localhost",
            f"Content-Type: {FORM}",
            f"Content-Length: {10**12}",
        ]
        line.sendall("\r\n".join([*head, "", ""]).encode())
        with suppress(OSError):
            while sent < 400 * MEGABYTE:
                sent += line.send(b"x" * MEGABYTE)

    assert sent < 100 * MEGABYTE
    assert most_memory(process.pid) - before < 48 * MEGABYTE
