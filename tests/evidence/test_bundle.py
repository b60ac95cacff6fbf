"""A bundle is read by somebody without this server: all of it holds, and nothing of it can be changed."""

import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from dsr.evidence import keys, verify
from dsr.evidence.verify import Refused, check_bundle
from dsr.exports import evidence
from dsr.models import Submission
from dsr.services import conversation, files, handling, purge
from tests import make
from tests.evidence.conftest import NOW
from tests.make import at

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def case(controller, dpo):
    """A request with letters both ways, a file, and events."""
    (dsr,) = make.requests(
        controller, now=NOW, letter="Was haben Sie über mich?\n\nBitte alles.", medium="post", email="",
        postal_address="Beispielallee 7\n10999 Berlin",
    )  # fmt: skip
    make.system(controller)
    handling.start(dsr.pk, by=dpo, now=at("2026-03-11 09:00"))
    conversation.write_in(
        dsr.submission, body="Noch etwas <b>Wichtiges</b>: *alles*, #bitte.", now=at("2026-03-12 10:00")
    )
    handling.extend(
        dsr.pk, ground="complexity", reasons="Vierzehn Systeme.", by=dpo, now=at("2026-03-13 11:00")
    )
    dsr = make.stored(dsr.pk)
    files.take_for(
        SimpleUploadedFile("Mira Erfunden.txt", b"Eine Zeile.\n"),
        task=dsr.tasks.get(),
        now=at("2026-03-14 09:00"),
    )
    return dsr


def written(dsr, path: Path, *, full: bool = True, language: str = "de", by=None) -> Path:
    """Write a bundle and return where it is."""
    bundle = evidence.export(
        dsr, reason="court", full=full, language=language, by=by, now=at("2026-03-20 12:00")
    )
    path.write_bytes(b"".join(bundle.chunks))
    return path


@pytest.fixture
def whole(case, tmp_path) -> Path:
    return written(case, tmp_path / "bundle.zip")


