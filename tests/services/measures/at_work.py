"""When the tests of measures happen, and what they ask of a request."""

from tests.make import at, stored

NOW = at("2026-05-06 14:30")
LATER = at("2026-05-19 09:10")


def codes(caught):
    """Return the codes of what blocked a step."""
    return [blocker.code for blocker in caught.value.blockers]


def missing(dsr, outcome="granted"):
    """Return what the measures of a request lack before an answer of that kind."""
    fresh = stored(dsr.pk)
    fresh.outcome = outcome
    return [
        blocker
        for blocker in fresh.blockers("submit_for_review")
        if blocker.code not in {"outcome", "answer"}
    ]
