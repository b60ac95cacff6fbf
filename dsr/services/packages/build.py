"""Putting a package together, and opening it again: the archive is written first, then recorded in one step."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from dsr.models import (
    Blocked,
    Blocker,
    Disclosure,
    EventName,
    Measure,
    Package,
    PackageFile,
    SubjectRequest,
    Transfer,
    User,
)
from dsr.models.measures.disclosure import Scope
from dsr.models.measures.transfer import TransferState, portable
from dsr.services.measures.base import change, take
from dsr.services.packages import keeping, sources, writing
from dsr.services.packages.archive import Archive, Stream
from dsr.services.packages.information import lacking
from dsr.services.packages.sources import Source
from dsr.services.step import StalePage, record, require_of
from dsr.vault import secrets


@dataclass(frozen=True)
class _Built:
    """An archive that is put away and not recorded yet."""

    stored_as: str
    size: int
    sha256: str
    number: int
    version: int
    found: list[Source]
    archive: Archive


def compile_disclosure(dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None) -> None:
    """Put the package of an access request together and close it. Raises Blocked, StalePage, TransitionNotAllowed."""
    measure = _measure(Disclosure, dsr_id, on, now=now)
    _require(measure, "compile", by)
    found = sources.gather(measure.dsr)
    short = lacking(measure)
    if measure.scope == Scope.COPY and not found:
        text = _("There are no data in the package: add files, or write the data down.")
        short = [*short, Blocker("no_data", text, "GDPR Art. 15(3)")]
    if short:
        raise Blocked(short)
    with (
        _archive(measure, found, now=now) as built,
        change(Disclosure, "compile", dsr_id, on=on, by=by, now=now, seen=seen) as held,
    ):
        _record(held, built, by=by, now=now)
        take(held, "compile", by=by, now=now)


def build_transfer(dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None) -> None:
    """Put the package of a portability request together, or anew. Raises Blocked, StalePage, TransitionNotAllowed."""
    measure = _measure(Transfer, dsr_id, on, now=now)
    _require(measure, "hand_over", by, portable)
    found = sources.gather(measure.dsr)
    if not any(source.is_table for source in found):
        text = _("There is no table that other programs can read: add a CSV file, or write the data down.")
        raise Blocked([Blocker("no_data", text, "GDPR Art. 20(1)")])
    with (
        _archive(measure, found, now=now) as built,
        change(Transfer, "package", dsr_id, on=on, by=by, now=now, seen=seen) as held,
    ):
        if held.state != TransferState.BUILT:
            require_of(held, "hand_over")
        _record(held, built, by=by, now=now)


def open_again(dsr_id: int, *, on: int, by: User, now: datetime, seen: int | None = None) -> None:
    """Open a package again, for what was found later; the archive goes to nobody and is destroyed."""
    with change(Disclosure, "open_again", dsr_id, on=on, by=by, now=now, seen=seen) as measure:
        take(measure, "open_again", by=by, now=now)
        take_back(measure.dsr, now=now)


def take_back(dsr: SubjectRequest, *, now: datetime) -> None:
    """Withdraw the packages of a locked request that were not given out; their archives are destroyed after it."""
    for package in dsr.packages.filter(withdrawn_at=None, released_at=None):
        package.withdrawn_at = now
        package.save(update_fields=["withdrawn_at"])
        keeping.destroy_later(package, now=now)


def person_digest(dsr: SubjectRequest) -> str:
    """Return what binds a package to one person: a keyed digest of the submission and of who it is about."""
    subject = dsr.submission.subject
    known = sorted(f"{code}={value}" for code, value in subject.identifiers.items())
    said = "\x00".join([str(dsr.submission.client_key), subject.name.strip().casefold(), *known])
    return secrets.digest(said, "package-person")


def _measure(model: type[Any], dsr_id: int, on: int, *, now: datetime) -> Any:
    measure = model.objects.select_related("dsr__controller", "dsr__submission__subject").get(
        pk=on, dsr=dsr_id
    )
    measure.dsr.today = measure.today = now.astimezone(measure.dsr.controller.tz).date()
    return measure


def _require(measure: Measure, name: str, by: User, *guards: Any) -> None:
    """Raise TransitionNotAllowed or Blocked before anything is written to a disk."""
    require_of(measure, name)
    found = [one for guard in guards for one in guard(measure, by)] if guards else measure.blockers(name, by)
    if found:
        raise Blocked(found)


@contextmanager
def _archive(measure: Any, found: list[Source], *, now: datetime) -> Iterator[_Built]:
    """Write an archive and hand it over to be recorded; it goes away again when that fails."""
    dsr: SubjectRequest = measure.dsr
    number = (dsr.packages.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    archive = Archive(now)
    parts = writing.write(archive, dsr, measure, found, person=person_digest(dsr), number=number, now=now)
    stream = Stream(parts)
    stored_as = keeping.put(File(io.BufferedReader(stream, 64 * 1024)), dsr.submission)
    try:
        yield _Built(stored_as, stream.size, stream.sha256, number, dsr.version, found, archive)
    except BaseException:
        keeping.destroy(stored_as)
        raise


def _record(measure: Any, built: _Built, *, by: User, now: datetime) -> None:
    """Write down an archive under the lock. Raises StalePage where the request or its files changed meanwhile."""
    dsr: SubjectRequest = measure.dsr
    before = [(one.attachment.pk, one.attachment.sha256, one.path) for one in built.found]
    if dsr.version != built.version or before != [
        (one.attachment.pk, one.attachment.sha256, one.path) for one in sources.gather(dsr)
    ]:
        raise StalePage(dsr.pk, built.version)
    take_back(dsr, now=now)
    package = Package.objects.create(
        dsr=dsr, number=built.number, stored_as=built.stored_as, size=built.size, sha256=built.sha256,
        person_digest=person_digest(dsr), built_by=by, built_at=now,
    )  # fmt: skip
    own = {one.path: one.attachment for one in built.found}
    PackageFile.objects.bulk_create(
        PackageFile(package=package, attachment=own.get(one.path), path=one.path, size=one.size,
                    sha256=own[one.path].sha256 if one.path in own else one.sha256)
        for one in built.archive.members
    )  # fmt: skip
    note(package, "built", by=by, now=now, files=len(built.found))


def note(package: Package, said: str, *, by: User | None, now: datetime, **facts: Any) -> None:
    """Write what happened to a package into the log: its number, the step, codes and dates."""
    data = {"package": package.number, "step": said, **facts}
    record(package.dsr, EventName.PACKAGE, now=now, by=by, actor=None, data=data)


def approve(dsr: SubjectRequest, *, by: User, now: datetime) -> None:
    """Stand for the package of a locked request as the second person, together with its answer."""
    package = dsr.packages.filter(withdrawn_at=None, released_at=None).order_by("-number").first()
    if package is not None:
        package.approved_by, package.approved_at = by, now
        package.save(update_fields=["approved_by", "approved_at"])


def unapprove(dsr: SubjectRequest) -> None:
    """Take the approval back, together with that of the answer."""
    dsr.packages.filter(withdrawn_at=None, released_at=None).update(approved_by=None, approved_at=None)
