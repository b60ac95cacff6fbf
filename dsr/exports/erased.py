"""What must be erased again in a controller's systems after one of them was restored from a backup (GDPR Art. 17).

One list for each system: the requests whose data it held and which were erased since the day of the backup, with what
is needed to find the person there, while that is still on file.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dsr.exports import as_csv, named
from dsr.models import Erasure, System, TaskAnswer, TaskState

HEADERS = (
    gettext_noop("Number"), gettext_noop("Erased on"), gettext_noop("Name"), gettext_noop("E-mail address"),
    gettext_noop("Telephone"), gettext_noop("Postal address"), gettext_noop("Identifiers"),
    gettext_noop("Kept there, with the reason"), gettext_noop("Note"),
)  # fmt: skip
CHUNK = 500


def stream(system: System, *, since: date, language: str) -> Iterator[bytes]:
    """Yield the list of one system as CSV, in the order in which the data were erased."""
    with translation.override(language):
        yield as_csv.BOM + as_csv.line([_(header) for header in HEADERS])
    for cells in rows(system, since=since, language=language):
        yield as_csv.line(cells)


def rows(system: System, *, since: date, language: str) -> Iterator[list[str]]:
    """Yield one row for each erasure since that day, both included, in a request about which the system was asked.

    A system that answered that it holds nothing is left out; one whose answer was never given is not.
    """
    found = Erasure.objects.filter(
        state="erased", done_on__gte=since, dsr__tasks__system=system, dsr__controller=system.controller_id
    ).exclude(dsr__tasks__in=system.tasks.filter(state=TaskState.ANSWERED, answer=TaskAnswer.NOTHING_FOUND))
    found = found.select_related("dsr__submission__subject").order_by("done_on", "pk")
    for erasure in found.iterator(chunk_size=CHUNK):
        kept = system.tasks.filter(dsr=erasure.dsr_id, answer=TaskAnswer.KEPT_BECAUSE).first()
        with translation.override(language):
            yield [
                erasure.dsr.reference, str(erasure.done_on), *named.known(erasure.dsr.submission.subject),
                kept.reason if kept else "",
                _("The person is forgotten here as well: find the data by the number, in your own log of erasures.")
                if erasure.dsr.submission.purged_at else "",
            ]  # fmt: skip
