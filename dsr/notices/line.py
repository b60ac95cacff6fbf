"""The line to the mail server: open while mails go out, and what its failures mean."""

import smtplib
from contextlib import suppress
from types import TracebackType

from anymail.exceptions import AnymailError, AnymailRequestsAPIError
from anymail.message import AnymailMessage
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

FOR_GOOD = 500
# With this answer a mail server ends the connection (RFC 5321, 3.8).
CLOSING = 421
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
    """This will hand over mails on one connection, opened at the first and opened anew after a fault."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

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
        if self._backend is None:
            backend = get_connection()
            try:
                backend.open()
            except (smtplib.SMTPException, OSError, AnymailError) as error:
                raise Unreachable(type(error).__name__) from error
            self._backend = backend
        return self._backend

    def _hang_up(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                backend.close()


def _by_code(code: int) -> Exception:
    return Refused(str(code)) if code >= FOR_GOOD else TemporaryFailure(str(code))


def _by_provider(error: AnymailError) -> Exception:
    if isinstance(error, AnymailRequestsAPIError):
        status = error.status_code
        name = f"api {status}" if status else type(error).__name__
        return Refused(name) if status in REFUSED_BY_API else TemporaryFailure(name)
    return Refused(type(error).__name__)
