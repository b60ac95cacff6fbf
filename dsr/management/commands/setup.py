"""Sets up the first controller and the first account, by questions or by flags."""

import getpass
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from dsr.law import authorities
from dsr.law.calendars import Calendar, UnknownPlace
from dsr.law.deadlines import NoSuchZone, zone_of
from dsr.models import Controller, Membership, Role, User
from dsr.web.settings_checks import RESERVED

# What is asked, in order: the flag, the question, what stands in when nothing is typed.
QUESTIONS = (
    ("controller", "Name of the controller", ""),
    ("country", "Country, two letters", "DE"),
    ("subdivision", "Region that decides public holidays, such as DE-BE (may stay empty)", ""),
    ("zone", "Time zone", "Europe/Berlin"),
    ("language", "Main language: en, de or sv", "en"),
    ("dpo_name", "Name of the data protection officer", ""),
    ("dpo_email", "Mail address of the data protection officer", ""),
    ("user_email", "Mail address of the first account", ""),
)
MAY_BE_EMPTY = {"subdivision", "dpo_name"}
LANGUAGES = ("en", "de", "sv")
LAWS = {
    "GB": "uk_gdpr",
    "CH": "ch_fadp",
    "US": "us_ca_ccpa",
    "BR": "br_lgpd",
    "CA": "ca_pipeda",
    "KR": "kr_pipa",
}


class Command(BaseCommand):
    """This will create a controller with its data protection officer's account; what a flag does not say is asked."""

    help = "Create the first controller and the first account. Asks for what no flag gives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one flag for each question."""
        for name, question, _default in QUESTIONS:
            parser.add_argument(f"--{name.replace('_', '-')}", help=question)
        parser.add_argument(
            "--authority", default="", help="Code of the supervisory authority (found by place)"
        )
        parser.add_argument(
            "--password", help="Password of the first account (drawn and printed when left out)"
        )
        parser.add_argument("--public-body", action="store_true", help="The controller is a public body")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables, ask, check, store, and say what comes next. Raises CommandError."""
        call_command("migrate", interactive=False, verbosity=0)
        given = {
            name: self._answer(options, name, question, default) for name, question, default in QUESTIONS
        }
        self._check(given, options["authority"])
        password, drawn = self._password(options["password"])
        with transaction.atomic():
            controller = self._store(given, options)
            user = User.objects.create_user(
                given["user_email"], password, language=given["language"], is_staff=True, is_superuser=True
            )
            Membership.objects.create(user=user, controller=controller, role=Role.DPO)
        self.stdout.write(
            f"{controller.name} is set up; its authority is {controller.competent_authority.name}."
        )
        if drawn:
            self.stdout.write(f"Sign in as {user.email} with the password {password} and change it.")
        self.stdout.write("The first sign-in asks for a second factor: a passkey, or an app with codes.")
        self.stdout.write("Next: manage.py run, sign in, and let the settings lead you to a working form.")

    def _answer(self, options: dict[str, Any], name: str, question: str, default: str) -> str:
        if options[name] is not None:
            return str(options[name]).strip()
        if not sys.stdin.isatty():
            if default or name in MAY_BE_EMPTY:
                return default
            raise CommandError(f"Give --{name.replace('_', '-')}: {question}.")
        return input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default

    def _check(self, given: dict[str, str], authority: str) -> None:
        """Refuse what is missing or not known. Raises CommandError."""
        given["country"], given["subdivision"] = given["country"].upper(), given["subdivision"].upper()
        for name, question, _default in QUESTIONS:
            if not given[name] and name not in MAY_BE_EMPTY:
                raise CommandError(f"{question}: this is needed.")
        if given["language"] not in LANGUAGES:
            raise CommandError(f"{given['language']}: the product speaks {', '.join(LANGUAGES)}.")
        if User.objects.filter(email=given["user_email"].lower()).exists():
            raise CommandError(f"There is an account for {given['user_email']} already.")
        self._check_against_law(given, authority)

    def _check_against_law(self, given: dict[str, str], authority: str) -> None:
        try:
            Calendar(country=given["country"], subdivision=given["subdivision"] or None)
            zone_of(given["zone"])
            validate_email(given["dpo_email"])
            validate_email(given["user_email"])
            if authority:
                authorities.by_id(authority)
            else:
                authorities.competent(given["country"], given["subdivision"] or None)
        except (UnknownPlace, NoSuchZone) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(f"{given['dpo_email']}, {given['user_email']}: {error.messages[0]}") from error
        except authorities.UnknownAuthority as error:
            raise CommandError(f"No authority is known as {error}.") from error

    def _password(self, given: str | None) -> tuple[str, bool]:
        if given is None and sys.stdin.isatty():
            given = getpass.getpass("Password (empty: one is drawn): ") or None
        if given is None:
            return secrets.token_urlsafe(18), True
        try:
            validate_password(given)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return given, False

    def _store(self, given: dict[str, str], options: dict[str, Any]) -> Controller:
        return Controller.objects.create(
            name=given["controller"], slug=_free_slug(given["controller"]), country=given["country"],
            subdivision=given["subdivision"], zone=given["zone"], regime=LAWS.get(given["country"], "eu_gdpr"),
            language=given["language"], dpo_name=given["dpo_name"], dpo_email=given["dpo_email"],
            authority=options["authority"], public_body=options["public_body"],
        )  # fmt: skip


def _free_slug(name: str) -> str:
    """Return a short name for addresses that no controller has yet."""
    wanted = slugify(name) or "controller"
    taken = {*Controller.objects.filter(slug__startswith=wanted).values_list("slug", flat=True), *RESERVED}
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if slug not in taken)
