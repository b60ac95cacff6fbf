"""What the measures of a request ask for before an answer."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User

# The measures that a request may have, by its right: its own first, then what it may open beside it.
RELATED: dict[str, tuple[str, ...]] = {
    "access": ("disclosures",),
    "rectification": ("corrections", "restrictions"),
    "erasure": ("erasures", "restrictions"),
    "restriction": ("restrictions",),
    "portability": ("transfers",),
    "objection": ("balancings", "restrictions", "erasures"),
    "objection_marketing": ("balancings", "erasures", "restrictions"),
    "objection_research": ("balancings",),
    "withdrawal": ("withdrawals", "erasures", "restrictions"),
    "automated": ("humanreviews",),
}
# What to say where a right's own measure is not there, and the step that opens it.
_BEGIN = "measure_open"
ABSENT: dict[str, tuple[Any, str, str]] = {
    "disclosures": (_("Nothing has been put together for the person yet."), "GDPR Art. 15", _BEGIN),
    "corrections": (_("No contested field is recorded."), "GDPR Art. 16", _BEGIN),
    "erasures": (_("No erasure is planned."), "GDPR Art. 17(1)", _BEGIN),
    "restrictions": (_("No restriction is in force: record its ground, which data, and how they are marked."),
                     "GDPR Art. 18(1)", "restriction_open"),
    "transfers": (_("No file is built: record its basis, its contents and its format."),
                  "GDPR Art. 20(1)", "transfer_build"),
    "balancings": (_("The objection is not recorded."), "GDPR Art. 21", _BEGIN),
    "withdrawals": (_("The withdrawal is not recorded."), "GDPR Art. 7(3)", _BEGIN),
    "humanreviews": (_("No review by a person is recorded."), "GDPR Art. 22(3)", _BEGIN),
}  # fmt: skip
# Before these outcomes something was done about the data.
DOES_SOMETHING = frozenset({"", "granted", "partly_granted"})


def measures_of(dsr: "SubjectRequest") -> list[Any]:
    """Return every measure of a request, its right's own first."""
    if dsr._state.adding:  # noqa: SLF001  (Django's documented door)
        return []
    return [_with(dsr, measure) for name in RELATED[dsr.right] for measure in getattr(dsr, name).all()]


def _with(dsr: "SubjectRequest", measure: Any) -> Any:
    """Return a measure that knows the very request at hand, with what is about to be changed on it."""
    measure.dsr, measure.today = dsr, dsr.today
    return measure


def measures_complete(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name what the measures of a request still lack before it may be answered."""
    rows = measures_of(dsr)
    found = [blocker for row in rows if dsr.outcome in row.needed_for for blocker in row.missing()]
    own = RELATED[dsr.right][0]
    begun = dsr.state != "received" and dsr.outcome in DOES_SOMETHING and not dsr._state.adding  # noqa: SLF001
    if begun and not any(row._meta.model_name + "s" == own for row in rows):  # noqa: SLF001
        text, article, mend = ABSENT[own]
        found.insert(0, Blocker("measure", text, article, mend))
    return found


def packages_approvable(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name what keeps this person from approving the package that goes out with the answer."""
    if by is not None and by.pk == dsr.author_id:
        # The author may not approve in any case; that is said once.
        return []
    packages = [row for row in measures_of(dsr) if row.kind == "disclosure" and row.fits("approve")]
    return [blocker for row in packages for blocker in row.blockers("approve", by)]
