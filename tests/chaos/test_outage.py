"""Days without scheduler or worker, then several of each at once, and some of them killed: nothing lost or doubled."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dsr.models import Notice, Status, SubjectRequest
from dsr.notices import ladder
from tests import make
from tests import smtp_server as smtpd
from tests.processes import running
from tests.smtp_server import SmtpServer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        os.environ.get("DSR_TEST_DB") == "sqlite", reason="several workers need a database server"
    ),
]

OUTAGE = timedelta(days=4)  # three days, and one more so that a weekend holds at least two working days
NEVER_CLOSED = {"opens": "00:00", "closes": "00:00", "every_day": True}
ACTIVE = ("waiting", "sending")
CELERY = ("celery", "-A", "tests.chaos.quick")


@pytest.fixture
def due() -> dict[str, set[tuple[int, str, str, str]]]:
    """Requests of whom nobody has thought for days; return which rows must come of it, by status."""
    now = timezone.now()
    controller = make.controller(ladder=NEVER_CLOSED)
    for age in range(10, 60):
        make.requests(controller, "access", now=now - OUTAGE, received_at=now - timedelta(days=age))
    Notice.objects.all().delete()
    expected: dict[str, set[tuple[int, str, str, str]]] = {Status.SENT: set(), Status.SKIPPED: set()}
    for dsr in SubjectRequest.objects.select_related("controller", "submission"):
        steps = ladder.due_rungs(dsr, now=timezone.now())
        for step in steps:
            status = Status.SENT if step.at == steps[-1].at else Status.SKIPPED
            expected[status] |= {(dsr.pk, step.rung.kind, step.occasion, who) for who in step.recipients}
    return expected


def rows(status: str) -> list[tuple[int, str, str, str]]:
    # A refused mail is told of as well; which one is refused here is chance.
    found = Notice.objects.filter(status=status, dsr__isnull=False).exclude(kind="bounce")
    return sorted(found.values_list("dsr_id", "kind", "occasion", "recipient"))


def message_ids_sent() -> set[str]:
    return {f"<{i}>" for i in Notice.objects.filter(status=Status.SENT).values_list("message_id", flat=True)}


def until(done: Callable[[], bool], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < ends, Counter(Notice.objects.values_list("status", flat=True))
        time.sleep(0.1)  # the processes beside us set the pace


def all_swept() -> bool:
    return not SubjectRequest.objects.filter(wake_at__lte=timezone.now()).exists()


def all_done() -> bool:
    return all_swept() and not Notice.objects.filter(status__in=ACTIVE).exists()


@contextmanager
def desk(mail: SmtpServer, logs: Path, name: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two schedulers, two workers and a third sweeper that needs no broker, all at once; yield the workers."""
    with ExitStack() as stack:

        def begin(*command: str, log: str) -> subprocess.Popen[bytes]:
            return stack.enter_context(running(*command, log=logs / f"{name}-{log}.log", MAIL_URL=mail.url))

        workers = [
            begin(*CELERY, "worker", "-Q", "mail,sweeps", "-c", "2", "-n", f"{name}{n}@here", "--without-mingle",
                  "--without-gossip", log=f"worker{n}")
            for n in range(2)
        ]  # fmt: skip
        for n in range(2):
            begin(
                "celery",
                "-A",
                "tests.chaos.quick",
                "beat",
                "-s",
                str(logs / f"{name}-beat{n}"),
                log=f"beat{n}",
            )
        begin("django", "sweep", "--loop", "--every", "1", log="sweeper")
        yield workers


def test_after_days_of_outage_two_schedulers_and_three_sweepers_send_each_due_row_once(due, tmp_path):
    with SmtpServer() as mail:
        with desk(mail, tmp_path, "all"):
            until(all_done, 45)

        copies = Counter(received.message_id for received in mail.arrived)

    assert len(due[Status.SENT]) >= 40
    assert rows(Status.SENT) == sorted(due[Status.SENT])
    assert rows(Status.SKIPPED) == sorted(due[Status.SKIPPED])
    assert set(copies) == message_ids_sent()
    assert set(copies.values()) == {1}


def test_workers_killed_while_they_send_and_lines_cut_lose_nothing(due, tmp_path):
    kills, cuts = 0, 3
    with SmtpServer() as mail:
        mail.script.extend([smtpd.ACCEPT, smtpd.DROP] * cuts)
        with desk(mail, tmp_path, "first") as workers:
            for worker in workers:
                mail.wait_for(len(mail.inbox) + 5)
                os.killpg(worker.pid, signal.SIGKILL)
                kills += 1
            until(all_swept, 20)

        # Nobody runs any more: let the leases of the dead and the waits after a cut be over.
        Notice.objects.filter(status__in=ACTIVE).update(next_try_at=timezone.now())
        with desk(mail, tmp_path, "second"):
            until(all_done, 45)

        copies = Counter(received.message_id for received in mail.arrived)

    assert rows(Status.SENT) == sorted(due[Status.SENT])
    assert rows(Status.SKIPPED) == sorted(due[Status.SKIPPED])
    assert set(copies) == message_ids_sent()
    assert max(copies.values()) <= 2
    assert sum(copies.values()) - len(copies) <= 2 * kills + cuts
