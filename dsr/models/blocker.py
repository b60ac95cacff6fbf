"""What stands in the way of a step, in words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Blocker:
    """One thing that stands in the way of a step."""

    code: str
    text: Any
    article: str = ""
    # The step of the desk that mends it, where there is one.
    mend: str = ""
    # The number of the row that the step is about, where a request has several.
    on: int | None = None


class Blocked(Exception):
    """A step fits the state, but something is missing; `blockers` says what."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__("; ".join(str(b.code) for b in blockers))
        self.blockers = blockers
