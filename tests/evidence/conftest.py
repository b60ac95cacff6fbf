"""A log of some events, with its key and its file of checkpoints in a folder of the test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from dsr.evidence import checkpoints, guards
from dsr.models import Controller, EventName
from dsr.services import step
from tests import make
from tests.make import at

NOW = at("2026-03-10 09:00")


@pytest.fixture
def log(controller: Controller):
    """A log of ten events of one request and more, signed once."""
    (dsr,) = make.requests(controller, now=NOW)
    write(dsr, 10)
    checkpoints.keep(now=NOW)
    return dsr


def write(dsr, count: int) -> None:
    """Write so many further events of a request, and chain them with whatever waits."""
    for number in range(count):
        step.record(dsr, EventName.ASSIGNED, now=NOW, by=None, actor=None, data={"to": number})


@contextmanager
def unguarded() -> Iterator[None]:
    """Do what somebody could who owns the database: take the guards away, and set them up again."""
    with connection.cursor() as cursor:
        for statement in guards.removal(connection.vendor):
            cursor.execute(statement)
    yield
    guards.install(connection)
