"""A right of the data subject as one frozen record, and the look-ups the house needs of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from dsr.law.rights.common import REFUSAL_GROUNDS
from dsr.law.rights.items import Item, Link, Names, Question, RefusalGround
from dsr.law.rights.names import NAMES

__all__ = ["Item", "Link", "Question", "RefusalGround", "Right", "UnknownGround"]


class UnknownGround(LookupError):
    """The law gives no such ground for this right."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Right:
    """One right: what it is called, when it holds, when it does not, and what an answer to it needs.

    `plain` and `plain_hint` are the message ids of its line on the public form. `immediate` rights take
    effect on receipt and are not assessed (GDPR 7(3), 21(3)). `refusable` is False where nothing allows a
    refusal.
    """

    code: str
    id: str
    article: str
    group: str
    names: Names
    heading: Names
    plain: str
    plain_hint: str
    popular: Names = field(default_factory=dict)
    refusable: bool = True
    immediate: bool = False
    preconditions: tuple[Item, ...] = ()
    preconditions_logic: Literal["all", "any"] = "all"
    grounds: tuple[Item, ...] = ()
    exceptions: tuple[RefusalGround, ...] = ()
    outcomes: tuple[Item, ...] = ()
    response: tuple[Item, ...] = ()
    duties: tuple[Item, ...] = ()
    side_effects: tuple[Item, ...] = ()
    scope_options: tuple[Item, ...] = ()
    permitted_while_restricted: tuple[Item, ...] = ()
    asks_for: tuple[Question, ...] = ()

    def name(self, language: str) -> str:
        """Return what the right is called in a language ("de", "de-AT"), in English where it is not known."""
        short = language.partition("-")[0].lower()
        return self.names.get(short) or NAMES.get(short, self.names).get(self.code, self.names["en"])

    def heading_for(self, language: str) -> str:
        """Return the official heading of its article in a language, in English where it is not known."""
        return self.heading.get(language.partition("-")[0].lower(), self.heading["en"])

    def items(self) -> tuple[Item, ...]:
        """Return every statement of the law about this right."""
        return (
            *self.preconditions, *self.grounds, *self.scope_options, *self.exceptions, *self.outcomes,
            *self.response, *self.duties, *self.side_effects, *self.permitted_while_restricted,
        )  # fmt: skip

    def exceptions_for(self, country: str | None) -> tuple[RefusalGround, ...]:
        """Return the right's own exceptions that hold for a controller in that country."""
        return tuple(item for item in self.exceptions if item.applies_in(country))

    def refusal_grounds(self, country: str | None) -> tuple[RefusalGround, ...]:
        """Return the grounds for refusing it, in whole or in part: its own, then those common to all rights.

        Source: GDPR 11(2), 12(2), 12(4)-(6), 23. Empty for a right that cannot be refused.
        """
        return tuple(item for item in self._refusals() if item.applies_in(country))

    def other_answers(self, country: str | None) -> tuple[RefusalGround, ...]:
        """Return what may be answered instead of doing all that is asked and yet is no refusal.

        A fee, forwarding to the controller, a negative answer, access that is already open, another regime.
        """
        limits = self.exceptions + tuple(item for item in REFUSAL_GROUNDS if item.covers(self.code))
        return tuple(
            item
            for item in limits
            if not item.refuses and item.applies_in(country) and (self.refusable or item.effect != "fee")
        )

    def ground(self, code: str) -> RefusalGround:
        """Find a ground for refusing this right, in any country, by its id or its short code.

        Raises UnknownGround, also for a right that cannot be refused.
        """
        for item in self._refusals():
            if code in (item.id, item.code):
                return item
        raise UnknownGround(code)

    def references(self) -> dict[str, str]:
        """Return the article of every ground for refusing this right, in any country, by its id and its short code."""
        found: dict[str, str] = {}
        for item in self._refusals():
            for code in (item.id, item.code):
                found.setdefault(code, item.ref)
        return found

    def ground_to_grant(self, code: str) -> Item:
        """Find a ground on which this right can be asked for (as GDPR 17(1), 18(1)). Raises UnknownGround."""
        for item in self.grounds:
            if code in (item.id, item.code):
                return item
        raise UnknownGround(code)

    def response_for(self, country: str | None, conditions: Collection[str] = ()) -> tuple[Item, ...]:
        """Return what an answer must contain in that country, given the facts that are true of the case."""
        return tuple(
            item
            for item in self.response
            if item.applies_in(country) and (item.condition is None or item.condition in conditions)
        )

    def _refusals(self) -> tuple[RefusalGround, ...]:
        """Return every ground for refusing it, of every country."""
        if not self.refusable:
            return ()
        every = self.exceptions + tuple(item for item in REFUSAL_GROUNDS if item.covers(self.code))
        return tuple(item for item in every if item.refuses)
