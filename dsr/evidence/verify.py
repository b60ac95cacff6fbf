#!/usr/bin/env python3
"""Checks evidence of DSR Desk without its server: `python3 verify.py BUNDLE.zip`, or a receipt's `.tlog-proof`.

Needs Python 3.9 or newer and nothing else; it reads files only, no network. The formats are published ones: Merkle
trees of RFC 6962, Ed25519 of RFC 8032, signed notes, checkpoints and proofs as c2sp.org describes them.
"""
# long: this file is handed out alone, so all that it needs stands in it.

import argparse
import base64
import hashlib
import json
import sys
import zipfile
import zlib
from pathlib import Path

EM_DASH = "\u2014"
ED25519 = 1
ID_BYTES, HASH_BYTES, POINT_BYTES, SIGNATURE_BYTES = 4, 32, 32, 64
LEAF, NODE = b"\x00", b"\x01"
PROOF_HEAD = "c2sp.org/tlog-proof@v1"
MANIFEST, MANIFEST_HEAD = "manifest.txt", "DSR Desk evidence v1"
SEAL_HEAD = "DSR Desk seal v1"
CHECKPOINT, KEY, ENTRIES, OPENED = "checkpoint.txt", "key.txt", "log.jsonl", "commitments.json"
# Head, size and root of a checkpoint; what follows is the time.
CHECKPOINT_LINES = 4
CHUNK = 64 * 1024


class Refused(Exception):
    """Something is not what it claims to be; the text says what."""


# --- bytes and trees ---------------------------------------------------------------------------------------------


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: object) -> bytes:
    """Return a value as JSON in its one form: sorted keys, no gaps, UTF-8 (as RFC 8785, for codes, ids and dates)."""
    return _ENCODE(value).encode()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf of the tree."""
    return hashlib.sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return hashlib.sha256(NODE + left + right).digest()


def root_of_proof(leaf: bytes, index: int, size: int, path: "list[bytes]") -> bytes:
    """Return the root to which a path leads. Source: RFC 9162, 2.1.3.2. Raises Refused."""
    if not 0 <= index < size:
        raise Refused("the entry lies outside of the tree")
    place, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Refused("the proof is too long")
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Refused("the proof is too short")
    return root


def commitment(salt: str, purpose: str, words: str) -> str:
    """Return what binds the log to somebody's words without holding them; without the salt it says nothing."""
    return hashlib.sha256(canonical([salt, purpose, words])).hexdigest()


