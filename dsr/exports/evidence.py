"""The bundle of evidence of one request: case file, letters, files, the log with its proofs, and the verifier."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dsr.evidence import bundle, checkpoints, excerpt, keys, verify, words
from dsr.exports import casefile
from dsr.exports.trail import note_case_export
from dsr.models import Checkpoint, Event, EventName, ExportReason, LogEntry, SubjectRequest, User
from dsr.notices import paper
from dsr.services import files
from dsr.services.packages import sources

README, README_LANGUAGES = "README.{}.txt", ("en", "de", "sv")
ENDINGS = {kind: ending for ending, kind in files.EXTENSIONS.items()}


@dataclass(frozen=True)
class Bundle:
    """A bundle that is ready to be written."""

    name: str
    chunks: Iterator[bytes]


class CannotProve(RuntimeError):
    """The log cannot be signed at this moment, so nothing can be proved."""


def export(
    dsr: SubjectRequest, *, reason: str, full: bool, language: str, by: User | None, now: datetime
) -> Bundle:
    """Log that a case is taken along, sign the log, and return the bundle. Raises CannotProve.

    It is written while it is read, one file after the other.
    """
    note_case_export(dsr, reason=ExportReason(reason).value, full=full, by=by, now=now)
    checkpoints.keep(now=now)
    try:
        checkpoint, signer = excerpt.newest(), keys.signer()
    except (excerpt.NotSigned, keys.NoKey) as error:
        raise CannotProve from error
    if checkpoint.key != signer.public:
        raise CannotProve
    facts = [f"reference {dsr.reference}", f"made {now.isoformat(timespec='seconds')}",
             f"version {'full' if full else 'pseudonymous'}"]  # fmt: skip
    parts = _parts(dsr, checkpoint, language=language, full=full, now=now)
    name = f"{dsr.reference}-{'evidence' if full else 'evidence-pseudonymous'}.zip"
    return Bundle(name, bundle.stream(parts, signer, facts, at=now))


def _parts(
    dsr: SubjectRequest, checkpoint: Checkpoint, *, language: str, full: bool, now: datetime
) -> Iterator[bundle.Part]:
    for code in README_LANGUAGES:
        yield (
            README.format(code),
            [(Path(settings.BASE_DIR) / "templates/evidence" / README.format(code)).read_bytes()],
        )
    yield "case.pdf", [_pdf(dsr, checkpoint, language=language, full=full, now=now)]
    opened: list[dict[str, object]] = []
    if full:
        yield from _words(dsr, checkpoint, opened)
        for attachment in casefile.files_of(dsr):
            yield (
                f"files/{attachment.pk}{ENDINGS.get(attachment.media_type, '.bin')}",
                sources.chunks(attachment),
            )
    yield verify.OPENED, [json.dumps(opened, indent=1).encode()]
    yield verify.ENTRIES, excerpt.lines(dsr, checkpoint)
    yield verify.CHECKPOINT, [checkpoint.note.encode()]
    yield "verify.py", [Path(verify.__file__).read_bytes()]


def _pdf(dsr: SubjectRequest, checkpoint: Checkpoint, *, language: str, full: bool, now: datetime) -> bytes:
    lines = checkpoint.note.split("\n")
    with translation.override(language):
        proof = [
            (_("Entries signed"), lines[1]), (_("Root of the tree"), lines[2]), (_("Signed at"), lines[3][5:]),
            (_("Key of the log"), checkpoint.key),
        ]  # fmt: skip
        data = casefile.contents(
            dsr, _entries(dsr, checkpoint), language=language, full=full, now=now, proof=proof
        )
        return casefile.render(data, at=now)


def _entries(dsr: SubjectRequest, checkpoint: Checkpoint) -> list[tuple[int, Event]]:
    rows = (
        LogEntry.objects.filter(excerpt.about(dsr), seq__lt=checkpoint.size)
        .select_related("event__by")
        .order_by("seq")
    )
    return [(row.seq, row.event) for row in rows]


def _words(
    dsr: SubjectRequest, checkpoint: Checkpoint, opened: list[dict[str, object]]
) -> Iterator[bundle.Part]:
    """Yield what the log is bound to, as text and where it was a letter as PDF; note in `opened` how it is bound."""
    submission = dsr.submission
    if not submission.salt:
        return
    # What was written after the checkpoint is in no entry of this bundle yet.
    signed = Event.objects.filter(excerpt.about(dsr, ""), entry__seq__lt=checkpoint.size)
    events = signed.filter(name__in=[EventName.SUBMITTED, EventName.WORDS_KEPT])
    messages = {message.pk: message for message in submission.messages.select_related(
        "dsr__controller", "submission__subject", "submission__controller")}  # fmt: skip
    for event, number in zip(events.order_by("pk"), itertools.count(1)):
        message = messages.get(event.data.get("message"))
        if "text" not in event.data or (message is None and event.name != EventName.SUBMITTED):
            continue
        name = "request.json" if message is None else f"letters/{number:03d}.txt"
        purpose = words.REQUEST if message is None else words.MESSAGE
        said = words.of_request(submission, dsr.right) if message is None else message.body
        yield name, [said.encode()]
        opened.append(
            {"file": name, "event": event.pk, "name": "text", "purpose": purpose, "salt": submission.salt}
        )
        if message is not None and message.kind:
            try:
                yield f"letters/{number:03d}.pdf", [paper.render(message)]
            except paper.NoLetter:
                continue
