"""The secret address under which a member of staff reads due dates in a calendar of their own."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared


class CalendarFeed(Declared):
    """One feed. Only the digest of its secret is kept; a new one ends the old one."""

    impersonal: ClassVar = ("digest",)

    user = models.OneToOneField("dsr.User", models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
