"""Requests whose package is on its way, and what the tests of packages read in it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.test import TestCase

from dsr.models import Disclosure, SubjectRequest, User, current_package
from dsr.services import answering, handling, identity
from dsr.services.measures import base
from dsr.services.packages import adding, build, keeping
from tests.make import at, stored

NOW = at("2026-03-24 14:30")
SENT = at("2026-04-01 10:05")
CHECKED = "Zwei Namen anderer Kunden sind geschwärzt."


def upload(
    name: str = "kunde.csv", content: bytes = b"Feld;Wert\nName;Mira\nOrt;K\xc3\xb6ln\n"
) -> ContentFile:
    """Return a file as somebody sends it."""
    return ContentFile(content, name=name)


def at_work(dsr: SubjectRequest, by: User) -> Disclosure:
    """Start the work on an access request, and write down everything but the data."""
    handling.start(dsr.pk, by=by, now=NOW)
    identity.prove_identity(dsr.pk, level=2, method="details", by=by, now=NOW)
    row = Disclosure.objects.get(dsr=dsr)
    told = {item.id: f"Text zu {item.code}." for item in row.wanted if item.code != "copy"}
    adding.inform(dsr.pk, on=row.pk, information=told, by=by, now=NOW)
    items = [item.id for item in row.wanted]
    base.note(Disclosure, "collect", dsr.pk, on=row.pk, items=items, third_parties=CHECKED, by=by, now=NOW)
    return row


def compiled(dsr: SubjectRequest, by: User) -> SubjectRequest:
    """Put the package of an access request together."""
    row = at_work(dsr, by)
    adding.add_file(dsr.pk, upload=upload(), by=by, now=NOW)
    build.compile_disclosure(dsr.pk, on=row.pk, by=by, now=NOW)
    return stored(dsr.pk)


def approved(dsr: SubjectRequest, by: User, second: User) -> SubjectRequest:
    """Lead an access request to where it could be sent."""
    compiled(dsr, by)
    answering.draft(dsr.pk, outcome="granted", answer="Ihr Paket liegt bereit.", by=by, now=NOW)
    answering.submit_for_review(dsr.pk, by=by, now=NOW)
    answering.approve(dsr.pk, by=second, now=NOW)
    return stored(dsr.pk)


def released(dsr: SubjectRequest, by: User, second: User) -> SubjectRequest:
    """Lead an access request to its released package."""
    approved(dsr, by, second)
    answering.send(dsr.pk, by=second, now=SENT)
    return stored(dsr.pk)


def content(dsr: SubjectRequest) -> zipfile.ZipFile:
    """Return the newest archive of a request, opened."""
    return zipfile.ZipFile(io.BytesIO(b"".join(keeping.chunks(current_package(dsr)))))


def manifest(dsr: SubjectRequest) -> dict:
    """Return what the manifest of the newest archive says."""
    return json.loads(content(dsr).read("manifest.json"))


def table(archive: zipfile.ZipFile, path: str) -> list[list[str]]:
    """Return the rows of a table of an archive."""
    return list(csv.reader(io.StringIO(archive.read(path).decode("utf-8-sig"))))


@contextmanager
def committed() -> Iterator[None]:
    """Carry out what waits for the end of the transaction, which a test never commits."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
