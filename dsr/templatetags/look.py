"""Tags and filters of the look: the rail, badges, dates written out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page, Paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dsr.law import regimes
from dsr.models import Controller
from dsr.notices import words
from dsr.web import dates
from dsr.web.rail import Rail
from dsr.web.rail import rail as draw
from dsr.web.tone import SHAPES

register = template.Library()


@register.simple_tag
def rail(r: Rail | None, *, large: bool = False) -> str:
    """Draw a rail; nothing where there is none."""
    return draw(r, large=large) if r else ""


@register.simple_tag
def badge(tone: str, words: Any) -> SafeString:
    """Show a state as colour, shape and words."""
    return format_html(
        '<span class="badge {}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        tone,
        SHAPES[tone],
        words,
    )


@register.simple_tag
def unreviewed(controller: Controller) -> str:
    """Say that nobody reviewed the law by which a date was counted; nothing where somebody did."""
    law = regimes.get(controller.regime)
    said = _("The rules of %(law)s were not reviewed for this product. Check each date yourself.")
    return "" if law.reviewed else said % {"law": law.name}


@register.simple_tag(name="longdate")
def longdate_tag(day: date | None) -> str:
    """Write a date out, with its weekday."""
    return dates.longdate(day)


@register.simple_tag(name="shortdate")
def shortdate_tag(day: date | None) -> str:
    """Write a short date."""
    return dates.shortdate(day)


@register.simple_tag(name="daydate")
def daydate_tag(day: date | None) -> str:
    """Write a date without its year."""
    return dates.daydate(day)


register.filter("cited", words.cited)
register.filter("numbered", words.numbered)
register.filter("longdate", dates.longdate)
register.filter("shortdate", dates.shortdate)
register.filter("daydate", dates.daydate)


@register.filter
def entry(table: Mapping[Any, Any] | None, key: Any) -> Any:
    """Return the entry of a mapping under a key that is a variable; nothing where there is none."""
    return table.get(getattr(key, "value", key), "") if table else ""


@register.simple_tag
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """Return the numbers of the pages around this one, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def is_gap(number: int | str) -> bool:
    """Say whether a page number stands for those left out."""
    return number == Paginator.ELLIPSIS


@register.filter
def one_line(text: str) -> str:
    """Return a text of several lines, such as a postal address, as one line with commas."""
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip())
