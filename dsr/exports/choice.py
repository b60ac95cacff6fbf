"""Which requests an export holds, kept as one small piece of bytes: the keys, as steps from one to the next."""

import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise

from django.db.models import QuerySet

from dsr.models import SubjectRequest

# The most keys that one query names: PostgreSQL takes them as one list, SQLite as so many parameters.
A_QUERY = 5_000


def pack(requests: QuerySet[SubjectRequest]) -> tuple[bytes, int]:
    """Return the keys of the requests in the order of entry, packed, and how many they are.

    A million keys in a row take some kilobytes, scattered ones a megabyte or two.
    """
    keys = array("q", requests.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=50_000))
    steps = array("q", keys[:1])
    steps.extend(after - before for before, after in pairwise(keys))
    return zlib.compress(steps.tobytes(), 6), len(keys)


def unpack(packed: bytes) -> "array[int]":
    """Return the keys again."""
    steps: array[int] = array("q")
    steps.frombytes(zlib.decompress(packed) if packed else b"")
    return array("q", accumulate(steps))


def parts(keys: "array[int]", *, first: int, size: int) -> Iterator[QuerySet[SubjectRequest]]:
    """Yield the requests of these keys from a place on, so many at a time; what was deleted since is left out."""
    for start in range(first, len(keys), size):
        yield SubjectRequest.objects.filter(pk__in=keys[start : start + size].tolist()).order_by("pk")
