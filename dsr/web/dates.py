"""Dates as people read them, in the language of the page."""

from datetime import date

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _


def longdate(day: date | None) -> str:
    """Return a date written out, with its weekday: "Monday 14 December 2026"; nothing for no date."""
    # Translators: a date with its weekday, in the letters of Django's date format.
    return date_format(day, _("l j F Y")) if day else ""


def shortdate(day: date | None) -> str:
    """Return a short date: "14 Dec 2026"; nothing for no date."""
    # Translators: a short date, in the letters of Django's date format.
    return date_format(day, _("j M Y")) if day else ""


def daydate(day: date | None) -> str:
    """Return a date without its year: "14 December"; nothing for no date."""
    # Translators: a date without its year, in the letters of Django's date format.
    return date_format(day, _("j F")) if day else ""
