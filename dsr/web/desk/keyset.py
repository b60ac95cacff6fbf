"""Pages of any length of list in the same short time: each begins after a row, not after a number of rows.

An address names the row by its key alone; its place in the order is looked up. So the thousandth page costs what the
first one does, and a request that arrives meanwhile moves nobody's page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Func, QuerySet, Value

from dsr.models import SubjectRequest
from dsr.models.orders import ORDERS

KEY = re.compile(r"^[0-9]{1,18}$", re.ASCII)
FIRST_ORDER = "due"


@dataclass(frozen=True)
class Part:
    """One page of a list: the keys of its rows in order, and whether there is more on either side."""

    keys: list[int]
    has_previous: bool
    has_next: bool


def known(sort: str) -> str:
    """Return a sort such as "due" or "-received" if there is one by that name, else the usual one."""
    return sort if sort.removeprefix("-") in ORDERS else FIRST_ORDER


def ordered(rows: QuerySet[SubjectRequest], sort: str) -> QuerySet[SubjectRequest]:
    """Return the requests in the order of a sort; a minus before its name turns the order round."""
    keys, falling = ORDERS[sort.removeprefix("-")], sort.startswith("-")
    return rows.order_by(*(key.desc() if falling else key.asc() for key in keys))


def part(rows: QuerySet[SubjectRequest], sort: str, asked: Mapping[str, Any], size: int) -> Part:
    """Return one page: the first one, the one `after` or `before` a row, or the `last` one, as the address asks."""
    after, before = _row(sort, asked.get("after")), _row(sort, asked.get("before"))
    if after is not None:
        keys, more = _keys(rows, sort, after, size)
        return Part(keys, has_previous=True, has_next=more)
    if before is not None or "last" in asked:
        keys, more = _keys(rows, _turned(sort), before, size)
        return Part(keys[::-1], has_previous=more, has_next=before is not None)
    keys, more = _keys(rows, sort, None, size)
    return Part(keys, has_previous=False, has_next=more)


def _turned(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"


def _row(sort: str, key: Any) -> tuple[Any, ...] | None:
    """Return the place of a row in the order; None where the address names no row."""
    if not key or not KEY.match(key):
        return None
    names = {f"key{n}": each for n, each in enumerate(ORDERS[sort.removeprefix("-")])}
    row = SubjectRequest.objects.filter(pk=key).order_by().annotate(**names)
    return row.values_list(*names).first()


def _keys(
    rows: QuerySet[SubjectRequest], sort: str, place: tuple[Any, ...] | None, size: int
) -> tuple[list[int], bool]:
    """Return at most so many keys that come after a place in the order, and whether there are more."""
    if place is not None:
        rows = rows.filter(_beyond(sort, place))
    found = list(ordered(rows, sort).values_list("pk", flat=True)[: size + 1])
    return found[:size], len(found) > size


def _beyond(sort: str, place: tuple[Any, ...]) -> Func:
    """Return the condition that a row comes after a place: SQL compares the whole row of values at once."""
    keys = ORDERS[sort.removeprefix("-")]
    sides = (
        Func(*each, template="(%(expressions)s)", output_field=BooleanField())
        for each in (keys, [Value(value) for value in place])
    )
    sign = " < " if sort.startswith("-") else " > "
    return Func(*sides, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())
