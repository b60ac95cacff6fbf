"""Days, spans of time and provisions as letters and mails say them, in the language that is active."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.template import Context, Template
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dsr.law import citations

FALLBACK = "en"


def longdate(day: date | None) -> str:
    """Return a date written out with its weekday, "Monday 14 December 2026"; nothing for no date."""
    # Translators: a date with its weekday, in the letters of Django's date format.
    return date_format(day, _("l j F Y")) if day else ""


def cited(source: str) -> str:
    """Return where a rule stands as the language cites it: "GDPR Art. 12(3)"."""
    return citations.cited(source, get_language() or FALLBACK)


def numbered(article: str) -> str:
    """Return the number of an article as the language writes it after "Art."."""
    return citations.numbered(article, get_language() or FALLBACK)


def time_left(last_on: date | None, today: date, *, closed: bool = False) -> str:
    """Return how a request stands against its last day, in calendar days as the law counts."""
    if closed:
        return _("closed")
    if last_on is None:
        return _("paused")
    left = (last_on - today).days
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left <= 1:
        return _("due tomorrow") if left else _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def text(folder: str, language: str, name: str, context: dict[str, object]) -> str:
    """Render a text template of a language, of English where that language has none; nothing is escaped."""
    names = (f"{folder}/{code}/{name}.txt" for code in (language, language.split("-")[0], FALLBACK))
    return tidy(_first(names).render(Context(context, autoescape=False)))


def tidy(written: str) -> str:
    """Return a text without spaces at the ends of lines and with at most one empty line between two others."""
    lines: list[str] = []
    for line in (line.rstrip() for line in written.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)


def _first(names: Iterable[str]) -> Template:
    """Return the first of these templates that there is. Raises TemplateDoesNotExist."""
    tried = list(names)
    for name in tried:
        with suppress(TemplateDoesNotExist):
            return get_template(name).template
    raise TemplateDoesNotExist(tried[-1])
