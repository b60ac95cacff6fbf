"""The heartbeat of each sweep: when it last went through to its end."""

from typing import ClassVar

from django.db import models

from dsr.models.base import Declared


class Heartbeat(Declared):
    """One sweep: when it first and last ended well, and how much it then did."""

    impersonal: ClassVar = ("sweep",)

    sweep = models.CharField(max_length=24, primary_key=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    did = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sweep} at {self.last_at}"
