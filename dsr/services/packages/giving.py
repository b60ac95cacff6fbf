"""Giving a package out: released by two, fetched with a ticket that is good once and for a quarter of an hour."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dsr.models import (
    Actor,
    Blocked,
    Blocker,
    EventName,
    Measure,
    Package,
    SubjectRequest,
    Ticket,
    User,
    current_package,
)
from dsr.models.guards import identity_settled
from dsr.models.guards_measures import measures_of
from dsr.models.guards_package import (
    contact_settled,
    is_owed,
    package_releasable,
    package_there,
    secret_settled,
)
from dsr.models.package import PASSPHRASE_REST, PASSPHRASE_TRIES
from dsr.notices import outbox
from dsr.services.measures.base import take, tell
from dsr.services.packages import keeping
from dsr.services.packages.build import note, person_digest
from dsr.services.step import lock, record, refuse_purged
from dsr.vault import secrets

PASSPHRASE_LENGTH = 10
BROKEN = Blocker(
    "package_changed", _("The package is not what was approved: build it anew."), "GDPR Art. 5(1)(f)"
)


class NothingToFetch(Exception):
    """There is no package that could be fetched now: none was released, its time is over, or it was fetched enough."""


class NotYet(Exception):
    """Identity is not proven for the address of now, or address or secret were changed less than three days ago."""


class WrongPassphrase(Exception):
    """The passphrase is not the one that was agreed."""


class TooManyTries(Exception):
    """The passphrase was wrong too often: it is asked for again after `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class UsedTicket(Exception):
    """A ticket is unknown, was used, or is too old."""


@dataclass(frozen=True)
class Proven:
    """A package whose archive was read and found whole, just before the step that gives it out."""

    package: int
    sha256: str


def prove(dsr_id: int) -> Proven | None:
    """Read the archive of a request and prove it whole; nothing where there is none. No lock is held meanwhile."""
    package = current_package(SubjectRequest.objects.get(pk=dsr_id))
    if package is None or not keeping.is_whole(package):
        return None
    return Proven(package.pk, package.sha256)


def release(dsr: SubjectRequest, proven: Proven | None, *, by: User, now: datetime) -> None:
    """Release the package of a locked request together with its answer. Raises Blocked for the least doubt."""
    if not is_owed(dsr):
        return
    found = package_releasable(dsr, by)
    package = current_package(dsr)
    if package is None:
        raise Blocked([there for there in [package_there(dsr, by)] if there])
    if found:
        raise Blocked(found)
    whole = proven is not None and (proven.package, proven.sha256) == (package.pk, package.sha256)
    if not whole or package.person_digest != person_digest(dsr):
        raise Blocked([BROKEN])
    last = now.astimezone(dsr.controller.tz).date() + dsr.controller.package_window
    package.released_at = now
    package.expires_at = datetime.combine(last + timedelta(days=1), time.min, dsr.controller.tz)
    package.save(update_fields=["released_at", "expires_at"])
    note(package, "released", by=by, now=now, until=last.isoformat())


def set_passphrase(dsr_id: int, *, by: User, now: datetime) -> str:
    """Draw a passphrase for the second channel, and return it once; an older one is dead. Raises NothingToFetch."""
    with transaction.atomic():
        dsr = _held(dsr_id, now=now)
        package = current_package(dsr)
        if package is None or not package.is_kept:
            raise NothingToFetch
        drawn = secrets.new_secret(PASSPHRASE_LENGTH)
        package.passphrase_digest = _passphrase(package, drawn)
        package.wrong_passphrases, package.rests_until = 0, None
        package.save(update_fields=["passphrase_digest", "wrong_passphrases", "rests_until"])
        note(package, "passphrase", by=by, now=now)
    return drawn


def issue(dsr_id: int, *, passphrase: str = "", now: datetime) -> str:
    """Return the token of a fresh ticket; tickets before it are dead.

    Raises NothingToFetch, NotYet, and where a passphrase was agreed WrongPassphrase and TooManyTries.
    """
    wrong: Exception | None = None
    token = secrets.new_token()
    with transaction.atomic():
        dsr = _held(dsr_id, now=now)
        package = _offered(dsr, now)
        wrong = _check(package, passphrase, now=now)
        if wrong is None:
            package.tickets.filter(used_at=None).update(used_at=now)
            Ticket.objects.create(package=package, digest=secrets.digest(token, "ticket"), issued_at=now)
    if wrong is not None:
        raise wrong  # the try is counted whatever becomes of it
    return token


def redeem(dsr_id: int, token: str, *, now: datetime) -> Package:
    """Use a ticket up and return the package to be sent; the person is told by mail.

    Raises UsedTicket, NothingToFetch, NotYet, and Blocked where the archive is no longer what was approved.
    """
    proven = prove(dsr_id)
    with transaction.atomic():
        dsr = _held(dsr_id, now=now)
        digest = secrets.digest(token, "ticket")
        ticket = Ticket.objects.filter(package__dsr=dsr, digest=digest).first()
        if ticket is None or not ticket.is_good(now):
            raise UsedTicket
        package = _offered(dsr, now)
        if ticket.package_id != package.pk:
            raise UsedTicket
        if proven is None or proven.package != package.pk or package.person_digest != person_digest(dsr):
            raise Blocked([BROKEN])
        ticket.used_at = now
        ticket.save(update_fields=["used_at"])
        _count(dsr, package, now=now)
    return package


def _count(dsr: SubjectRequest, package: Package, *, now: datetime) -> None:
    package.downloads += 1
    first = package.fetched_at is None
    package.fetched_at = package.fetched_at or now
    package.save(update_fields=["downloads", "fetched_at"])
    data = {"package": package.number, "step": "fetched", "time": package.downloads}
    record(dsr, EventName.PACKAGE, now=now, by=None, actor=Actor.PERSON, data=data)
    if first:
        _retrieved(dsr, now=now)
    if dsr.submission.subject.mail_address:
        occasion = f"p{package.number}:{package.downloads}"
        outbox.queue("package_fetched", dsr=dsr, recipient="person", occasion=occasion, now=now)


def _retrieved(dsr: SubjectRequest, *, now: datetime) -> None:
    """Move the measure: the person has the package."""
    for measure in measures_of(dsr):
        name = {"disclosure": "retrieve", "transfer": "accept"}.get(measure.kind, "")
        if name and measure.fits(name):
            move(measure, name, now=now, actor=Actor.PERSON)


def move(measure: Measure, name: str, *, now: datetime, actor: Actor = Actor.SYSTEM) -> None:
    """Do one transition of a measure that nobody of the desk does, under the lock of its request."""
    take(measure, name, by=None, now=now)
    measure.save()
    tell(measure.dsr, measure, name, by=None, now=now, actor=actor)


def _held(dsr_id: int, *, now: datetime) -> SubjectRequest:
    dsr = lock(dsr_id, now=now)
    refuse_purged(dsr)
    return dsr


def _offered(dsr: SubjectRequest, now: datetime) -> Package:
    """Return the package that can be fetched now. Raises NothingToFetch, NotYet."""
    package = current_package(dsr)
    if package is None or not package.may_be_fetched(now):
        raise NothingToFetch
    if identity_settled(dsr, None) or contact_settled(dsr) or secret_settled(dsr):
        raise NotYet
    return package


def _check(package: Package, typed: str, *, now: datetime) -> Exception | None:
    """Return what is wrong with a passphrase, counting it; nothing where none was agreed or it is right."""
    if not package.passphrase_digest:
        return None
    if package.rests_until is not None and now < package.rests_until:
        return TooManyTries(package.rests_until)
    if secrets.equal(_passphrase(package, secrets.normal(typed)), package.passphrase_digest):
        package.wrong_passphrases, package.rests_until = 0, None
        package.save(update_fields=["wrong_passphrases", "rests_until"])
        return None
    package.wrong_passphrases += 1
    if package.wrong_passphrases % PASSPHRASE_TRIES == 0:
        package.rests_until = now + PASSPHRASE_REST
    package.save(update_fields=["wrong_passphrases", "rests_until"])
    return WrongPassphrase()


def _passphrase(package: Package, value: str) -> str:
    return secrets.digest(f"{package.pk}:{value}", "passphrase")
