"""The triggers that keep the log: whoever changes or removes a row of it is refused by the database itself."""

from typing import Any

# By table: the columns of which each must stay the only one of its value.
KEPT = {
    "dsr_event": ("id",),
    "dsr_logentry": ("seq", "event_id"),
    "dsr_logblock": ("number",),
    "dsr_checkpoint": ("size",),
}
REFUSAL = "the log is only ever added to"
QUEUE = "INSERT INTO dsr_logqueue (event_id) VALUES (NEW.id)"

PG_REFUSE = f"""CREATE OR REPLACE FUNCTION dsr_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""
PG_QUEUE = f"""CREATE OR REPLACE FUNCTION dsr_log_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {QUEUE}; RETURN NULL; END $$"""


def statements(vendor: str) -> list[str]:
    """Return what sets the triggers up; those that are there already are made anew."""
    if vendor == "postgresql":
        return [PG_REFUSE, PG_QUEUE, *removal(vendor), *_postgresql()]
    return [*removal(vendor), *_sqlite()]


def removal(vendor: str) -> list[str]:
    """Return what takes the triggers away, for a change of the tables themselves."""
    place = " ON {}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{place.format(table)}" for name, table in names(vendor).items()]


def names(vendor: str) -> dict[str, str]:
    """Return every trigger with its table."""
    kinds = ("row", "all") if vendor == "postgresql" else ("update", "delete", "replace")
    kept = {f"{table}_keep_{kind}": table for table in KEPT for kind in kinds}
    return {**kept, "dsr_event_queue": "dsr_event"}


def install(connection: Any) -> None:
    """Set the triggers up. A migration that rebuilds one of the tables calls this again: SQLite loses them then."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """Return the triggers that should be there and are not, or are switched off."""
    if connection.vendor == "postgresql":
        look = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        look = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(look)
        found = {name for (name,) in cursor.fetchall()}
    return sorted(set(names(connection.vendor)) - found)


def _postgresql() -> list[str]:
    refuse = "EXECUTE FUNCTION dsr_log_refuse()"
    kept = [
        f"CREATE TRIGGER {table}_keep_{kind} BEFORE {events} ON {table} FOR EACH {each} {refuse}"
        for table in KEPT
        for kind, events, each in (("row", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT"))
    ]
    queue = "CREATE TRIGGER dsr_event_queue AFTER INSERT ON dsr_event FOR EACH ROW EXECUTE FUNCTION dsr_log_queue()"
    return [*kept, queue]


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    found = []
    for table, columns in KEPT.items():
        found += [
            f"CREATE TRIGGER {table}_keep_{kind} BEFORE {kind.upper()} ON {table} {refuse}"
            for kind in ("update", "delete")
        ]
        # INSERT OR REPLACE removes the old row without asking the trigger above.
        same = " OR ".join(f"{column} = NEW.{column}" for column in columns)
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (our own names)
        found.append(f"CREATE TRIGGER {table}_keep_replace BEFORE INSERT ON {table} {when} {refuse}")
    return [*found, f"CREATE TRIGGER dsr_event_queue AFTER INSERT ON dsr_event BEGIN {QUEUE}; END"]
