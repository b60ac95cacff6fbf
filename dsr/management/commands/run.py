"""Runs everything in one terminal: broker, web, worker and scheduler."""

import os
import shutil
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from dsr.launcher import web
from dsr.launcher.programs import Place, broker, programs
from dsr.launcher.supervisor import AlreadyRunning, Supervisor, alone
from dsr.services import restoring


class Command(BaseCommand):
    """This will bring the tables up to date and run all programs until Ctrl-C; what dies is started again."""

    help = "Run web, worker, scheduler and broker together, with no server to install."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to listen on."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument("--threads", type=int, default=4, help="requests answered at once (default: 4)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to end. Raises CommandError when another one runs, or the port is taken."""
        os.umask(0o077)
        place = Place(
            code=settings.BASE_DIR, files=settings.VAR_DIR, host=options["host"], port=options["port"],
            web_threads=options["threads"],
        )  # fmt: skip
        try:
            with alone(place.files):
                web.wait_until_free(place.host, place.port)
                self.run(place)
        except restoring.Unreplayed as error:
            raise CommandError(f"Not started: {error}.") from error
        except AlreadyRunning as error:
            raise CommandError(f"This installation runs already, as process {error}.") from error
        except web.PortTaken as error:
            raise CommandError(
                f"Another program listens on {error}: choose another port with --port."
            ) from error

    def run(self, place: Place) -> None:
        """Start the broker, prepare tables and files, then run the programs."""
        environment = {"PYTHONWARNINGS": "ignore", **os.environ, "PYTHONUNBUFFERED": "1"}
        try:
            with Supervisor(self.say) as supervisor:
                supervisor.start(*broker(place, environment))
                sign_ins = self.prepare()
                restoring.refuse_unreplayed()
                supervisor.start(*programs(place, environment))
                supervisor.watch(
                    is_ready=lambda: web.answers(place.host, place.port, "/healthz/"),
                    when_ready=lambda: self.tell(sign_ins),
                )
        finally:
            remove_private_folder(environment.get("REDIS_URL", ""))

    def prepare(self) -> str:
        """Bring tables and static files up to date; in the demo, fill it. Return how to sign in there."""
        sign_ins = StringIO()
        call_command("migrate", interactive=False, verbosity=0)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            call_command("seed_demo", stdout=sign_ins)
        return sign_ins.getvalue()

    def say(self, words: str) -> None:
        """Write one line; where the terminal is gone, there is nobody to tell."""
        try:
            sys.stderr.write(f"dsr-desk: {words}\n")
            sys.stderr.flush()
        except OSError:
            pass

    def tell(self, sign_ins: str) -> None:
        """Write where to go, and in the demo as whom."""
        base = settings.BASE_URL
        lines = [
            f"Form            {base}/",
            f"Desk            {base}/desk/",
            f"Administration  {base}/admin/",
        ]
        if settings.DEMO:
            lines += [f"Mails           {base}/desk/outbox/", "", sign_ins.rstrip()]
        self.say("running\n\n" + "\n".join(lines) + "\n")
        self.say("Ctrl-C ends everything")


def remove_private_folder(url: str) -> None:
    """Remove the folder of the broker's socket, where it had to lie apart from its files."""
    folder = Path(url.removeprefix("redis+socket://").partition("?")[0]).parent
    if folder.name.startswith("dsr-desk-"):
        shutil.rmtree(folder, ignore_errors=True)
