"""The register: its columns, that it names nobody, that any size streams, that no cell is run by a spreadsheet."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dsr.exports import as_csv, rows
from dsr.exports.table import BATCH
from dsr.exports.trail import note_export
from dsr.models import Controller, Event, EventName, SubjectRequest, Submission, User
from dsr.services import handling, identity
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-11 10:07")


def table(language: str = "en", now=NOW) -> list[dict[str, str]]:
    """Return the whole register as a spreadsheet would read it."""
    text = b"".join(as_csv.stream(SubjectRequest.objects.all(), language=language, now=now))
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_a_request_is_one_row_with_every_column(dsr: SubjectRequest):
    (row,) = table()

    assert len(row) == len(rows.COLUMNS)
    assert {name: row[name] for name in ("Number", "Article", "Came by", "Received on", "Last day", "State")} == {
        "Number": dsr.reference, "Article": "15", "Came by": "Post", "Received on": "2026-03-10",
        "Last day": "2026-04-10", "State": "to be triaged",
    }  # fmt: skip
    assert row["Received at"] == "2026-03-10T09:00+01:00"


def test_the_register_names_nobody_and_quotes_nobody(controller: Controller, dpo: User, second_dpo: User):
    (dsr,) = make.requests(
        controller, "erasure", now=NOW, name="Mira Erfunden", phone="+49 30 0000 999", letter="Löscht alles!",
        postal_address="Weg 1", identifiers={"order": "40-1"},
    )  # fmt: skip
    make.answered(
        dsr, outcome="partly_granted", author=dpo, approver=second_dpo, now=NOW, reasons="Rechnungen bleiben.",
        grounds=["art17.exc.legal_obligation"],
    )  # fmt: skip

    text = b"".join(as_csv.stream(SubjectRequest.objects.all(), language="de", now=NOW)).decode()

    words = ["Mira", "mira@", "0000 999", "Löscht", "Weg 1", "40-1", "Rechnungen", "Wir haben alles getan"]
    assert [word for word in words if word in text] == []
    assert "GDPR 17(3)(b)" in text


def test_pause_and_extension_are_told_with_their_days(dsr: SubjectRequest, dpo: User):
    handling.ask_identity(dsr.pk, why="Zweifel.", asks="Nummer.", by=dpo, now=at("2026-03-12 09:00"))
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=at("2026-03-18 09:00"))
    handling.extend(dsr.pk, ground="number", reasons="Neun Anträge.", by=dpo, now=at("2026-03-20 09:00"))

    (row,) = table(now=at("2026-03-20 10:00"))

    told = [row[name] for name in ("Doubt about identity", "Paused from/to", "Days paused", "First last day",
                                   "Extension told on", "Last day")]  # fmt: skip
    assert told == ["yes", "2026-03-12/2026-03-18", "6", "2026-04-16", "2026-03-20", "2026-06-16"]
    assert row["Identity checked by"] == "details that only the person knows"


def test_days_taken_and_days_late_count_to_the_answer(controller: Controller, dpo: User, second_dpo: User):
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    handling.explain_lateness(dsr.pk, late_reason="Krankheit.", by=dpo, now=at("2026-04-14 08:00"))
    make.answered(dsr, author=dpo, approver=second_dpo, now=at("2026-04-14 09:00"))

    (row,) = table(now=at("2026-05-02 09:00"))

    assert [row[name] for name in ("Days taken", "Days late", "Reason for lateness on file", "Closed on")] == [
        "35", "4", "yes", "2026-04-14",
    ]  # fmt: skip


def test_an_open_request_counts_its_lateness_to_today(dsr: SubjectRequest):
    (row,) = table(now=at("2026-04-13 09:00"))

    assert (row["Days late"], row["Reason for lateness on file"], row["Days taken"]) == ("3", "no", "")


@pytest.mark.parametrize(
    ("language", "header"), [("de", "Letzter Tag"), ("sv", "Sista dag"), ("en", "Last day")]
)
def test_the_headers_speak_the_language_that_was_asked_for(dsr: SubjectRequest, language: str, header: str):
    assert header in table(language)[0]


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(cell: str):
    assert as_csv.defused([cell, "harmless", ""]) == [f"'{cell}", "harmless", ""]


def test_a_controller_whose_name_is_a_formula_does_no_harm(dsr: SubjectRequest):
    Controller.objects.update(name='=HYPERLINK("https://elsewhere.example.org")')

    assert table()[0]["Controller"].startswith("'=")


def test_no_row_is_lost_between_the_batches(controller: Controller):
    many(controller, BATCH * 2 + 3)

    assert len({row["Number"] for row in table()}) == BATCH * 2 + 3


@pytest.mark.slow
def test_the_memory_for_many_rows_is_that_for_a_few(controller: Controller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "CHUNK", 100)
    many(controller, 300)
    small = peak(as_csv.stream(SubjectRequest.objects.all(), language="en", now=NOW))
    many(controller, 2000)

    large = peak(as_csv.stream(SubjectRequest.objects.all(), language="en", now=NOW))

    assert large < small * 1.5


def test_an_export_is_logged_for_every_controller_with_codes_only(controller: Controller, dpo: User):
    note_export([controller], form="csv", filters={"state": "closed"}, by=dpo, now=NOW)

    event = Event.objects.get(name=EventName.EXPORTED)
    assert (event.controller, event.by, event.data) == (
        controller, dpo, {"form": "csv", "filters": {"state": "closed"}},
    )  # fmt: skip


def many(controller: Controller, count: int) -> None:
    """Store so many requests quickly: copies of one."""
    dsr = SubjectRequest.objects.first() or make.requests(controller, now=NOW)[0]
    start = SubjectRequest.objects.count()
    parent = Submission.objects.get(pk=dsr.submission_id)
    SubjectRequest.objects.bulk_create(
        SubjectRequest(
            submission=parent, controller=controller, reference=f"X-{start + n}", right="access",
            due_on=NOW.date() + timedelta(days=n % 60),
        )
        for n in range(count - start)
    )  # fmt: skip


def peak(lines: Iterator[Any]) -> int:
    """Return the most memory that reading every line took, in bytes."""
    tracemalloc.start()
    for _line in lines:
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
