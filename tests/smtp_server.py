"""A real mail server whose answers a test writes beforehand: greylisting, refusal, a cut line, silence."""

import asyncio
import socket
import ssl
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What the server does with one mail: `greylist`, `busy` and `refuse` answer to RCPT, the others after the whole mail.
ACCEPT, GREYLIST, BUSY, REFUSE, REFUSE_DATA, DROP, SILENCE, SLOW = (
    "accept", "greylist", "busy", "refuse", "refuse_data", "drop", "silence", "slow",
)  # fmt: skip
ANSWERS = {
    GREYLIST: "451 4.7.1 come back later", BUSY: "421 4.3.2 closing", REFUSE: "550 5.1.1 no such mailbox",
}  # fmt: skip
# What a mail gets that came before while those are sheltered.
SHELTER = "shelter"
# After these nobody knows whether the mail was taken.
AMBIGUOUS = frozenset({DROP, SILENCE})
A_WHILE = 0.7
# By then whoever handed a mail over has written down that it went.
A_HANDLING = 1.5


@dataclass(frozen=True)
class Received:
    """One mail that the server took, or that had wholly arrived when it cut the line."""

    to: str
    content: bytes
    accepted: bool = True
    at: float = field(default_factory=time.time)

    @property
    def mail(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        """Its plain part."""
        part = self.mail.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(self.mail["Message-ID"])


class Talk(SMTP):
    """This will talk to one client, and refuse to speak TLS while it is told so."""

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        """Go over to TLS, or answer that this is not possible now."""
        if self.event_handler.refuses_tls:
            self.event_handler.tls_refused += 1
            await self.push("454 4.7.0 TLS not available now")
            return
        await super().smtp_STARTTLS(arg)


class Listener(Controller):
    """This will make a talk for each client."""

    def factory(self) -> SMTP:
        """Return what talks to one client."""
        return Talk(self.handler, **self.SMTP_kwargs)


class SmtpServer:
    """This will listen on a port of this machine and do with each mail what `script` says next, else accept it.

    `script` belongs to all recipients, `by_address` to one; each entry is used up by one mail. With `tls` no mail
    is taken in the clear. An ambiguous answer is given to a mail once; where the same mail comes again it is taken.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.refuses_tls, self.tls_refused = False, 0
        self.given: Counter[str] = Counter()
        self.script: deque[str] = deque()
        self.by_address: dict[str, deque[str]] = {}
        self.arrived: list[Received] = []
        self.refused = 0
        self._seen: set[str] = set()
        self._shelters, self._again_at = False, 0.0
        self._released = threading.Event()
        self._changed = threading.Condition()
        self.port = _free_port()
        self._tls = tls
        self._controller = self._listener()

    def _listener(self) -> Controller:
        return Listener(
            self, hostname="127.0.0.1", port=self.port, tls_context=self._tls,
            require_starttls=self._tls is not None,
        )  # fmt: skip

    @property
    def url(self) -> str:
        """The address for MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}" + ("" if self._tls else "?tls=no")

    @property
    def inbox(self) -> list[Received]:
        """The mails that the server took."""
        with self._changed:
            return [received for received in self.arrived if received.accepted]

    def inbox_of(self, address: str) -> list[Received]:
        """Return the mails to one address that the server took."""
        return [received for received in self.inbox if received.to == address]

    def wait_for(self, count: int, seconds: float = 20.0) -> list[Received]:
        """Return the accepted mails once there are so many. Raises AssertionError when they do not come in time."""
        ends = time.monotonic() + seconds
        with self._changed:
            while sum(received.accepted for received in self.arrived) < count:
                left = ends - time.monotonic()
                assert left > 0, f"{len(self.arrived)} of {count} mails came in {seconds} s"
                self._changed.wait(left)
        return self.inbox

    def wait_for_letter(self, address: str, number: int, seconds: float = 20.0) -> Received:
        """Return the n-th accepted mail to an address once it is there. Raises AssertionError when it does not come."""
        ends = time.monotonic() + seconds
        with self._changed:
            while len(self.inbox_of(address)) < number:
                left = ends - time.monotonic()
                assert left > 0, (
                    f"{len(self.inbox_of(address))} of {number} mails came to {address} in {seconds} s"
                )
                self._changed.wait(left)
        return self.inbox_of(address)[number - 1]

    def start(self) -> "SmtpServer":
        """Begin to listen."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening, and let go of whoever is kept waiting."""
        self._released.set()
        self._controller.stop()

    def pause(self) -> None:
        """Go away: whoever calls is not answered."""
        self._controller.stop()

    def resume(self) -> None:
        """Come back on the same port."""
        self._controller = self._listener()
        self._controller.start()

    @contextmanager
    def sheltering(self) -> Iterator[None]:
        """Take no mail that came before, and let none of them be in anybody's hands: a second fault would hit it."""
        self._shelters = True
        while time.monotonic() < self._again_at + A_HANDLING:
            time.sleep(0.05)
        try:
            yield
        finally:
            self._shelters = False

    def __enter__(self) -> "SmtpServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- what aiosmtpd calls -----------------------------------------------------------------------------

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or answer as written."""
        act = self._next(address)
        if act in ANSWERS:
            self.refused += 1
            self.given[act] += 1
            return ANSWERS[act]
        envelope.rcpt_tos.append(address)
        envelope.act = act  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or do with it as written."""
        received = Received(envelope.rcpt_tos[0], bytes(envelope.content or b""))
        act = self._spare(getattr(envelope, "act", ACCEPT), received.message_id)
        if act == SHELTER:
            return "451 4.3.0 not this one just now"
        received = replace(received, accepted=act not in AMBIGUOUS)
        self.given[act] += 1
        if act == REFUSE_DATA:
            self.refused += 1
            return "554 5.6.0 not this one"
        self._keep(received)
        if act == SLOW:
            await asyncio.sleep(A_WHILE)
        if act == DROP:
            transport: Any = server.transport
            transport.abort()
        while act == SILENCE and not self._released.is_set():
            await asyncio.sleep(0.05)
        return "250 OK"

    def _spare(self, act: str, message_id: str) -> str:
        """Return what to do with a mail: with one that came before nothing ambiguous, and nothing while sheltering."""
        if message_id not in self._seen:
            return act
        if act in AMBIGUOUS or (self._shelters and act != ACCEPT):
            self.script.append(act)
        if self._shelters:
            return SHELTER
        self._again_at = time.monotonic()
        return ACCEPT if act in AMBIGUOUS else act

    def _next(self, address: str) -> str:
        own = self.by_address.get(address)
        if own:
            return own.popleft()
        return self.script.popleft() if self.script else ACCEPT

    def _keep(self, received: Received) -> None:
        with self._changed:
            self.arrived.append(received)
            self._seen.add(received.message_id)
            self._changed.notify_all()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
