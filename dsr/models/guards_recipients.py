"""What recipients ask for before an answer."""

from typing import TYPE_CHECKING

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User


def recipients_told(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name the recipients of a request that are neither told nor excused."""
    return []
