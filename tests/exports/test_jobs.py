"""Exports in the background: once each, piece by piece, taken up where a run was cut short, destroyed in time."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from dsr.exports import as_csv, as_pdf, choice, jobs, store
from dsr.models import Controller, Export, ExportState, SubjectRequest, User
from tests import make
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = at("2026-04-20 10:07")


@pytest.fixture
def five(controller: Controller) -> list[SubjectRequest]:
    """Five requests, so that pieces of two leave one over."""
    return [make.requests(controller, now=at(f"2026-03-1{n} 09:00"))[0] for n in range(5)]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "A_PIECE", 2)


def ordered(
    by: User, form: str = "csv", found: QuerySet[SubjectRequest] | None = None, **more: object
) -> Export:
    requests = SubjectRequest.objects.all() if found is None else found
    export, _new = jobs.order(requests, key=uuid.uuid4(), form=form, language="de", by=by, now=NOW, **more)
    return export


def stands(export: Export) -> Export:
    return Export.objects.get(pk=export.pk)


def fetched(export: Export) -> bytes:
    return b"".join(jobs.fetch(stands(export), now=NOW))


def ticking(step: timedelta) -> Callable[[], datetime]:
    """Return a clock that goes on by a step each time it is read."""
    moments = iter(NOW + step * n for n in range(1000))
    return lambda: next(moments)


def test_what_is_made_in_pieces_is_what_is_streamed_at_once(five, dpo):
    export = ordered(dpo)

    assert jobs.make_due(clock=lambda: NOW) == 1

    now = stands(export)
    assert (now.state, now.pieces, now.done, now.total) == (ExportState.READY, 3, 5, 5)
    assert fetched(export) == b"".join(as_csv.stream(SubjectRequest.objects.all(), language="de", now=NOW))
    assert now.size == len(fetched(export))


def test_json_in_pieces_is_one_document(five, dpo):
    export = ordered(dpo, "json")
    jobs.make_due(clock=lambda: NOW)

    assert [row["number"] for row in json.loads(fetched(export))["rows"]] == [dsr.reference for dsr in five]


def test_an_export_holds_what_was_there_when_it_was_asked_for(five, dpo, controller):
    export = ordered(dpo, found=SubjectRequest.objects.filter(pk__in=[five[0].pk, five[3].pk]))
    make.requests(controller, "erasure", now=NOW)
    jobs.make_due(clock=lambda: NOW)

    assert fetched(export).count(b"\n") == 3


def test_a_run_whose_time_is_over_is_taken_up_behind_its_last_piece(five, dpo):
    export = ordered(dpo)
    slowly = ticking(timedelta(minutes=1))

    assert jobs.make_due(clock=slowly) == 0
    halfway = stands(export)
    jobs.make_due(clock=slowly)
    jobs.make_due(clock=slowly)

    assert (halfway.state, halfway.pieces) == (ExportState.RUNNING, 1)
    assert stands(export).state == ExportState.READY
    assert fetched(export) == b"".join(as_csv.stream(SubjectRequest.objects.all(), language="de", now=NOW))


def end_leases() -> None:
    """Let every lease be over by the clock of the database, which nothing here can turn."""
    Export.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_a_run_that_was_killed_is_taken_up_when_its_lease_ends(five, dpo, monkeypatch):
    export = ordered(dpo)
    monkeypatch.setattr(store, "put", _killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.make_due(clock=lambda: NOW)
    monkeypatch.undo()

    assert jobs.make_due(clock=lambda: NOW + jobs.LEASE) == 0
    end_leases()
    assert jobs.make_due(clock=lambda: NOW) == 1
    assert fetched(export).count(b"\n") == 6


def _killed(*_: object) -> int:
    raise KeyboardInterrupt


def test_who_lost_the_lease_writes_nothing_down(five, dpo):
    export = ordered(dpo)
    mine = jobs._claim(NOW)
    end_leases()
    theirs = jobs._claim(NOW)

    assert mine is not None
    assert theirs is not None
    assert jobs._run(mine, lambda: NOW, NOW + timedelta(hours=1)) is False
    assert stands(export).pieces == 0
    assert jobs._run(theirs, lambda: NOW, NOW + timedelta(hours=1)) is True


def test_an_export_that_fails_again_and_again_is_given_up(five, dpo, monkeypatch):
    export = ordered(dpo)
    monkeypatch.setattr("dsr.exports.as_csv.body", _broken)
    for n in range(jobs.MOST_ATTEMPTS + 1):
        jobs.make_due(clock=lambda n=n: NOW + jobs.LEASE * 2 * n)

    assert (stands(export).state, stands(export).error) == (ExportState.FAILED, "too many attempts")


def _broken(*_: object, **__: object) -> None:
    raise OSError("the disk is full")


def test_the_same_order_twice_is_one_export(five, dpo):
    key = uuid.uuid4()
    how = {"key": key, "form": "csv", "language": "de", "by": dpo, "now": NOW}

    first, new = jobs.order(SubjectRequest.objects.all(), **how)
    again, newer = jobs.order(SubjectRequest.objects.all(), **how)

    assert (first.pk, new, newer) == (again.pk, True, False)


def test_a_spreadsheet_is_made_whole(five, dpo):
    export = ordered(dpo, "xlsx")
    jobs.make_due(clock=lambda: NOW)

    sheet = openpyxl.load_workbook(io.BytesIO(fetched(export)), read_only=True).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == [dsr.reference for dsr in five]
    assert stands(export).done == 5


def test_a_pdf_names_its_requests_and_a_long_one_comes_in_volumes(five, dpo, monkeypatch):
    export = ordered(dpo, "pdf")
    jobs.make_due(clock=lambda: NOW)
    assert fetched(export).startswith(b"%PDF-")
    assert jobs.suffix(export) == "pdf"

    monkeypatch.setattr(as_pdf.register, "__kwdefaults__", {"a_volume": 2})
    monkeypatch.setattr(as_pdf.is_one_volume, "__defaults__", (2,))
    many = ordered(dpo, "pdf")
    jobs.make_due(clock=lambda: NOW)

    assert jobs.suffix(many) == "zip"
    with zipfile.ZipFile(io.BytesIO(fetched(many))) as archive:
        assert archive.namelist() == [f"register-{n:04d}.pdf" for n in (1, 2, 3)]


def test_names_need_a_reason_and_stand_only_in_the_version_with_names(five, dpo):
    with pytest.raises(jobs.NamesNeedAReason):
        ordered(dpo, named=True)

    plain, named = ordered(dpo), ordered(dpo, named=True, reason="authority")
    jobs.make_due(clock=lambda: NOW)

    assert b"Mira Erfunden" not in fetched(plain)
    assert fetched(named).count(b"Mira Erfunden") == 5
    assert b"mira@person.example.net" in fetched(named)


def test_the_names_stand_in_a_spreadsheet_and_in_json_too(five, dpo):
    sheet, document = (ordered(dpo, form, named=True, reason="court") for form in ("xlsx", "json"))
    jobs.make_due(clock=lambda: NOW)

    rows = list(openpyxl.load_workbook(io.BytesIO(fetched(sheet)), read_only=True).worksheets[0].values)
    assert dict(zip(rows[0], rows[1], strict=True))["Name"] == "Mira Erfunden"
    assert json.loads(fetched(document))["rows"][0]["email"] == "mira@person.example.net"


def test_files_are_destroyed_when_their_time_is_over(five, dpo):
    export = ordered(dpo)
    jobs.make_due(clock=lambda: NOW)
    folder = stands(export).folder

    assert jobs.destroy_old(now=NOW + jobs.LIFE - timedelta(minutes=1)) == 0
    assert jobs.destroy_old(now=NOW + jobs.LIFE) == 1

    gone = stands(export)
    assert (gone.state, gone.folder, bytes(gone.chosen)) == (ExportState.EXPIRED, "", b"")
    assert [name for name in default_storage.listdir("exports")[1] if name.startswith(folder)] == []


def test_the_keys_of_requests_are_packed_and_come_back(five):
    some = SubjectRequest.objects.exclude(pk=five[2].pk)

    packed, count = choice.pack(some)

    assert list(choice.unpack(packed)) == sorted(some.values_list("pk", flat=True))
    assert count == 4
    assert list(choice.unpack(choice.pack(SubjectRequest.objects.none())[0])) == []
