"""What a dispute about any request of a letter stands in the way of."""

from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest


def disputed(dsr: "SubjectRequest") -> Any:
    """Return a dispute about this letter that is not over; None where there is none."""
    rows: Any = apps.get_model("dsr", "Dispute").objects
    if getattr(dsr, "has_disputed", None) is False:
        return None  # A page has read it with the request.
    return rows.filter(dsr__submission=dsr.submission_id).exclude(state="over").first()
