"""A package holds what was found, in a form that people and programs read, and a list that proves it."""

import hashlib
import json
import re

import pytest
from django.core.files.storage import default_storage

from dsr.demo import serve
from dsr.models import (
    Attachment,
    Blocked,
    Disclosure,
    Event,
    PackageFile,
    System,
    Task,
    Transfer,
    current_package,
)
from dsr.services import answering, files, handling, identity, tasks
from dsr.services.measures import base
from dsr.services.packages import adding, build
from dsr.services.step import StalePage
from tests import make
from tests.make import stored
from tests.services.measures.at_work import codes
from tests.services.packages.ready import NOW, at_work, compiled, content, manifest, table, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keep the files of these tests apart from those of the tests that run beside them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def test_the_page_says_in_the_persons_language_what_article_15_asks_for(dsr, dpo):
    compiled(dsr, dpo)

    page = content(dsr).read("ihre-daten.html").decode()

    assert '<html lang="de">' in page
    assert all(f"Text zu {code}." in page for code in "abcdef")
    assert "Wofür Ihre Daten verwendet werden" in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert "<td>Köln</td>" in page


def test_a_table_is_there_as_csv_in_utf_8_and_as_json_whatever_it_was(dsr, dpo):
    row = at_work(dsr, dpo)
    odd = "Name\tOrt\tOrt zwei\nJürgen\tKöln\tÄpplet\textra\n".encode("utf-16")
    adding.add_file(dsr.pk, upload=upload("alt.csv", odd), by=dpo, now=NOW)
    adding.add_file(dsr.pk, upload=upload("neu.csv", "Ort;Zahl\nKöln;3\n".encode("cp1252")), by=dpo, now=NOW)
    build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    archive = content(dsr)

    assert table(archive, "data/01-file.csv") == [
        ["Name", "Ort", "Ort zwei"], ["Jürgen", "Köln", "Äpplet", "extra"],
    ]  # fmt: skip
    assert json.loads(archive.read("data/01-file.json")) == [
        {"Name": "Jürgen", "Ort": "Köln", "Ort zwei": "Äpplet", "column 4": "extra"}
    ]
    assert json.loads(archive.read("data/02-file.json")) == [{"Ort": "Köln", "Zahl": "3"}]


def test_the_manifest_lists_every_other_file_with_its_sum_and_names_request_and_person(dsr, dpo):
    compiled(dsr, dpo)

    archive, said = content(dsr), manifest(dsr)

    listed = {one["path"]: one["sha256"] for one in said["files"]}
    assert set(listed) == set(archive.namelist()) - {"manifest.json"}
    assert all(hashlib.sha256(archive.read(path)).hexdigest() == sum_ for path, sum_ in listed.items())
    assert (said["request"], said["right"]) == (dsr.reference, "15")
    assert said["person"] == current_package(dsr).person_digest
    assert "Mira" not in json.dumps(said)


def test_what_the_owner_of_a_system_sent_is_in_it_and_what_the_desk_left_out_is_not(controller, dpo):
    make.system(controller, "Kundenkartei")
    (dsr,) = make.requests(controller, "access", now=NOW)
    row = at_work(dsr, dpo)
    task = Task.objects.get(dsr=dsr)
    files.take_for(upload("a.csv"), task=task, now=NOW)
    secret = files.take_for(upload("b.txt", b"Notiz an euch"), task=task, now=NOW)
    tasks.answer(task.pk, answer="found", now=NOW)
    adding.leave_out(dsr.pk, attachment=secret.pk, out=True, by=dpo, now=NOW)

    build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    names = content(dsr).namelist()
    assert "data/01-kundenkartei.csv" in names
    assert not [name for name in names if name.endswith(".txt")]
    assert PackageFile.objects.filter(attachment=secret).count() == 0


