"""Fills an empty database with the demo."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dsr import sweeps
from dsr.demo import places, seed
from dsr.services.timetable import RHYTHMS


class Command(BaseCommand):
    """This will invent five controllers, their staff and about sixty requests, and say how to sign in."""

    help = "Fill an empty database with invented controllers, staff and requests (demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed once; a second time nothing changes. Raises CommandError in production."""
        if settings.PRODUCTION:
            raise CommandError(
                "The demo has a password that everybody knows: it is never put into production."
            )
        try:
            with transaction.atomic():
                seed.seed(timezone.now())
            # What came due since the last morning goes out, and the log is signed, before anybody asks what is late.
            for name in RHYTHMS:
                sweeps.run(name, clock=timezone.now)
        except seed.AlreadySeeded:
            self.stdout.write("There are controllers already; nothing was changed.")
        self.stdout.write(f"Sign in with the password  {places.PASSWORD}  (no second factor in the demo) as")
        for person in places.STAFF:
            role = "administrator" if person.is_admin else ", ".join(sorted(set(person.roles.values())))
            self.stdout.write(f"  {person.email:24} {role}")
