"""What the environment says, read once and checked; settings.py only arranges it."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;"
)


def text(name: str, default: str = "") -> str:
    """Return a variable as text, from `NAME_FILE` (a mounted secret) where that is given."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return a variable as yes or no. Raises ImproperlyConfigured for any other word."""
    word = text(name, "yes" if default else "no").strip().lower()
    if word in {"1", "yes", "true", "on"}:
        return True
    if word in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}={word!r}: say yes or no")


def number(name: str, default: int) -> int:
    """Return a variable as a whole number. Raises ImproperlyConfigured for anything else."""
    word = text(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={word!r}: give a whole number") from error


def choice(name: str, *allowed: str) -> str:
    """Return a variable that has to be one of some words, the first of them by default."""
    word = text(name, allowed[0])
    if word not in allowed:
        raise ImproperlyConfigured(f"{name}={word!r}: give one of {', '.join(allowed)}")
    return word


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database() -> dict[str, Any]:
    """Return Django's database entry from DATABASE_URL, SQLite in VAR_DIR where there is none.

    `postgres://user:password@host:port/name`, also with `?host=/socket/folder`; `sqlite:///path`.
    """
    url = text("DATABASE_URL")
    if not url:
        return sqlite(str(Path(text("VAR_DIR", str(BASE / "var"))) / "dsr.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path[1:]) or ":memory:")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL: use postgres:// or sqlite:///")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": number("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def sqlite(path: str) -> dict[str, Any]:
    """Return the entry of a SQLite file that several processes may write (WAL, IMMEDIATE)."""
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def folder_broker(folder: Path) -> dict[str, Any]:
    """Return the transport options of `filesystem://`, the way out where no Valkey or Redis can be had.

    A worker that is killed loses the hint it had in hand; the sweep finds the work again in the database.
    """
    for name in ("queues", "control"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "queues"),
        "data_folder_out": str(folder / "queues"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.2,
    }


def mail(url: str = "") -> dict[str, Any]:
    """Return Django's mail settings from an address, MAIL_URL where none is given.

    `smtp://user:password@host:port` (STARTTLS; add `?tls=no` for a server on this machine), `smtps://…`,
    `files:///folder` (one file a mail), or `anymail://<backend>` with the provider's own variables.
    """
    parts = urlsplit(url or text("MAIL_URL", f"files://{text('VAR_DIR', str(BASE / 'var'))}/mail"))
    if parts.scheme == "files":
        return {"EMAIL_BACKEND": "dsr.notices.filebox.EmailBackend", "MAIL_FOLDER": unquote(parts.path)}
    if parts.scheme == "anymail":
        return {"EMAIL_BACKEND": f"anymail.backends.{parts.hostname}.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured("MAIL_URL: use smtp://, smtps://, files:/// or anymail://")
    plain = parse_qs(parts.query).get("tls") == ["no"]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not plain,
        "EMAIL_TIMEOUT": number("MAIL_TIMEOUT", 10),
    }


def second_mail() -> dict[str, Any]:
    """Return the second way to send, from MAIL_URL_2, as Django opens a connection; empty where there is none."""
    url = text("MAIL_URL_2")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme == "files":
        return {"backend": "dsr.notices.filebox.EmailBackend", "folder": unquote(parts.path)}
    given = mail(url)
    if parts.scheme == "anymail":
        return {"backend": given["EMAIL_BACKEND"]}
    names = {"host": "HOST", "port": "PORT", "username": "HOST_USER", "password": "HOST_PASSWORD",
             "use_ssl": "USE_SSL", "use_tls": "USE_TLS", "timeout": "TIMEOUT"}  # fmt: skip
    return {"backend": given["EMAIL_BACKEND"]} | {name: given[f"EMAIL_{end}"] for name, end in names.items()}


def anymail() -> dict[str, str]:
    """Return Anymail's settings: every variable named `ANYMAIL_…`, with its prefix taken off."""
    start = "ANYMAIL_"
    return {name.removeprefix(start): value for name, value in os.environ.items() if name.startswith(start)}


def single_sign_on() -> dict[str, Any]:
    """Return allauth's providers: one, where OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET name it."""
    issuer = text("OIDC_ISSUER")
    if not issuer:
        return {}
    app = {
        "provider_id": "sso",
        "name": text("OIDC_NAME", "Single sign-on"),
        "client_id": text("OIDC_CLIENT_ID"),
        "secret": text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
