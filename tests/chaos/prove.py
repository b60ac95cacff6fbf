"""The proof by command: a storm on engines of its own, a table, and a file of figures.

`python -m tests.chaos.prove [--long] [--json FILE] [--without lease|transaction|key] [--seed NUMBER]`.
Ends with 0 when nothing was lost and no rule was broken, with 1 otherwise.
"""

import argparse
import importlib
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from tests import engines
from tests.chaos import others

ROWS = (
    ("mails due", "mails_due"), ("mails that arrived", "mails_sent"), ("overtaken, and skipped", "overtaken"),
    ("refused for good, and told to the officer", "refused_and_escalated"), ("kills of what sends mails", "kills"),
    ("kills of schedulers", "schedulers_killed"), ("writers killed while they wrote", "writers_killed"),
    ("database stops", "database_stops"),
    ("faults of the mail server", "smtp_faults"), ("of these ambiguous", "ambiguous"),
    ("refusals to speak TLS", "tls_refused"), ("lost", "lost"), ("duplicates", "duplicates"),
    ("most copies of one mail", "most_copies"), ("Message-IDs of one mail", "message_ids_per_mail"),
    ("lateness, half of them below, s", "lateness_p50_s"), ("lateness, 99 of 100 below, s", "lateness_p99_s"),
    ("the log verifies", "log_verifies"), ("seconds until all had gone", "recovered_s"),
    ("seconds of storm", "storm_s"),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Let it storm and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--long", action="store_true", help="the long form, about a quarter of an hour")
    asked.add_argument("--json", type=Path, help="where the figures go (default: printed)")
    asked.add_argument("--without", default="", choices=["", "lease", "transaction", "key"])
    asked.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = asked.parse_args(arguments)
    random.seed(given.seed)
    outside = dict(os.environ)
    figures = {"form": "long" if given.long else "short", "seed": given.seed, **storm(given)}
    if given.long and not given.without:
        os.environ.clear()
        os.environ.update(outside)
        say("now the faults that need no storm …")
        figures["others"] = others.run(engines.new_folder())
        figures["ok"] = figures["ok"] and others.all_passed(figures["others"])
    print(table(figures), flush=True)
    line = json.dumps(figures)
    if given.json:
        given.json.write_text(line + "\n", encoding="utf-8")
    else:
        print(line)
    return 0 if figures["ok"] else 1


def storm(given: argparse.Namespace) -> dict[str, Any]:
    """Start the engines, make the tables, and let it storm on them."""
    folder = engines.new_folder()
    (folder / "var").mkdir()
    places = importlib.import_module("tests.chaos.place")
    place = places.Place(folder, tempo="real" if given.long else "quick", without=given.without)
    os.environ.update(place.environment)
    django.setup()
    call_command("migrate", verbosity=0)
    storms = importlib.import_module("tests.chaos.storm")
    place.mail = storms.MailServer(tls=place.tls)
    place.environment["MAIL_URL"] = place.mail.url
    return storms.run(place, storms.LONG if given.long else storms.SHORT, say)  # type: ignore[no-any-return]


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a table that a person reads."""
    rows = [f"| {words:<42} | {figures[name]!s:>8} |" for words, name in ROWS]
    ends = (
        ["nothing was lost, no rule was broken"]
        if figures["ok"]
        else [f"WRONG: {w}" for w in figures["wrong"]]
    )
    head = [f"| {'what':<42} | {'figure':>8} |", f"|{'-' * 44}|{'-' * 9}:|"]
    told = [
        f"| {fault}: {', '.join(f'{count} {end}' for end, count in found.items()) or 'NOTHING RAN'} |"
        for fault, found in figures.get("others", {}).items()
    ]
    return "\n".join([*head, *rows, "", *told, "", *ends])


def say(words: str) -> None:
    """Print a line about how far it is."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
