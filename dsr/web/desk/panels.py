"""The registry of the panels on the page of a request; each entry returns none, one or several."""

from collections.abc import Callable, Sequence

from dsr.models import SubjectRequest
from dsr.web.desk.panel import Panel
from dsr.web.desk.panel_asking import asking
from dsr.web.desk.panel_disputes import disputes
from dsr.web.desk.panel_measures import measures
from dsr.web.desk.panel_package import package
from dsr.web.desk.panel_recipients import recipients
from dsr.web.desk.panel_tasks import tasks
from dsr.web.desk.who import Desk

PANELS: tuple[Callable[[SubjectRequest, Desk], Sequence[Panel]], ...] = (
    asking, disputes, measures, package, tasks, recipients,
)  # fmt: skip


def panels(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return every panel of a request in the order of the registry."""
    return [panel for entry in PANELS for panel in entry(dsr, desk)]
