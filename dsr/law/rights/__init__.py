"""The rights of the data subject as data: one file a right, what is common to all, the links between them."""

from collections.abc import Mapping

from dsr.law.rights import common
from dsr.law.rights.access import ACCESS
from dsr.law.rights.automated import AUTOMATED
from dsr.law.rights.erasure import ERASURE
from dsr.law.rights.facts import FACTS
from dsr.law.rights.links import LINKS
from dsr.law.rights.objection import OBJECTION, OBJECTION_MARKETING, OBJECTION_RESEARCH
from dsr.law.rights.portability import PORTABILITY
from dsr.law.rights.records import Item, Link, Question, RefusalGround, Right, UnknownGround
from dsr.law.rights.rectification import RECTIFICATION
from dsr.law.rights.restriction import RESTRICTION
from dsr.law.rights.withdrawal import WITHDRAWAL

__all__ = [
    "ALL", "FACTS", "ITEMS", "LINKS", "Item", "Link", "Question", "RefusalGround", "Right", "UnknownGround",
    "UnknownRight", "get",
]  # fmt: skip


class UnknownRight(LookupError):
    """No right has this code."""


ALL: dict[str, Right] = {
    right.code: right
    for right in (
        ACCESS, RECTIFICATION, ERASURE, RESTRICTION, PORTABILITY,
        OBJECTION, OBJECTION_MARKETING, OBJECTION_RESEARCH, WITHDRAWAL, AUTOMATED,
    )
}  # fmt: skip

# Every statement of the law by its id, those common to all rights first.
ITEMS: Mapping[str, Item] = {
    item.id: item for group in (common.ITEMS, *(right.items() for right in ALL.values())) for item in group
}


def get(code: str) -> Right:
    """Return the right of a code such as "access". Raises UnknownRight."""
    try:
        return ALL[code]
    except KeyError:
        raise UnknownRight(code) from None
