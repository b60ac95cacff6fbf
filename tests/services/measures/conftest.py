"""What the tests of measures share: a request at work, and what it lacks."""

import pytest

from dsr.services import handling, identity
from tests import make
from tests.make import at, stored

NOW = at("2026-05-06 14:30")
LATER = at("2026-05-19 09:10")


@pytest.fixture
def begun(controller, dpo):
    """A function that returns a request of a right on which the work has started."""

    def begin(right, **asked):
        (dsr,) = make.requests(controller, right, now=NOW, **asked)
        identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW)
        handling.start(dsr.pk, by=dpo, now=NOW)
        return stored(dsr.pk)

    return begin
