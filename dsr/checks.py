"""What must be right before the application starts."""

import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError

from dsr.models import Controller

SHORTEST_KEY = 50


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a production start with a setting under which personal data would be at risk."""
    if not settings.PRODUCTION:
        return []
    found = [
        (settings.DEBUG, "DEBUG is on", "Leave DEBUG unset.", "dsr.E001"),
        (
            len(settings.SECRET_KEY) < SHORTEST_KEY,
            "SECRET_KEY is shorter than 50 characters",
            "Draw a new one.",
            "dsr.E002",
        ),
        (
            not settings.HTTPS,
            "BASE_URL does not begin with https://",
            "Serve the application over TLS.",
            "dsr.E003",
        ),
        (
            _mail_in_the_open(),
            "Mail would leave without TLS",
            "Use smtps:// or smtp:// with TLS.",
            "dsr.E004",
        ),
        (
            not settings.SECOND_FACTOR,
            "Staff could sign in with a password alone",
            "Leave SECOND_FACTOR unset.",
            "dsr.E006",
        ),
        (_mail_to_files(), "Mail is written to files and reaches nobody", "Set MAIL_URL.", "dsr.E005"),
    ]
    return [Error(text, hint=hint, id=code) for wrong, text, hint, code in found if wrong]


@register(Tags.security)
def keys_are_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a production start where what seals personal data could be read by others, or is backed up with them."""
    if not settings.PRODUCTION:
        return []
    kek = Path(settings.KEK_FILE) if settings.KEK_FILE else None
    own = settings.KEK_CLASS == "dsr.vault.kek.FileKek"
    found = [
        (
            own and not settings.KEK_DRAWN and (kek is None or not kek.exists()),
            "There is no key-encryption key",
            "Set KEK_FILE, then draw the first key with `manage.py rotate_keys`, or put the file back from its backup.",
            "dsr.E010",
        ),
        (
            kek is not None and kek.exists() and bool(kek.stat().st_mode & stat.S_IRWXO),
            "The key-encryption key can be read by every user of this machine",
            "Run chmod 600 on KEK_FILE.",
            "dsr.E011",
        ),
        (
            _beside_the_data(Path(unquote(urlsplit(settings.KEY_STORE).path)))
            or (kek and _beside_the_data(kek)),
            "Keys lie in a folder that is backed up with the data they seal",
            "Move KEY_STORE and KEK_FILE into a folder of their own.",
            "dsr.E012",
        ),
    ]
    return [Error(text, hint=hint, id=code) for wrong, text, hint, code in found if wrong]


def _beside_the_data(path: Path) -> bool:
    """Tell whether a file lies among the attachments, or in a folder that is made for the database alone."""
    files, database = Path(settings.FILES_DIR).absolute(), str(settings.DATABASES["default"]["NAME"])
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    its_own = Path(database).absolute().parent if on_sqlite else None
    if its_own == Path(settings.VAR_DIR).absolute():
        # The folder of the embedded installation holds everything; its backup goes file by file.
        its_own = None
    return files in path.absolute().parents or its_own in path.absolute().parents


@register(Tags.security)
def somebody_does_the_work(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where no worker can be reached; an installation on SQLite has its own as long as it runs."""
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not settings.PRODUCTION or settings.REDIS_URL or on_sqlite:
        return []
    return [
        Caution(
            "REDIS_URL is missing: letters go out only while `manage.py sweep --loop` runs",
            hint="Name the broker.",
            id="dsr.W001",
        )
    ]


@register(Tags.security)
def answers_are_seen_by_two(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a production start while a controller has given up the second person without a reason."""
    if not settings.PRODUCTION:
        return []
    try:
        found = list(
            Controller.objects.filter(four_eyes=False, four_eyes_reason="").values_list("slug", flat=True)
        )
    except DatabaseError:  # before the first migration there is nobody to ask
        return []
    return [
        Error(
            f"Answers of {slug} go out unseen by a second person, and nobody wrote down why",
            hint="Run `manage.py four_eyes SLUG on`, or give the reason with `--reason`.",
            id="dsr.E007",
        )
        for slug in found
    ]


def _mail_in_the_open() -> bool:
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    on_this_machine = settings.EMAIL_HOST in {"localhost", "127.0.0.1"} if smtp else False
    return smtp and not on_this_machine and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)


def _mail_to_files() -> bool:
    return "filebox" in str(settings.EMAIL_BACKEND)