def offline(path, *more: str) -> subprocess.CompletedProcess:
    """Run the program as an outsider would: alone, isolated from this project and its packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", verify.__file__, str(path), *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_outsider_checks_the_bundle_packed_and_unpacked_with_the_program_inside(whole, tmp_path):
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(whole) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)

    for path in (whole, folder):
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "verify.py"), str(path), "--key", keys.signer().public],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert "4 texts as the log was bound to them" in done.stdout
        assert done.stdout.endswith("ALL RIGHT\n")


def test_the_bundle_holds_the_case_and_neutral_names(whole, case):
    with zipfile.ZipFile(whole) as archive:
        names = archive.namelist()
        entries = [json.loads(line)["entry"] for line in archive.read("log.jsonl").splitlines()]
        attachment = next(name for name in names if name.startswith("files/"))
        held = archive.read(attachment)
        asked = json.loads(archive.read("request.json"))

    assert {
        "README.en.txt",
        "README.de.txt",
        "README.sv.txt",
        "case.pdf",
        "verify.py",
        "manifest.txt",
    } <= set(names)
    assert [name for name in names if "Mira" in name] == []
    assert sum(name.startswith("letters/") and name.endswith(".pdf") for name in names) == 2
    assert held == b"Eine Zeile.\n"
    assert asked["letter"].endswith("Bitte alles.")
    assert entries[0]["name"] == "submitted"
    assert entries[-1]["name"] == "case_exported"
    assert entries[-1]["data"] == {"reason": "court", "full": True}


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Case file"), ("de", "Fallakte"), ("sv", "Ärendeakt")]
)
def test_the_case_file_is_a_kept_and_readable_pdf(case, tmp_path, language, title):
    path = written(case, tmp_path / "bundle.zip", language=language)

    with zipfile.ZipFile(path) as archive:
        raw = archive.read("case.pdf")
    pdf = pypdf.PdfReader(io.BytesIO(raw))
    text = "\n".join(page.extract_text() for page in pdf.pages)

    assert pdf.metadata.title == f"{title} {case.reference}"
    assert b"pdfaid" in raw
    assert b"pdfuaid" in raw
    assert "<b>Wichtiges</b>: *alles*, #bitte." in " ".join(text.split())
    assert "Beispielallee 7" in text


def test_the_version_without_personal_data_has_none_and_is_proved_alike(case, tmp_path):
    path = written(case, tmp_path / "bundle.zip", full=False)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        text = "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(archive.read("case.pdf"))).pages
        )
        everything = text + "".join(archive.read(name).decode("latin-1") for name in names)

    assert offline(path).stdout.endswith("ALL RIGHT\n")
    assert [name for name in names if name.startswith(("letters/", "files/", "request"))] == []
    for word in (
        "Mira",
        "Erfunden",
        "Beispielallee",
        "Wichtiges",
        "Bitte alles",
        Submission.objects.get().salt,
    ):
        assert word not in everything


@pytest.mark.slow
def test_ten_thousand_changes_of_single_bytes_are_refused(whole, tmp_path):
    chance, raw = random.Random(20260325), whole.read_bytes()
    path = tmp_path / "wrong.zip"
    for _ in range(10_000):
        wrong = bytearray(raw)
        wrong[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(wrong))
        with pytest.raises(Refused):
            check_bundle(path)


def test_cut_longer_or_doubled_bundles_are_refused(whole, tmp_path):
    raw = whole.read_bytes()
    path = tmp_path / "wrong.zip"
    for wrong in (raw[:-1], raw + b"\n", raw[: len(raw) // 2], b"x" + raw, raw + raw, b"", b"PK"):
        path.write_bytes(wrong)
        with pytest.raises(Refused):
            check_bundle(path)


def unpacked(whole: Path, folder: Path) -> Path:
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    return folder


def test_each_file_of_an_unpacked_bundle_is_held(whole, tmp_path):
    folder = unpacked(whole, tmp_path / "folder")
    check_bundle(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        before = path.read_bytes()
        for wrong in (before[:-1], before + b" ", bytes([before[0] ^ 1]) + before[1:], b""):
            path.write_bytes(wrong)
            with pytest.raises(Refused):
                check_bundle(folder)
        path.unlink()
        with pytest.raises(Refused):
            check_bundle(folder)
        path.write_bytes(before)
    check_bundle(folder)
    (folder / "more.txt").write_text("more")
    with pytest.raises(Refused, match="more than the manifest"):
        check_bundle(folder)


def test_somebody_with_a_key_of_their_own_is_found_by_the_key_from_elsewhere(case, whole, tmp_path, settings):
    right = keys.signer().public
    folder = unpacked(whole, tmp_path / "folder")
    settings.LOG_KEY_FILE = tmp_path / "forger"
    forger = keys.signer()
    (folder / "key.txt").write_text(f"{forger.public}\n")
    (folder / "case.pdf").write_bytes(b"%PDF-1.4 forged")
    lines = ["DSR Desk evidence v1", f"reference {case.reference}"]
    note = (folder / "checkpoint.txt").read_text().rpartition("\n\n")[0] + "\n"
    (folder / "checkpoint.txt").write_text(forger.sign(note))
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != "manifest.txt":
            lines.append(f"file {hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_size} {name}")
    (folder / "manifest.txt").write_text(forger.sign("".join(f"{line}\n" for line in lines)))

    check_bundle(folder)
    with pytest.raises(Refused, match="another key"):
        check_bundle(folder, verify.Key(right))


@pytest.mark.parametrize("change", ["entry", "order", "missing", "words", "proof"])
def test_what_the_manifest_allows_the_log_does_not(case, whole, tmp_path, change):
    """Whoever had the key could sign a manifest anew; entries and letters still have to fit the checkpoint."""
    folder = unpacked(whole, tmp_path / "folder")
    path = folder / "log.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    if change == "entry":
        lines[1] = lines[1].replace('"version":', '"version":1')
    elif change == "order":
        lines[0], lines[1] = lines[1], lines[0]
    elif change == "proof":
        row = json.loads(lines[2])
        row["proof"] = row["proof"][:-1]
        lines[2] = json.dumps(row) + "\n"
    elif change == "missing":
        lines = [line for line in lines if "words_kept" not in line]
    elif change == "words":
        letter = next(folder.glob("letters/*.txt"))
        letter.write_text(letter.read_text() + ".")
    path.write_text("".join(lines))
    listed = [
        f"file {hashlib.sha256(one.read_bytes()).hexdigest()} {one.stat().st_size} {one.relative_to(folder).as_posix()}"
        for one in sorted(folder.rglob("*")) if one.is_file() and one.name != "manifest.txt"
    ]  # fmt: skip
    text = "".join(f"{line}\n" for line in ["DSR Desk evidence v1", *listed])
    (folder / "manifest.txt").write_text(keys.signer().sign(text))

    with pytest.raises(Refused, match=r"log|order|proof|bound"):
        check_bundle(folder)


def test_what_is_written_while_a_bundle_is_read_does_not_break_it(case, tmp_path):
    bundle = evidence.export(case, reason="court", full=True, language="en", by=None, now=NOW)
    conversation.write_in(case.submission, body="Zu spät.", now=NOW)
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"".join(bundle.chunks))

    assert check_bundle(path)


def test_after_the_purge_the_bundle_tells_the_same_without_words(case, tmp_path):
    type(case).objects.update(state="closed", purge_on=NOW.date(), closed_on=NOW.date(), outcome="granted")
    purge.purge(now=NOW)

    path = written(make.stored(case.pk), tmp_path / "bundle.zip")

    assert offline(path).stdout.endswith("ALL RIGHT\n")
    with zipfile.ZipFile(path) as archive:
        assert [name for name in archive.namelist() if name.startswith(("letters/", "request"))] == []


def test_a_log_that_cannot_be_signed_gives_no_bundle(case, settings):
    settings.LOG_KEY_FILE.parent.mkdir(exist_ok=True)
    settings.LOG_KEY_FILE.write_text("damaged")

    with pytest.raises(evidence.CannotProve):
        evidence.export(case, reason="court", full=True, language="en", by=None, now=NOW)


def test_the_command_writes_a_bundle(case, tmp_path, capsys):
    path = tmp_path / "case.zip"

    call_command("export_case", case.reference.lower(), reason="audit", output=path)

    assert check_bundle(path)
    with pytest.raises(CommandError, match="no request"):
        call_command("export_case", "DSR-2026-000999-X", reason="audit")
    assert "written" in capsys.readouterr().out
