"""The quick way to the register says what the readable one says, cell by cell."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from dsr.exports import as_csv, copying, rows, table
from dsr.models import Controller, SubjectRequest, User
from tests import make, seeded
from tests.make import at

pytestmark = pytest.mark.django_db
CODES = [column.code for column in rows.COLUMNS]


@pytest.fixture(autouse=True)
def _only_where_it_is_possible() -> None:
    if not copying.possible():
        pytest.skip(f"{connection.vendor} has no COPY")


def quick(language: str, now: datetime) -> list[list[str]]:
    """Return the register as the database writes it."""
    found = b"".join(copying.lines(SubjectRequest.objects.all(), language=language, now=now, harmless=True))
    return list(csv.reader(io.StringIO(found.decode())))


def readable(language: str, now: datetime) -> list[list[str]]:
    """Return the register as the definitions of the columns say it, made harmless for a spreadsheet."""
    with translation.override(language):
        return [as_csv.defused(row) for row in rows.rows(SubjectRequest.objects.order_by("pk"), now=now)]


def different(language: str, now: datetime) -> list[tuple[str, str, str, str]]:
    """Return every cell in which the two differ: the number of the request, the column, what each says."""
    pairs = zip(quick(language, now), readable(language, now), strict=True)
    return [
        (one[0], code, said, defined)
        for one, other in pairs for code, said, defined in zip(CODES, one, other, strict=True)
        if said != defined
    ]  # fmt: skip


@pytest.fixture(scope="module")
def invented(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The requests of the demo, which know every state, pause, extension, ground, fee and recipient."""
    with seeded.demo(django_db_blocker, tmp_path_factory.mktemp("log")):
        yield


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_every_cell_of_the_demo_is_the_same_both_ways(invented: None, language: str):
    now = timezone.now()

    assert different(language, now) == []
    assert len(quick(language, now)) == SubjectRequest.objects.count()


def test_days_of_an_open_request_are_those_of_its_own_zone(controller: Controller, dpo: User):
    far = make.controller("far", zone="Pacific/Auckland", country="DE", prefix="FAR")
    for place in (controller, far):
        make.requests(place, "access", "erasure", now=at("2026-03-10 23:30"))

    # Half past one in the night of Berlin is the afternoon of the same day in Auckland, a day after the last one.
    assert different("de", at("2026-04-11 01:30")) == []


def test_free_text_that_a_spreadsheet_would_run_is_harmless_both_ways(controller: Controller, handler: User):
    make.requests(controller, now=at("2026-03-10 09:00"))
    Controller.objects.update(name='=HYPERLINK("https://elsewhere.example.org")')
    User.objects.filter(pk=handler.pk).update(first_name="@Sum", last_name="")
    SubjectRequest.objects.update(handler=handler)

    assert quick("en", at("2026-03-11 09:00"))[0][1].startswith("'=HYPER")
    assert different("en", at("2026-03-11 09:00")) == []


def test_the_pieces_hold_every_request_once(controller: Controller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table, "FIRST", 1)
    monkeypatch.setattr(table, "CHUNK", 3)
    made = [
        dsr.pk
        for _n in range(5)
        for dsr in make.requests(controller, "access", "erasure", now=at("2026-03-10 09:00"))
    ]

    found = [dsr.pk for part in table.whole(controller.requests.all()) for dsr in part]

    assert found == made
