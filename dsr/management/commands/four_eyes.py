"""Turns the second person on or off from the terminal, for an installation that does not start any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from dsr.models import Controller, Event, EventName


class Command(BaseCommand):
    """This will say whether a second person approves the answers of a controller; off needs a reason."""

    help = "Say whether a second person approves each answer of a controller."
    # What it mends keeps the checks from passing.
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the controller, on or off, and the reason."""
        parser.add_argument("slug", help="short name of the controller")
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--reason", default="", help="why no second person approves")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store and log it. Raises CommandError."""
        controller = Controller.objects.filter(slug=options["slug"]).first()
        if controller is None:
            raise CommandError(f"There is no controller {options['slug']}.")
        if options["state"] == "off" and not options["reason"].strip():
            raise CommandError("Give the reason with --reason.")
        controller.four_eyes, controller.four_eyes_reason = (
            options["state"] == "on",
            options["reason"].strip(),
        )
        controller.save(update_fields=["four_eyes", "four_eyes_reason"])
        Event.objects.create(
            controller=controller, name=EventName.SETTING_CHANGED, at=timezone.now(), actor="system",
            data={"section": "four-eyes", "fields": ["four_eyes"]},
        )  # fmt: skip
        self.stdout.write(f"{controller.name}: second person {options['state']}.")
