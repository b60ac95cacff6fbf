"""What one panel of the page of a request shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dsr.models import Blocker
from dsr.web.tone import Tone


@dataclass(frozen=True)
class PanelStep:
    """One button of a panel."""

    verb: Any
    url: str
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class Panel:
    """One matter of a request: what is asked, where it stands, what is recorded, what is missing, what comes next.

    `lines` are pairs of a name and what is recorded; `rows` are lists under a heading, such as tasks, each with
    its text, what it says at the right, and an address or nothing.
    """

    code: str
    title: Any
    state: Any = ""
    tone: Tone = "resting"
    asked: str = ""
    lines: Sequence[tuple[Any, str]] = ()
    rows: Sequence[tuple[str, Any, str]] = ()
    # What is missing: the blocker, the address of the step that mends it, and its verb.
    missing: Sequence[tuple[Blocker, str, Any]] = ()
    steps: Sequence[PanelStep] = ()
    note: str = ""
