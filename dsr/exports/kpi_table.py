"""The report of figures as rows of text: what its page, its CSV and its PDF show alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dsr.exports import kpi

Write = Callable[[Any], str]


@dataclass(frozen=True)
class Figure:
    """One column of the report: its code, its header (a message id), and how it is found in a line."""

    code: str
    header: str
    of: Callable[[kpi.Line], Any]


FIGURES: Sequence[Figure] = (
    Figure("received", gettext_noop("Received"), lambda line: line.received),
    Figure("closed", gettext_noop("Closed"), lambda line: line.closed),
    Figure("open_at_end", gettext_noop("Open at the end"), lambda line: line.open_at_end),
    Figure("on_time", gettext_noop("On time %"), lambda line: line.on_time),
    Figure("reachable", gettext_noop("Best still reachable %"), lambda line: line.reachable),
    Figure("in_time", gettext_noop("Answered in time"), lambda line: line.in_time),
    Figure("late", gettext_noop("Answered late"), lambda line: line.late),
    Figure("open_in_time", gettext_noop("Open, in time"), lambda line: line.open_in_time),
    Figure("open_late", gettext_noop("Open, late"), lambda line: line.open_late),
    Figure("unanswered", gettext_noop("Ended without an answer"), lambda line: line.unanswered),
    Figure("median", gettext_noop("Median days"), lambda line: line.median),
    Figure("ninetieth", gettext_noop("Nine in ten within days"), lambda line: line.ninetieth),
    Figure("extended", gettext_noop("Extended"), lambda line: line.extended),
    Figure("refused", gettext_noop("Refused"), lambda line: line.refused),
    Figure("identity", gettext_noop("Identity doubted %"), lambda line: line.identity_share),
    Figure("explained", gettext_noop("Lateness explained"), lambda line: line.explained),
)


def text(value: Any) -> str:
    """Return one figure as another program reads it: nothing where there is nothing to count or divide."""
    return "" if value is None else f"{value:g}"


def written(value: Any) -> str:
    """Return one figure as people of the active language write it."""
    return "" if value is None else number_format(value, 1 if isinstance(value, float) else 0)


def cells(line: kpi.Line, write: Write = text) -> list[str]:
    """Return the figures of one line."""
    return [write(figure.of(line)) for figure in FIGURES]


def headers() -> list[str]:
    """Return the headers of the figures in the language that is active."""
    return [_(figure.header) for figure in FIGURES]


def rows(report: kpi.Report, write: Write = text) -> list[list[str]]:
    """Return the whole report as one table: by what, which one, then the figures; the sum first."""
    found = [[_("All"), "", *cells(report.total, write)]]
    for way, lines in report.lines.items():
        found += [[_(kpi.WAYS[way]), kpi.name(way, line.key), *cells(line, write)] for line in lines]
    blank = [""] * (len(FIGURES) - 1)
    found += [[_("Refusals by ground"), ref, str(number), *blank] for ref, number in report.grounds]
    place = [figure.code for figure in FIGURES].index("median")
    for system, number, median in report.owners:
        answered = [str(number), *blank]
        answered[place] = write(median)
        found.append([_("Answers of systems"), system, *answered])
    return found


def head() -> list[str]:
    """Return the headers of `rows`."""
    return [_("Figures by"), _("Which"), *headers()]
