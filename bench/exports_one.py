"""Takes the register once, in one form, into a file; prints seconds, seconds to the first row, megabytes, bytes.

A process of its own, so that the memory of one form is not that of the one before.
"""

import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402  (settings first)

from dsr.exports import as_csv, as_json, as_xlsx, table  # noqa: E402
from dsr.models import SubjectRequest  # noqa: E402

STREAMS = {"csv": as_csv, "json": as_json}


def write(form: str, target: Path, found: Any) -> float:
    """Write the register; return the seconds to its first row."""
    begin, first = time.perf_counter(), 0.0
    if form not in STREAMS:
        rows = table.read(table.whole(found), language="de", now=timezone.now())
        as_xlsx.write(rows, target, count=found.count(), language="de")
        return first
    with target.open("wb") as file:
        for place, block in enumerate(STREAMS[form].stream(found, language="de", now=timezone.now())):
            # The first block is the header, which asks the database nothing.
            if place == 1:
                first = time.perf_counter() - begin
            file.write(block)
    return first


def peak() -> float:
    """Return the most memory this process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    form, target = sys.argv[1], Path(sys.argv[2])
    write(form, target, SubjectRequest.objects.filter(pk__lte=100))
    before, begin = peak(), time.perf_counter()
    first = write(form, target, SubjectRequest.objects.all())
    print(time.perf_counter() - begin, first, peak() - before, target.stat().st_size)
