"""The line to the mail server: open while mails go out, and what its failures mean."""

import smtplib
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from anymail.exceptions import AnymailError, AnymailRequestsAPIError
from anymail.message import AnymailMessage
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

FOR_GOOD = 500
# With this answer a mail server ends the connection (RFC 5321, 3.8).
CLOSING = 421
# What a provider says of a recipient whose mail it has, by Anymail's names.
TAKEN = frozenset({"sent", "queued"})
# What a provider's API answers to a mail that it will never take; all else may be a fault of the moment.
REFUSED_BY_API = frozenset({400, 413, 422})


class TemporaryFailure(Exception):
    """A mail could not be handed over now; `code` says why, without an address or a word of the mail."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(TemporaryFailure):
    """The mail server itself cannot be used now, so no other mail could go either."""


class Refused(Exception):
    """The mail server will never take this mail for this recipient."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """This will hand over mails on one connection, opened at the first and opened anew after a fault.

    A server that could not be reached is not called again by the same line.
    """

    def __init__(self, way: Mapping[str, Any] | None = None) -> None:
        self._way = dict(way or {})
        self._backend: BaseEmailBackend | None = None
        self._away = ""

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, mail: AnymailMessage) -> None:
        """Hand one mail over. Raises Refused, TemporaryFailure, and Unreachable before anything was said of it."""
        backend = self._open()
        try:
            backend.send_messages([mail])
            _assure_taken(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _words in error.recipients.values())
            if code == CLOSING:
                self._hang_up()
            raise _by_code(code) from error
        except smtplib.SMTPSenderRefused as error:
            self._hang_up()
            # Our own sender or sign-in is at fault, not the recipient: wait until it is mended.
            raise TemporaryFailure(f"sender {error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            raise _by_code(error.smtp_code) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            raise Refused(type(error).__name__) from error
        except AnymailError as error:
            raise _by_provider(error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise TemporaryFailure(type(error).__name__) from error

    def _open(self) -> BaseEmailBackend:
        if self._away:
            raise Unreachable(self._away)
        if self._backend is None:
            backend = get_connection(**self._way)
            try:
                backend.open()
            except (smtplib.SMTPException, OSError, AnymailError) as error:
                with suppress(smtplib.SMTPException, OSError):
                    backend.close()
                self._away = type(error).__name__
                raise Unreachable(self._away) from error
            self._backend = backend
        return self._backend

    def _hang_up(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                backend.close()


class Lines:
    """This will hand mails over on the first way, and one that is stuck there on the second, where there is one."""

    def __init__(self) -> None:
        self._first = Line()
        self._second = Line(settings.MAIL_SECOND) if settings.MAIL_SECOND else None

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._first.__exit__(kind, error, trace)
        if self._second is not None:
            self._second.__exit__(kind, error, trace)

    @property
    def are_two(self) -> bool:
        """Whether there is a second way."""
        return self._second is not None

    def send(self, mail: AnymailMessage, *, stuck: bool) -> None:
        """Hand one mail over. A stuck one that the first way surely did not take goes by the second.

        Raises what `Line.send` raises, of the first way where both fail.
        """
        try:
            self._first.send(mail)
        except TemporaryFailure as failure:
            if not stuck or self._second is None or not _was_not_taken(failure):
                raise
            try:
                self._second.send(mail)
            except (TemporaryFailure, Refused):
                raise failure from None


def _was_not_taken(failure: TemporaryFailure) -> bool:
    """Tell whether a mail was surely not taken: no connection, or an answer in figures that says so."""
    return isinstance(failure, Unreachable) or failure.code.isdigit()


def _by_code(code: int) -> Exception:
    return Refused(str(code)) if code >= FOR_GOOD else TemporaryFailure(str(code))


def _assure_taken(mail: AnymailMessage) -> None:
    """Raise Refused where a provider answered well and yet says that it took the mail for nobody."""
    said = getattr(mail, "anymail_status", None)
    status = set(said.status or ()) if said is not None and said.recipients else set()
    if status and not status & TAKEN:
        raise Refused(f"provider {min(status)}")


def _by_provider(error: AnymailError) -> Exception:
    if isinstance(error, AnymailRequestsAPIError):
        status = error.status_code
        name = f"api {status}" if status else type(error).__name__
        return Refused(name) if status in REFUSED_BY_API else TemporaryFailure(name)
    return Refused(type(error).__name__)