def unbase64(text: str, length: int) -> bytes:
    """Return the bytes of a text that is written in the one right way. Raises Refused."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("this is no base64") from None
    if len(found) != length or base64.b64encode(found).decode() != text:
        raise Refused("this is not the length it should be, or written in an unusual way")
    return found


# --- Ed25519 (RFC 8032, 5.1.7) -----------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = "tuple[int, int, int, int]"


def _add(a: Point, b: Point) -> Point:
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, z - t, z + t, right + left
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(factor: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            found = _add(found, point)
        point, factor = _add(point, point), factor >> 1
    return found


def _point(encoded: bytes) -> Point:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        raise Refused("this is no point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (not x and sign):
        raise Refused("this is no point of the curve")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(POINT_BYTES, "little"))


def check_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """Return if a signature is right. Raises Refused."""
    nonce, answer = _point(signature[:POINT_BYTES]), int.from_bytes(signature[POINT_BYTES:], "little")
    if answer >= ORDER:
        raise Refused("the signature is written in an unusual way")
    digest = hashlib.sha512(signature[:POINT_BYTES] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    left, right = _times(answer, BASE), _add(nonce, _times(challenge, _point(public)))
    if (left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P:
        raise Refused("the signature is wrong")


# --- signed notes ------------------------------------------------------------------------------------------------


class Key:
    """A public key as people hand it on: `name+id+key`."""

    def __init__(self, written: str) -> None:
        """Read a key. Raises Refused when it is no Ed25519 key of a note."""
        self.written = written.strip()
        name, _, rest = self.written.partition("+")
        id_, _, encoded = rest.partition("+")
        key = unbase64(encoded, 1 + POINT_BYTES)
        self.name, self.public = name, key[1:]
        self.id = hashlib.sha256(f"{name}\n".encode() + key).digest()[:ID_BYTES]
        if not name or key[0] != ED25519 or self.id.hex() != id_:
            raise Refused("this is no key of a log")


def open_note(note: str, key: Key, check=check_signature) -> str:  # noqa: ANN001
    """Return the text of a note that this key, and no other, has signed. Raises Refused."""
    text, _, signed = note.rpartition("\n\n")
    dash, _, rest = signed.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != EM_DASH or name != key.name or not encoded.endswith("\n"):
        raise Refused("this is not signed by the key of the log")
    signature = unbase64(encoded[:-1], ID_BYTES + SIGNATURE_BYTES)
    if signature[:ID_BYTES] != key.id:
        raise Refused("this is signed by another key")
    check(key.public, signature[ID_BYTES:], f"{text}\n".encode())
    return f"{text}\n"


class Checkpoint:
    """What the log had signed at one moment: how many entries, and the root over them."""

    def __init__(self, note: str, key: Key, check=check_signature) -> None:  # noqa: ANN001
        """Read a checkpoint. Raises Refused."""
        lines = open_note(note, key, check).split("\n")[:-1]
        if len(lines) != CHECKPOINT_LINES or lines[0] != key.name or not lines[3].startswith("time "):
            raise Refused("this is no checkpoint of the log")
        self.size, self.root, self.time = number(lines[1]), unbase64(lines[2], HASH_BYTES), lines[3][5:]


def number(text: str) -> int:
    """Return a number that is written in the one right way. Raises Refused."""
    if not text.isdecimal() or str(int(text)) != text:
        raise Refused("this is no number")
    return int(text)


# --- receipts and entries ----------------------------------------------------------------------------------------


def check_entry(entry: bytes, index: int, path: "list[bytes]", checkpoint: Checkpoint) -> dict:
    """Return an entry that the tree of a checkpoint holds at this place. Raises Refused."""
    if root_of_proof(leaf_hash(entry), index, checkpoint.size, path) != checkpoint.root:
        raise Refused(f"entry {index} is not in the log")
    said = json.loads(entry)
    if canonical(said) != entry or said.get("seq") != index:
        raise Refused(f"entry {index} is written in an unusual way")
    return said


def check_proof(proof: str, key: Key) -> "tuple[dict, Checkpoint]":
    """Return the entry of a receipt's proof, and the checkpoint that holds it. Raises Refused."""
    head, _, note = proof.partition("\n\n")
    first, extra, index, *path = head.split("\n")
    if first != PROOF_HEAD or not extra.startswith("extra ") or not index.startswith("index "):
        raise Refused("this is no proof of a receipt")
    entry = base64.b64decode(extra[6:], validate=True)
    if base64.b64encode(entry).decode() != extra[6:]:
        raise Refused("the entry is written in an unusual way")
    checkpoint = Checkpoint(note, key)
    hashes = [unbase64(line, HASH_BYTES) for line in path]
    return check_entry(entry, number(index[6:]), hashes, checkpoint), checkpoint


# --- bundles -----------------------------------------------------------------------------------------------------


class Folder:
    """The files of a bundle that was unpacked."""

    def __init__(self, path: Path) -> None:
        """Take the folder."""
        self.path = path
        self.names = [found.relative_to(path).as_posix() for found in path.rglob("*") if found.is_file()]

    def open(self, name: str):  # noqa: ANN201
        """Open one file."""
        return (self.path / name).open("rb")


class Archive:
    """The files of a bundle as it was handed out."""

    def __init__(self, path: Path) -> None:
        """Take the archive. Raises Refused."""
        try:
            self.file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refused("this is no archive") from error
        self.path, self.seal = path, self.file.comment
        self.names = self.file.namelist()

    def open(self, name: str):  # noqa: ANN201
        """Open one file."""
        return self.file.open(name)

    def check_seal(self, key: Key) -> None:
        """Return if no byte before the seal was changed. Raises Refused."""
        whole = self.path.stat().st_size - len(self.seal)
        with self.path.open("rb") as file:
            digest = digest_of(file, whole)[0]
        if self.seal.decode("utf-8", "replace").split("\n")[:2] != [SEAL_HEAD, digest]:
            raise Refused("the archive was changed after it was made")
        open_note(self.seal.decode(), key)


def digest_of(file, length: "int | None" = None) -> "tuple[str, int]":  # noqa: ANN001
    """Return the SHA-256 and the length of what a file holds, or of its first bytes."""
    digest, done = hashlib.sha256(), 0
    while chunk := file.read(CHUNK if length is None else min(CHUNK, length - done)):
        digest.update(chunk)
        done += len(chunk)
    return digest.hexdigest(), done


def check_files(bundle: "Folder | Archive", manifest: str) -> int:
    """Return how many files are there, each as the manifest has it, and no other. Raises Refused."""
    if not manifest.startswith(f"{MANIFEST_HEAD}\n"):
        raise Refused("this is no manifest of a bundle")
    listed = [line.split(" ", 3)[1:] for line in manifest.split("\n") if line.startswith("file ")]
    if sorted(bundle.names) != sorted([MANIFEST, *(name for _digest, _size, name in listed)]):
        raise Refused("files are missing, or there are more than the manifest has")
    for digest, size, name in listed:
        with bundle.open(name) as file:
            if digest_of(file) != (digest, number(size)):
                raise Refused(f"{name} was changed")
    return len(listed)


