"""The small records the rights are made of: one statement of the law each, with its article."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Literal

# What an id says about its item, between the right and the item's own code ("art17.exc.legal_claims").
_SECTIONS = frozenset({"duty", "exc", "ground", "out", "pre", "resp", "scope", "side", "use"})

# Effects of an exception that do not turn the request down, in whole or in part: the person is asked for a
# fee, sent to the controller, told that there are no data or shown where they are, or another rule applies.
NO_REFUSAL = frozenset(
    {"fee", "forward", "negative_answer", "regime_differs", "satisfied_by_self_service", "scope"}
)


@dataclass(frozen=True)
class Item:
    """One statement of the law about a right.

    `text` is a message id. `jurisdiction` is an ISO 3166 country, None for the GDPR itself; `rights` are the
    codes of the rights it is about, empty for all. `requires` and `cumulative` name facts to be recorded
    first, `condition` the fact without which it does not apply, `ends` the event that ends it, `scope` whom
    it binds; `facts.FACTS` words them. `opens` is the id of an item that it opens elsewhere. `confidence` is
    "medium" where the provision was not read again in its own text.
    """

    id: str
    ref: str
    text: str
    _: KW_ONLY
    jurisdiction: str | None = None
    effect: str | None = None
    requires: tuple[str, ...] = ()
    condition: str | None = None
    opens: str | None = None
    confidence: str = "high"
    mandatory: bool = True
    cumulative: tuple[str, ...] = ()
    scope: str | None = None
    burden: str | None = None
    examples: tuple[str, ...] = ()
    ends: str | None = None
    hard_gate: bool = False
    rights: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    time: str | None = None

    @property
    def code(self) -> str:
        """Return the item's own part of its id: "legal_claims" for "art17.exc.legal_claims"."""
        parts = self.id.split(".")
        own = parts[2:] if parts[1:2] and parts[1] in _SECTIONS else parts[1:]
        return ".".join(own) or self.id

    def applies_in(self, country: str | None) -> bool:
        """Tell whether this holds for a controller in that country (ISO 3166, two letters)."""
        return self.jurisdiction is None or self.jurisdiction == country

    def covers(self, right: str) -> bool:
        """Tell whether this is about the right of that code."""
        return not self.rights or right in self.rights


@dataclass(frozen=True)
class RefusalGround(Item):
    """A ground on which a controller need not do all that is asked; the controller has to show it.

    Source: GDPR 12(4), 12(5) s.2, 5(2). `effect` says what follows; "refuse" unless the law is milder.
    """

    effect: str | None = "refuse"
    burden: str | None = "controller"

    @property
    def refuses(self) -> bool:
        """Tell whether the person is refused something, so that the notice of GDPR 12(4) is due."""
        return self.effect not in NO_REFUSAL


@dataclass(frozen=True)
class Question:
    """A question of the public form that helps with one right; no answer is ever a condition of the right.

    `label`, `hint` and the second half of each choice are message ids.
    """

    code: str
    label: str
    hint: str
    kind: Literal["text", "choice", "yesno"] = "text"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Link:
    """An effect of one right on another. `rights` are codes, `points_to` ids of items or rights.

    `how` is "open" (at once), "offer" (the person or the desk chooses), "block" or "order".
    """

    id: str
    ref: str
    when: str
    then: str
    how: Literal["open", "offer", "block", "order"]
    rights: tuple[str, ...]
    points_to: tuple[str, ...]
    until: str | None = None
    jurisdiction: str | None = None


Names = Mapping[str, str]
