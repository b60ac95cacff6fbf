"""What tasks ask for before an answer."""

from typing import TYPE_CHECKING

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User


def tasks_answered(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name the tasks of a request that nobody has answered yet."""
    return []
