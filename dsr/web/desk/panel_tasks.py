"""The panels of tasks on the page of a request."""

from dsr.models import SubjectRequest
from dsr.web.desk.panel import Panel
from dsr.web.desk.who import Desk


def tasks(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return one panel for each that the request has."""
    return []
