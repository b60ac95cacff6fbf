"""What every test of the pages starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start in English: a page asked for in one test leaves its language behind in the thread."""
    with translation.override("en"):
        yield
