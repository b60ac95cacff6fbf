"""Checkpoints: what the log was at one moment, signed, and written down outside of the database.

What a checkpoint covers cannot be changed any more without being found out by whoever keeps a copy of it.
"""

import base64
import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dsr.evidence import keys, log, tree
from dsr.evidence.verify import EM_DASH, Key, Refused
from dsr.evidence.verify import Checkpoint as Read
from dsr.models import Checkpoint

logger = logging.getLogger(__name__)

# Enough for several notes.
TAIL = 4096


class Contradiction(RuntimeError):
    """The log is not what was signed before: nothing is signed on top of it. `verify_log` names the place."""


def latest() -> Checkpoint | None:
    """Return the newest checkpoint; its `note` is what goes into mails and files."""
    return Checkpoint.objects.order_by("-size").first()


def keep(*, now: datetime) -> int:
    """Chain what waits, sign the log if anything is new, and see that the file has every checkpoint.

    Returns how many events were chained. What keeps the log from being signed is reported, and found by
    `verify_log` and by the monitor of obligations: nothing else waits for it.
    """
    done = log.sequence()
    try:
        sign(now=now)
        write_down()
    except (Contradiction, keys.NoKey, OSError) as error:
        logger.error("the log cannot be signed: %s", error)
    return done


def sign(*, now: datetime) -> Checkpoint | None:
    """Sign the log as it is; nothing when it has not grown, or another process is at it."""
    with transaction.atomic():
        if not log.is_ours():
            return None
        size, last = log.size(), latest()
        if not size or (last is not None and last.size == size):
            return None
        if last is not None and not _still(last, size):
            raise Contradiction(f"the log is not what was signed at {last.size} entries")
        written = _last_written(Path(settings.CHECKPOINT_FILE))
        if written is not None and not _known(written):
            raise Contradiction(f"the log has {size} entries, and the file a checkpoint of {_size(written)}")
        signer = keys.signer()
        root = base64.b64encode(tree.root_at(size)).decode()
        time = now.astimezone(UTC).isoformat(timespec="seconds")
        note = signer.sign(f"{signer.name}\n{size}\n{root}\ntime {time}\n")
        return Checkpoint.objects.create(size=size, at=now, note=note, key=signer.public)


def _still(last: Checkpoint, size: int) -> bool:
    """Return whether the log still begins as it was signed."""
    try:
        root = base64.b64encode(tree.root_at(last.size)).decode()
    except tree.TooShort:
        return False
    return last.size < size and last.note.split("\n")[2] == root


def write_down() -> int:
    """Append to the file what it lacks, and return how many that were: a run that was cut short is taken up."""
    path = Path(settings.CHECKPOINT_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = _last_written(path)
    lacking = Checkpoint.objects.order_by("size")
    if written is not None:
        # The last one may have been torn by a full disk: then it is written again.
        whole = lacking.filter(note=written).exists()
        lacking = lacking.filter(size__gt=_size(written) - (not whole))
    notes = list(lacking.values_list("note", flat=True))
    if notes:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write("".join(f"\n{note}" for note in notes))
            file.flush()
            os.fsync(file.fileno())
    return len(notes)


def lost() -> tuple[int, int] | None:
    """Return how many entries the file says were signed, and the log, where a backup was put back that ends before.

    Nothing where the log has all that the file has, or never was what the file says: that is for `verify_log`.
    """
    path, last = Path(settings.CHECKPOINT_FILE), latest()
    written = _last_written(path)
    if written is None or _known(written) or (last is not None and last.note not in notes_of(path)):
        return None
    return _size(written), last.size if last is not None else 0


def set_aside(*, now: datetime) -> None:
    """Keep the file under another name, and begin one with the checkpoints that the log still has."""
    path = Path(settings.CHECKPOINT_FILE)
    aside = path.with_name(f"{path.stem}-until-{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}{path.suffix}")
    os.link(path, aside)  # unlike renaming, this never replaces what is there
    path.unlink()
    write_down()


def _known(note: str) -> bool:
    """Return whether the log was signed at the size of a note: the end of a note may have been torn."""
    return Checkpoint.objects.filter(size=_size(note)).exists()


def _last_written(path: Path) -> str | None:
    """Return the last note of the file, of which the end alone is read."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        found = list(notes_in(file.read().decode("utf-8", "replace").splitlines()))
    return found[-1] if found else None


def notes_of(path: Path) -> Iterator[str]:
    """Yield the signed notes of a file."""
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from notes_in(line.rstrip("\r\n") for line in file)


def notes_in(lines: Iterable[str]) -> Iterator[str]:
    """Yield the signed notes among lines, which may be those of a mail with other words around them."""
    # A checkpoint has four lines, an empty one, and the signature.
    last: deque[str] = deque(maxlen=6)
    for line in lines:
        last.append(line.strip())
        if last[-1].startswith(f"{EM_DASH} ") and len(last) == last.maxlen:
            yield "".join(f"{each}\n" for each in last)


def read(note: str, trusted: list[Key]) -> Read:
    """Return a checkpoint that one of the keys has signed. Raises Refused."""
    for key in trusted:
        if f"{EM_DASH} {key.name} " in note:
            try:
                return Read(note, key, keys.check_signature)
            except Refused:
                continue
    raise Refused("a checkpoint is signed by no key that is trusted here")


def _size(note: str) -> int:
    """Return how many entries a note speaks of; 0 where it cannot be read."""
    size = note.split("\n")[1]
    return int(size) if size.isdecimal() else 0