def test_the_register_of_systems_speaks_where_the_desk_wrote_nothing(controller, dpo):
    make.system(
        controller, "CRM", data_categories="Anschriften", retention="Drei Jahre", recipients_note="Post"
    )
    (dsr,) = make.requests(controller, "access", now=NOW)
    row = at_work(dsr, dpo)
    tasks.answer(Task.objects.get(dsr=dsr).pk, answer="found", now=NOW)
    adding.add_file(dsr.pk, upload=upload(), by=dpo, now=NOW)
    adding.inform(dsr.pk, on=row.pk, information={"art15.resp.a": "Versand."}, by=dpo, now=NOW)
    items = [item.id for item in row.wanted]
    base.note(Disclosure, "collect", dsr.pk, on=row.pk, items=items, by=dpo, now=NOW)

    build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    page = content(dsr).read("ihre-daten.html").decode()
    assert all(words in page for words in ("CRM: Anschriften", "CRM: Drei Jahre", "CRM: Post", "Versand."))
    assert "datenschutz-berlin.de" in page


def test_what_nobody_wrote_and_data_that_are_not_there_are_named(dsr, dpo):
    handling.start(dsr.pk, by=dpo, now=NOW)
    row = Disclosure.objects.get(dsr=dsr)
    items = [item.id for item in row.wanted]
    base.note(Disclosure, "collect", dsr.pk, on=row.pk, items=items, third_parties="Keine.", by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert codes(caught) == ["information"] * 4 + ["no_data"]
    assert [one.article for one in caught.value.blockers][:2] == ["GDPR 15(1)(a)", "GDPR 15(1)(b)"]
    assert current_package(dsr) is None


def test_a_file_that_was_changed_on_the_disk_is_noticed_and_nothing_is_left_behind(dsr, dpo):
    row = at_work(dsr, dpo)
    kept = adding.add_file(dsr.pk, upload=upload(), by=dpo, now=NOW)
    Attachment.objects.filter(pk=kept.pk).update(sha256="0" * 64)
    before = listed()

    with pytest.raises(Blocked) as caught:
        build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert codes(caught) == ["file_changed"]
    assert listed() == before
    assert stored(dsr.pk).disclosures.get().state == "collecting"


def test_a_file_that_comes_while_the_package_is_written_makes_it_wait(dsr, dpo, monkeypatch):
    make.system(dsr.controller, "CRM")
    row = at_work(dsr, dpo)
    adding.add_file(dsr.pk, upload=upload(), by=dpo, now=NOW)
    task = Task.objects.get(dsr=dsr)
    write, before = build.writing.write, listed()

    def interrupted(*args, **words):
        yield from write(*args, **words)
        files.take_for(upload("spaet.csv"), task=task, now=NOW)

    monkeypatch.setattr(build.writing, "write", interrupted)
    with pytest.raises(StalePage):
        build.compile_disclosure(dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert len(listed() - before) == 1
    assert current_package(dsr) is None


def test_opened_again_the_archive_goes_to_nobody(dsr, dpo):
    compiled(dsr, dpo)
    package, row = current_package(dsr), Disclosure.objects.get(dsr=dsr)

    build.open_again(dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert current_package(dsr) is None
    package = dsr.packages.get(pk=package.pk)
    assert (package.stored_as, package.withdrawn_at, package.destroyed_at) == ("", NOW, NOW)


def test_a_portable_file_holds_json_and_csv_and_needs_a_table(controller, dpo):
    (dsr,) = make.requests(controller, "portability", now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW)
    answering.draft(dsr.pk, outcome="granted", answer="Bitte sehr.", by=dpo, now=NOW)
    serve.serve(dsr.pk, by=dpo, now=NOW)
    row = Transfer.objects.get(dsr=dsr)
    names = content(dsr).namelist()
    for one in Attachment.objects.filter(packed_for=dsr):
        adding.leave_out(dsr.pk, attachment=one.pk, out=True, by=dpo, now=NOW)
    adding.add_file(dsr.pk, upload=upload("a.txt", b"kein Verzeichnis"), by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        build.build_transfer(dsr.pk, on=row.pk, by=dpo, now=NOW)

    assert names == ["data/01-file.csv", "data/01-file.json", "manifest.json"]
    assert codes(caught) == ["no_data"]


def test_no_event_holds_a_name_of_a_file_or_a_person(dsr, dpo):
    compiled(dsr, dpo)

    said = json.dumps(list(Event.objects.values_list("data", flat=True)))

    assert "kunde.csv" not in said
    assert "Mira" not in said
    assert System.objects.count() == 0


def listed() -> set[str]:
    """Return every file that lies in the storage."""
    folders = default_storage.listdir("")[0]
    return {f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]}
