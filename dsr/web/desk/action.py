"""What one step of the desk is made of, whichever table lists it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dsr.models import OPEN, Blocker, EventName, State, SubjectRequest, User, current_package
from dsr.web.desk.repeats import Same, always
from dsr.web.desk.step_form import StepForm

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """The letter that a step sends: its kind, and which of the form's words stand where in it."""

    kind: str | Callable[[SubjectRequest], str]
    words: Mapping[str, str]

    def kind_for(self, dsr: SubjectRequest) -> str:
        """Return the kind of letter for this request."""
        return self.kind if isinstance(self.kind, str) else self.kind(dsr)

    def words_for(self, dsr: SubjectRequest, typed: Words) -> dict[str, Any]:
        """Return the letter's words from what was typed, or from the answer that is stored."""
        found = {name: typed.get(source, getattr(dsr, source, "")) for name, source in self.words.items()}
        # A letter prints the number of another request.
        return {name: str(word) if isinstance(word, SubjectRequest) else word for name, word in found.items()}


@dataclass(frozen=True, kw_only=True)
class Action:
    """One step of the desk. `fits` tells for the steps that are no transition whether they make sense now."""

    verb: Any
    says: Any
    run: Callable[..., Any]
    event: EventName
    form: type[StepForm] = StepForm
    transition: str = ""
    fits: Callable[[SubjectRequest], bool] | None = None
    dpo_only: bool = False
    danger: bool = False
    # What goes out or is gone for ever: whoever does it proves again who sits there (web/desk/step_up.py).
    step_up: bool = False
    letter: Letter | None = None
    # Whether the page shows the letters that wait on paper, to be printed from it.
    paper: bool = False
    # Whether what is stored is what these words would have made: a second click then is no conflict.
    same: Same = always
    # What stands in the way of a step that is no transition of the request, for this person.
    stops: Callable[[SubjectRequest, User], list[Blocker]] | None = None
    # A step of a panel: offered there and where it mends something, not among the steps of the request.
    aside: bool = False

    def suits(self, dsr: SubjectRequest) -> bool:
        """Return whether the step belongs to the state of a request, whatever may be missing for it."""
        return self.fits(dsr) if self.fits else dsr.fits(self.transition)


def is_open(dsr: SubjectRequest) -> bool:
    """Return whether a request is still at work."""
    return dsr.state in OPEN


def identity_counts(dsr: SubjectRequest) -> bool:
    """Return whether it still matters who is asking: the request is at work, or a package waits to be fetched."""
    package = None if is_open(dsr) else current_package(dsr)
    return is_open(dsr) or (package is not None and package.is_kept)


def is_editable(dsr: SubjectRequest) -> bool:
    """Return whether the answer may still be written."""
    return dsr.state in {State.RECEIVED, State.IN_PROGRESS, State.IN_REVIEW}


def has_contact(dsr: SubjectRequest) -> bool:
    """Return whether there still is a person to write to."""
    return dsr.submission.purged_at is None
