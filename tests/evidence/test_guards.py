"""The database itself refuses to change what was logged, on both engines."""

import pytest
from django.db import DatabaseError, connection, transaction

from dsr.evidence import checkpoints, guards, tree
from dsr.evidence.entries import FIELDS
from dsr.models import Checkpoint, Event, LogBlock, LogEntry, LogQueue
from tests.evidence.conftest import NOW, write

pytestmark = [pytest.mark.django_db, pytest.mark.both]

KEPT = [Event, LogEntry, LogBlock, Checkpoint]


@pytest.fixture
def full(log, monkeypatch):
    """A log with at least one row in each of its tables."""
    monkeypatch.setattr("dsr.evidence.log.BLOCK", 4)
    write(log, 3)
    checkpoints.keep(now=NOW)
    return log


def refused(*statements: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError as error:
        return guards.REFUSAL in str(error)
    return False


@pytest.mark.parametrize("model", KEPT)
def test_nothing_that_was_logged_can_be_changed_or_removed(model, full):
    table, key = model._meta.db_table, model._meta.pk.column
    before = list(model.objects.values())

    assert before
    assert refused(f"UPDATE {table} SET {key} = {key}")
    assert refused(f"DELETE FROM {table}")
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", KEPT)
def test_nor_emptied_or_replaced(model, full):
    table = model._meta.db_table
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    if connection.vendor == "postgresql":
        assert refused("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE {table} CASCADE")
    else:
        assert refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")


def test_the_orm_finds_no_way_around(full):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(name="purged")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.order_by("pk")[:1].get().save()
    with pytest.raises(TypeError):
        Event.objects.order_by("pk")[:1].get().delete()


def test_every_event_is_queued_however_it_was_written(log):
    columns = [field.column for field in Event._meta.concrete_fields if field.name != "id"]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO dsr_event ({names}) SELECT {names} FROM dsr_event WHERE name = 'submitted'"
        )

    assert LogQueue.objects.get().event_id == Event.objects.latest("pk").pk


def test_a_guard_that_was_taken_away_is_missed(log):
    place = " ON dsr_event" if connection.vendor == "postgresql" else ""
    name = "dsr_event_keep_row" if place else "dsr_event_keep_update"

    assert guards.missing(connection) == []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{place}")
    assert guards.missing(connection) == [name]
    guards.install(connection)
    assert guards.missing(connection) == []


def test_a_block_is_a_whole_subtree():
    assert 1 << tree.HEIGHT == tree.BLOCK
    assert set(FIELDS) == {
        field.attname if field.name != "id" else "pk" for field in Event._meta.concrete_fields
    }
