"""The orders in which requests can be listed, each with the index that finds any page of it at once.

Each order ends with the key of the row, so that no two requests share a place and a page can begin after any of them.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

# A request that rests has no last day: its safe day stands in, so that it keeps a place among the others.
NEVER = date(9999, 12, 31)


def due() -> Coalesce:
    """Return the day by which lists are sorted."""
    return Coalesce("due_on", "safe_on", Value(NEVER), output_field=models.DateField())


ORDERS: dict[str, tuple[Any, ...]] = {
    "due": (due(), F("id")),
    "received": (F("received_at"), F("id")),
    "reference": (F("id"),),
    "state": (F("state"), due(), F("id")),
    "right": (F("right"), due(), F("id")),
    "controller": (F("controller_id"), due(), F("id")),
    "handler": (Coalesce("handler_id", Value(0)), due(), F("id")),
}
IS_OPEN = ~Q(state="closed")

INDEXES = (
    models.Index(*ORDERS["due"], name="by_due"),
    models.Index(*ORDERS["due"], name="open_by_due_all", condition=IS_OPEN),
    # With what the trend of the home page counts by.
    models.Index(fields=["received_at", "id"], include=["controller", "right"], name="by_received"),
    models.Index(*ORDERS["received"], name="open_by_received", condition=IS_OPEN),
    models.Index(*ORDERS["state"], name="by_state"),
    models.Index(*ORDERS["right"], name="by_right"),
    models.Index(*ORDERS["controller"], name="by_controller"),
    models.Index(*ORDERS["handler"], name="by_handler"),
    # What the figures of the home page count: answers of the last twelve months.
    models.Index(
        fields=["answered_on", "controller", "right", "due_on"],
        condition=Q(answered_on__isnull=False),
        name="answers",
    ),
)
