"""What the desk adds to a package, leaves out of it, and writes about it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.utils import translation
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from dsr.models import Attachment, Disclosure, EventName, SubjectRequest, User
from dsr.models.guards_measures import measures_of
from dsr.services import files
from dsr.services.measures.base import change
from dsr.services.packages import sources
from dsr.services.step import step

AT_WORK = frozenset({"in_progress", "awaiting_identity", "awaiting_clarification", "in_review"})
OPEN = {"disclosure": {"collecting"}, "transfer": {"built", "failed"}}


def may_change(dsr: SubjectRequest) -> bool:
    """Return whether files may still come into the package or be left out: it is not closed."""
    if dsr.state not in AT_WORK or dsr.right not in {"access", "portability"}:
        return False
    rows = [measure for measure in measures_of(dsr) if measure.kind in OPEN]
    return all(measure.state in OPEN[measure.kind] for measure in rows)


def add_file(
    dsr_id: int, *, upload: "File[bytes]", by: User, now: datetime, seen: int | None = None
) -> Attachment:
    """Put one file into the package of a request. Raises NotTaken, TransitionNotAllowed."""
    with step(dsr_id, EventName.PACKAGE, by=by, now=now, seen=seen, step="file_added") as dsr:
        _open(dsr)
        return files.take_for_package(upload, dsr=dsr, now=now)


def add_data(
    dsr_id: int,
    *,
    title: str,
    lines: Sequence[tuple[str, str]],
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Attachment:
    """Put data that were written down into the package, as a table of two columns."""
    dsr = SubjectRequest.objects.select_related("submission").get(pk=dsr_id)
    table = io.StringIO()
    writer = csv.writer(table)
    with translation.override(dsr.submission.language):
        writer.writerow([_("Field"), _("Value")])
    writer.writerows(lines)
    upload = ContentFile(table.getvalue().encode(), name=f"{title.strip() or 'data'}.csv")
    return add_file(dsr_id, upload=upload, by=by, now=now, seen=seen)


def leave_out(
    dsr_id: int, *, attachment: int, out: bool, by: User, now: datetime, seen: int | None = None
) -> None:
    """Leave a file out of the package, or put it back. Raises Attachment.DoesNotExist for one of another request."""
    said = "file_out" if out else "file_back"
    with step(dsr_id, EventName.PACKAGE, by=by, now=now, seen=seen, step=said, file=attachment) as dsr:
        _open(dsr)
        found = next((one for one in sources.offered(dsr) if one.pk == attachment), None)
        if found is None:
            raise Attachment.DoesNotExist
        found.left_out = out
        found.save(update_fields=["left_out"])


def inform(
    dsr_id: int, *, on: int, information: Mapping[str, str], by: User, now: datetime, seen: int | None = None
) -> None:
    """Record what the person is told of the use of their data; what has its words counts as being in the package."""
    with change(Disclosure, "inform", dsr_id, on=on, by=by, now=now, seen=seen) as measure:
        if measure.state != "collecting":
            raise TransitionNotAllowed("the package is closed", object=measure.dsr, method=None)
        owed = {item.id: item.code for item in measure.wanted}
        said = {item: words.strip() for item, words in information.items() if item in owed and words.strip()}
        measure.information = said
        kept = [item for item in measure.items if item in said or owed.get(item) == "copy"]
        measure.items = list(dict.fromkeys([*kept, *said]))


def _open(dsr: SubjectRequest) -> None:
    if not may_change(dsr):
        raise TransitionNotAllowed("the package is closed", object=dsr, method=None)
