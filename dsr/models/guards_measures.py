"""What measures ask for before an answer."""

from typing import TYPE_CHECKING

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User


def measures_complete(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name what the measures of a request still lack before it may be answered."""
    return []
