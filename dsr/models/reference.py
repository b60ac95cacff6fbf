"""Reference numbers: `DSR-2026-000123-K`, without gaps, with a check character."""

import re
from typing import ClassVar

from django.db import models

from dsr.models.base import Declared

# 23 letters without I, O and Y. 23 is prime and divides no 9 x 10^n or d x 10^n, so one wrong figure and
# two figures changed over always give another letter.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXZ"
PATTERN = re.compile(r"^([A-Z]{2,8})-?(\d{4})-?(\d{6,})-?([A-Z])$")


class ReferenceCounter(Declared):
    """The last number given out for a prefix in a year; its row is locked while one is taken."""

    impersonal: ClassVar = ("prefix",)

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


def check_letter(year: int, number: int) -> str:
    """Return the letter that guards a number against a slip of the hand."""
    return LETTERS[int(f"{year}{number:06d}") % len(LETTERS)]


def reference(prefix: str, year: int, number: int) -> str:
    """Return the whole reference of a number."""
    return f"{prefix}-{year}-{number:06d}-{check_letter(year, number)}"


def parse(typed: str) -> str | None:
    """Return the reference that a person typed in its written form, or None where it cannot be one."""
    found = PATTERN.match(re.sub(r"[\s\u2013\u2014_/]+", "-", typed.strip().upper()))
    if found is None:
        return None
    prefix, year, number, letter = found.groups()
    whole = reference(prefix, int(year), int(number))
    return whole if letter == whole[-1] else None
