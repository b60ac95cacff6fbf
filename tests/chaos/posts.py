"""The embedded installation under fire: forms are sent to a web process on SQLite that is killed again and again.

`python -m tests.chaos.posts COUNT KILLS` ends with one line of JSON.
"""

import hashlib
import http.client
import importlib
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import django
from django.core.management import call_command

from dsr.launcher import web
from dsr.launcher.orphans import ends_with_parent
from tests import engines

CSRF = "c" * 32
CLIENTS = 4


def main(count: int, kills: int) -> None:
    """Send every form until it is answered, kill the server meanwhile, and count what is stored."""
    folder = engines.new_folder()
    os.environ.update(
        DATABASE_URL=f"sqlite:///{folder}/desk.sqlite3", REDIS_URL="", VAR_DIR=str(folder / "var"), PRODUCTION="no",
        SECRET_KEY=secrets.token_urlsafe(48), DJANGO_SETTINGS_MODULE="config.settings", PYTHONWARNINGS="ignore",
        LOG_LEVEL="ERROR",
    )  # fmt: skip
    (folder / "var" / "static").mkdir(parents=True)
    django.setup()
    call_command("migrate", verbosity=0)
    seed, make = (importlib.import_module(name) for name in ("bench.seed", "tests.make"))
    models, digest = (
        importlib.import_module("dsr.models"),
        importlib.import_module("dsr.vault.secrets").digest,
    )
    controller = make.controller()
    tokens = seed.drafts(controller, count, "access", "erasure")
    keys = dict(models.Draft.objects.values_list("token_digest", "client_key"))
    forms = [(f"draft-{controller.pk}={token}", keys[digest(token, "draft")]) for token in tokens]
    begun = time.monotonic()
    answers = send(controller.slug, forms, kills)
    print(json.dumps(judged(models, answers, keys) | {"seconds": round(time.monotonic() - begun, 1)}))


def send(slug: str, forms: list, kills: int) -> dict:
    """Send all forms by several clients while the server is killed; return the last answer by form."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server, work, answers = start(port), iter(forms), {}
    taking = threading.Lock()
    clients = [
        threading.Thread(target=client, args=(port, slug, work, taking, answers)) for _ in range(CLIENTS)
    ]
    for one in clients:
        one.start()
    for number in range(kills):
        while len(answers) < (number + 1) * len(forms) // (kills + 1):
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.1))
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server = start(port)
    for one in clients:
        one.join()
    server.terminate()
    server.wait()
    return answers


def start(port: int) -> subprocess.Popen[bytes]:
    """Start the web process; it is ready when the clients find it so."""
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
         "--blocking-threads", "3", "--no-ws", "--log-level", "error", "config.wsgi:application"],
        start_new_session=True, preexec_fn=ends_with_parent(signal.SIGKILL),
    )  # fmt: skip
    while not web.answers("127.0.0.1", port, "/healthz/"):
        assert process.poll() is None
        time.sleep(0.05)
    return process


def client(port: int, slug: str, work: Iterator, taking: threading.Lock, answers: dict) -> None:
    """Send one form after the other, each until it is answered; a server error is an answer, too."""
    while True:
        with taking:
            one = next(work, None)
        if one is None:
            return
        cookie, key = one
        while key not in answers:
            try:
                answers[key] = post(port, slug, cookie, key)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)


def post(port: int, slug: str, cookie: str, key: object) -> int:
    """Send one form and return the status of the answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(sender(key), 0))
    try:
        line.request(
            "POST", f"/de/{slug}/request/check/", body=f"csrfmiddlewaretoken={CSRF}&form={key}",
            headers={"Host": "localhost", "Cookie": f"csrf={CSRF}; {cookie}",
                     "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        return line.getresponse().status
    finally:
        line.close()


def sender(key: object) -> str:
    """Return an address of this machine for a form: people do not all send from one network."""
    one, two, three = hashlib.sha256(str(key).encode()).digest()[:3]
    return f"127.{1 + one % 250}.{two}.{1 + three % 250}"


def judged(models, answers: dict, keys: dict) -> dict:
    """Return what was stored: each form once, its references without a gap, its rows of the outbox with it."""
    stored = list(models.Submission.objects.values_list("client_key", flat=True))
    told = models.Notice.objects.filter(kind="new_request").values("submission").distinct().count()
    references = models.SubjectRequest.objects.values_list("reference", flat=True)
    numbers = sorted(int(reference.split("-")[2]) for reference in references)
    with django.db.connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
    return {
        "sent": len(keys), "answers": sorted(set(answers.values())), "stored": len(stored), "once": len(set(stored)),
        "told": told, "requests": len(numbers), "without_gap": numbers == list(range(1, len(numbers) + 1)),
        "integrity": whole,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
