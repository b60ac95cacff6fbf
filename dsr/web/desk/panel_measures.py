"""The panels of measures on the page of a request."""

from dsr.models import SubjectRequest
from dsr.web.desk.panel import Panel
from dsr.web.desk.who import Desk


def measures(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return one panel for each that the request has."""
    return []
