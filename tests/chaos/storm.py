"""The storm: requests that come due while processes are killed, engines stopped and mails refused; then its verdict."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.db import Error, connection
from django.utils import timezone

from dsr.evidence import checkpoints
from dsr.models import Controller, Notice, SubjectRequest
from tests import smtp_server as smtpd
from tests.chaos import due as what_is_due
from tests.chaos import tempo, verdict
from tests.chaos.crew import Crew
from tests.chaos.place import Place
from tests.smtp_server import SmtpServer

ACTIVE = ("waiting", "sending")
GONE = "gone-"
AN_HOUR, ROUNDS = 3600, 3
# By then everything must have gone, whatever happened.
RECOVERED_WITHIN = 300.0


@dataclass(frozen=True)
class Plan:
    """How hard it storms: how often each fault comes, and the seconds between two of them."""

    copies: int
    pause: float
    faults: dict[str, int]
    mails_per_fault: int


SHORT = Plan(
    1, 0.8,
    {"worker": 4, "child": 4, "writers": 3, "database": 1, "broker down": 1, "flush": 1, "clock": 2, "tls": 1,
     "mail down": 1, "deploy": 1},
    3,
)  # fmt: skip
LONG = Plan(
    4, 3.0,
    {"worker": 26, "child": 30, "writers": 12, "database": 6, "broker down": 3, "broker empty": 3, "flush": 3,
     "clock": 3, "tls": 3, "mail down": 3, "deploy": 3, "beat": 3, "sweeper": 4},
    3,
)  # fmt: skip


class MailServer(SmtpServer):
    """This will know which mailboxes do not exist, for as long as the storm lasts and after it."""

    def _next(self, address: str) -> str:
        return smtpd.REFUSE if address.startswith(GONE) else super()._next(address)


class Storm:
    """This will do the faults of a plan in random order, and count them."""

    def __init__(self, place: Place, crew: Crew, plan: Plan) -> None:
        self.place, self.crew, self.plan = place, crew, plan
        self.done: Counter[str] = Counter()
        self.history: list[tuple[float, str]] = []
        self._began = time.time()
        self.kills = self.stops = self.hints_lost = self.schedulers = 0
        self._bursts = 0
        self._acts: dict[str, Callable[[], None]] = {
            "worker": self._worker, "child": self._child, "beat": self._beat, "sweeper": self._sweeper,
            "writers": self._writers, "deploy": self._deploy, "database": self._database, "clock": self._clock,
            "broker down": self._broker_down, "broker empty": self._broker_empty, "flush": self.place.flush_broker,
            "mail down": self._mail_down, "tls": self._tls,
        }  # fmt: skip

    def blow(self) -> None:
        """Do every fault of the plan."""
        deck = [name for name, times in self.plan.faults.items() for _ in range(times)]
        random.shuffle(deck)
        trouble = [smtpd.GREYLIST, smtpd.BUSY, smtpd.DROP, smtpd.GREYLIST, smtpd.SLOW, smtpd.SILENCE]
        for at, name in enumerate(deck):
            for number in range(self.plan.mails_per_fault):
                self.place.mail.script.append(
                    trouble[(at * self.plan.mails_per_fault + number) % len(trouble)]
                )
            self.history.append((round(time.time() - self._began, 1), name))
            self._acts[name]()
            self.done[name] += 1
            self.crew.replace_dead()
            time.sleep(self.plan.pause)

    def _worker(self) -> None:
        self._kill(f"worker{self.done['worker'] % 2}")

    def _beat(self) -> None:
        """Kill a scheduler; it sends nothing, so no mail may be doubled for it."""
        self.crew.kill(f"beat{self.done['beat'] % 2}")
        self.schedulers += 1

    def _sweeper(self) -> None:
        self._kill("sweeper")

    def _kill(self, name: str) -> None:
        """Kill what sends, but while no mail is in its hand that came before.

        Two faults of one mail are three copies, whoever sends it; the storm keeps to one, so that two are the most.
        """
        with self.place.mail.sheltering():
            self.crew.kill(name)
        self.kills += 1

    def _child(self) -> None:
        with self.place.mail.sheltering():
            self.kills += self.crew.kill_child(f"worker{self.done['child'] % 2}")

    def _deploy(self) -> None:
        self.crew.ask_to_end("worker0")
        self._kill("worker0")

    def _writers(self) -> None:
        self._bursts += 1
        self.crew.burst_of_writers(self._bursts)

    def _database(self) -> None:
        self.place.stop_database()
        self.stops += 1
        time.sleep(random.uniform(0.2, 2))
        self.place.start_database()

    def _broker_down(self) -> None:
        self.place.kill_broker()
        time.sleep(3)
        self.place.start_broker()

    def _broker_empty(self) -> None:
        self.hints_lost += self.place.empty_broker()

    def _mail_down(self) -> None:
        self.place.mail.pause()
        time.sleep(3)
        self.place.mail.resume()

    def _tls(self) -> None:
        self.place.mail.refuses_tls = True
        time.sleep(3)
        self.place.mail.refuses_tls = False

    def _clock(self) -> None:
        self.crew.with_clock_ahead(AN_HOUR, ROUNDS)
        patiently(lambda: what_is_due.sweep_back(Controller.objects.get(slug="ahead"), timezone.now()))


def patiently(change: Callable[[], Any]) -> Any:
    """Ask the database; again while it is recovering."""
    while True:
        try:
            return change()
        except Error:
            connection.close()
            time.sleep(0.2)


def open_rows() -> int:
    """Return how much is still to be done: rows to send, requests to look at."""
    asleep = SubjectRequest.objects.filter(wake_at__lte=timezone.now()).count()
    return asleep + Notice.objects.filter(status__in=ACTIVE, due_at__lte=timezone.now()).count()


def run(place: Place, plan: Plan, say: Callable[[str], None]) -> dict[str, Any]:
    """Let it storm, wait until all is done, and return the verdict."""
    due = what_is_due.prepare(timezone.now(), plan.copies)
    say(f"{len(due.sent)} mails due after {what_is_due.OUTAGE.days} days in which nobody looked")
    if place.environment["DSR_STORM_WITHOUT"] == tempo.KEY:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE dsr_notice DROP CONSTRAINT each_notice_once")
    connection.close()
    crew, begin = Crew(place), time.time()
    storm = Storm(place, crew, plan)
    with place.mail as mail:
        try:
            crew.begin()
            mail.wait_for(1, 90)
            storm.blow()
            crew.end_writer()
            mail.script.clear()
            over = time.time()
            say(f"the storm is over after {over - begin:.0f} s: {dict(storm.done)}")
            while patiently(open_rows) and time.time() - over < RECOVERED_WITHIN:
                crew.replace_dead()
                time.sleep(0.25)
            recovered = time.time() - over
        finally:
            crew.end()
    return report(place, storm, due, begin=begin, recovered=recovered)


def log_is_right() -> bool:
    """Return whether the log verifies once everything in it is chained and signed."""
    checkpoints.keep(now=timezone.now())
    try:
        call_command("verify_log", stdout=StringIO(), stderr=StringIO())
    except CommandError:
        return False
    return True


def report(
    place: Place, storm: Storm, due: what_is_due.Due, *, begin: float, recovered: float
) -> dict[str, Any]:
    """Return the figures of a storm that is over."""
    what_is_due.add_written(due)
    given, mail = place.mail.given, place.mail
    ambiguous = given[smtpd.DROP] + given[smtpd.SILENCE]
    answers = {name: given[name] for name in (*smtpd.ANSWERS, smtpd.DROP, smtpd.SILENCE, smtpd.SLOW)}
    figures = verdict.judge(
        due, verdict.tally(mail.arrived), begin=begin, kills=storm.kills, ambiguous=ambiguous
    )
    log = log_is_right()
    if not log:
        figures["wrong"].append("the log does not verify")
    if recovered >= RECOVERED_WITHIN:
        figures["wrong"].append(f"not everything had gone {RECOVERED_WITHIN:.0f} s after the storm")
    faults = sum(answers.values()) - given[smtpd.REFUSE]
    return {
        **figures, "kills": storm.kills, "schedulers_killed": storm.schedulers,
        "writers_killed": 3 * storm.done["writers"], "database_stops": storm.stops,
        "ambiguous": ambiguous, "smtp_faults": faults, "smtp_answers": answers, "tls_refused": mail.tls_refused,
        "log_verifies": log, "faults": dict(storm.done), "history": storm.history, "recovered_s": round(recovered, 1),
        "storm_s": round(time.time() - begin, 1),
        "ok": not figures["wrong"],
    }  # fmt: skip
