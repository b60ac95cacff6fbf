"""Counters that all processes share: how often something came from one network within a while."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared


class Tally(Declared):
    """One counter. Its key is a keyed digest that names nobody; once it has ended it counts nothing."""

    impersonal: ClassVar = ("key",)

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"tally of {self.count}"
