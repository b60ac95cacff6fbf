"""Whether a click that came too late is only the second half of a double click."""

from collections.abc import Callable, Mapping
from typing import Any

from dsr.models import MEASURES, Direction, EventName, SubjectRequest, User

Words = Mapping[str, Any]
# So many events of measures one step may write.
LATEST = 6
# The steps that add a row to a measure, with the name under which it keeps them.
ADDS = {"keep": "kept", "use": "uses"}
Same = Callable[[SubjectRequest, Words], bool]


def is_repeat(
    dsr: SubjectRequest, event: EventName, same: Same, words: Words, *, by: User, seen: int
) -> bool:
    """Return whether this person has just done this very step, from this very page, in the same words."""
    done = dsr.events.filter(version=seen + 1, name=event, by=by).exists()
    return done and same(dsr, words)


def always(dsr: SubjectRequest, words: Words) -> bool:
    """Tell that a step without words is the same as itself."""
    return True


def same_field(stored: str, typed: str) -> Same:
    """Return a check that a stored field, or a field of what hangs on the request, is what was typed."""

    def check(dsr: SubjectRequest, words: Words) -> bool:
        found: Any = dsr
        for part in stored.split("."):
            found = getattr(found, part, None)
        return bool(found == words.get(typed))

    return check


def same_draft(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the stored answer is the one that was typed."""
    return (dsr.outcome, dsr.answer) == (words.get("outcome"), words.get("answer")) and (
        dsr.reasons == words.get("reasons", "") and set(dsr.grounds) == set(words.get("grounds", ()))
    )


def same_measure(kind: str, step: str) -> Same:
    """Return a check that the last step of a measure is this one, on the same row, with the words that were typed."""

    def check(dsr: SubjectRequest, words: Words) -> bool:
        # A step may move other measures as well, whose events follow its own.
        latest = dsr.events.filter(name=EventName.MEASURE).order_by("-pk")[:LATEST]
        told = next(
            (e.data for e in latest if (e.data.get("measure"), e.data.get("step")) == (kind, step)), None
        )
        if told is None:
            return False
        if "on" not in words:
            return True
        row = MEASURES[kind].objects.filter(dsr=dsr, pk=words["on"]).first()
        # What a step adds stands in a row of its own, under names that the measure may use for something else.
        added = getattr(row, ADDS[step]).last() if step in ADDS and row is not None else row
        typed = {name: value for name, value in words.items() if name != "on" and hasattr(added, name)}
        return told.get("id") == words["on"] and all(getattr(added, n) == value for n, value in typed.items())

    return check


def same_pause(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last question to the person is the one that was typed, with its reasons."""
    last, letter = dsr.pauses.last(), _last_letter(dsr)
    return last is not None and last.why == words.get("why") and str(words.get("asks")) in letter


def same_message(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last message to the person holds what was typed."""
    return str(words.get("body")) in _last_letter(dsr)


def same_reopening(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last reopening is the one that was typed."""
    last = dsr.reopenings.last()
    return last is not None and (last.reason, last.why) == (words.get("reason"), words.get("why"))


def _last_letter(dsr: SubjectRequest) -> str:
    last = dsr.messages.filter(direction=Direction.OUT).last()
    return last.body if last else ""