def check_entries(bundle: "Folder | Archive", checkpoint: Checkpoint) -> "list[dict]":
    """Return the entries of the log that a bundle holds, each proved. Raises Refused."""
    found = []
    with bundle.open(ENTRIES) as file:
        for line in file:
            row = json.loads(line)
            path = [unbase64(one, HASH_BYTES) for one in row["proof"]]
            found.append(check_entry(canonical(row["entry"]), row["entry"]["seq"], path, checkpoint))
            follows = len(found) > 1 and found[-2]["seq"] + 1 == found[-1]["seq"]
            if follows and found[-1]["prev"] != leaf_hash(canonical(found[-2])).hex():
                raise Refused(f"entry {found[-1]['seq']} does not follow the one before it")
    if [entry["seq"] for entry in found] != sorted({entry["seq"] for entry in found}):
        raise Refused("the entries are not in order")
    return found


def check_words(bundle: "Folder | Archive", entries: "list[dict]") -> int:
    """Return how many texts of the bundle are those to which the log was bound. Raises Refused."""
    logged = {(entry["event"], name): value for entry in entries for name, value in entry["data"].items()}
    with bundle.open(OPENED) as file:
        opened = json.load(file)
    for one in opened:
        with bundle.open(one["file"]) as file:
            words = file.read().decode()
        if logged.get((one["event"], one["name"])) != commitment(one["salt"], one["purpose"], words):
            raise Refused(f"{one['file']} is not what the log was bound to")
    return len(opened)


def check_bundle(path: Path, pinned: "Key | None" = None) -> "list[str]":
    """Return what was found right about a bundle, line by line. Raises Refused."""
    bundle = Folder(path) if path.is_dir() else Archive(path)
    try:
        with bundle.open(KEY) as file:
            key = Key(file.read().decode())
        if pinned is not None and pinned.written != key.written:
            raise Refused("the bundle is signed by another key than the one you gave")
        if isinstance(bundle, Archive):
            bundle.check_seal(key)
        with bundle.open(MANIFEST) as file:
            manifest = open_note(file.read().decode(), key)
        files = check_files(bundle, manifest)
        with bundle.open(CHECKPOINT) as file:
            checkpoint = Checkpoint(file.read().decode(), key)
        entries = check_entries(bundle, checkpoint)
        words = check_words(bundle, entries)
    except (OSError, KeyError, TypeError, ValueError, AttributeError, RuntimeError, EOFError,
            NotImplementedError, zipfile.BadZipFile, zlib.error) as error:  # fmt: skip
        raise Refused(f"the bundle cannot be read ({type(error).__name__})") from error
    return [
        f"{files} files as the manifest lists them",
        f"{len(entries)} entries of the log, all in the signed tree of {checkpoint.size} entries of {checkpoint.time}",
        f"{words} texts as the log was bound to them",
        f"signed by {key.written}",
    ]


def check_receipt(path: Path, key: "Key | None") -> "list[str]":
    """Return what a receipt proves, line by line. Raises Refused."""
    if key is None:
        raise Refused("give the key of the log with --key; it stands on the page where the proof was fetched")
    try:
        entry, checkpoint = check_proof(path.read_text(encoding="utf-8"), key)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"the proof cannot be read ({type(error).__name__})") from error
    data = entry["data"]
    return [
        f"request {data.get('reference', '')} ({data.get('right', '')}) is entry {entry['seq']} of the log",
        f"received {data.get('received_at', '')}, written down {entry['at']}",
        f"in the signed tree of {checkpoint.size} entries of {checkpoint.time}",
        f"signed by {key.written}",
    ]


def main(arguments: "list[str]") -> int:
    """Check what is named, print what was found, and return 0 if all of it is right."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument(
        "path", type=Path, help="a bundle (zip or unpacked) or a receipt's proof (.tlog-proof)"
    )
    parser.add_argument("--key", help="the key of the log, from a source that you trust")
    given = parser.parse_args(arguments)
    try:
        key = Key(given.key) if given.key else None
        bundle = given.path.is_dir() or given.path.suffix == ".zip"
        lines = check_bundle(given.path, key) if bundle else check_receipt(given.path, key)
    except Refused as wrong:
        sys.stdout.write(f"REFUSED: {wrong}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if key is None:
        sys.stdout.write(
            "Compare this key with one from another source, for example a mail to the officer.\n"
        )
    sys.stdout.write("ALL RIGHT\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
