"""A large installation in a minute: requests of every state, right and channel, copied inside PostgreSQL.

What is copied was made by the real services; only numbers, days, states and what hangs on them are varied.
"""

from typing import Any

from django.db import connection, models

from dsr.models import Controller, Extension, Membership, Pause, Subject, SubjectRequest, Submission, Task
from dsr.services import handling
from tests import make
from tests.make import at

BEGIN, END = at("2024-01-02 08:00"), at("2026-11-20 10:00")
# One in so many is open: an office with a million files does not work on all of them.
OPEN_ONE_IN = 40
OPEN = ("received", "in_progress", "in_progress", "awaiting_identity", "in_review", "ready")
RIGHTS = ("access", "access", "access", "erasure", "erasure", "objection_marketing", "rectification",
          "portability", "restriction", "withdrawal")  # fmt: skip
# Parts of a request's number n, spread without any order that an index could profit from.
SPREAD = "((n * 2654435761) %% 4294967296)"


def fill(count: int, *, controllers: int = 2) -> list[Controller]:
    """Write so many requests, each with its own submission; return their controllers, the first with the models."""
    places = [make.controller(f"crowd-{n}", prefix=f"CR{chr(65 + n)}") for n in range(controllers)]
    for place in places:
        make.staff(place, "handler", f"{place.slug}@controller.example.org")
    dsr = _model(places[0])
    ids = {"places": [place.pk for place in places], "handlers": _handlers(places)}
    first = SubjectRequest.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE crowd AS SELECT n, %s::bigint + n AS pk, %s::timestamptz +"
            f" (%s::timestamptz - %s::timestamptz) * (n::float / %s) AS came, {SPREAD} AS dice,"
            f" {SPREAD} %% {OPEN_ONE_IN} = 0 AND n > %s / 2 AS is_open,"
            " (%s::bigint[])[1 + n %% %s] AS place, (%s::bigint[])[1 + n %% %s] AS hand,"
            " (%s::text[])[1 + (n * 7) %% %s] AS asked, (%s::text[])[1 + n %% %s] AS now_state"
            " FROM generate_series(1, %s) n",
            [first, BEGIN, END, BEGIN, count, count, ids["places"], controllers, ids["handlers"], controllers,
             list(RIGHTS), len(RIGHTS), list(OPEN), len(OPEN), count],
        )  # fmt: skip
        for model, row, changed, which in _tables(dsr):
            _copy(cursor, model, row.pk, changed, which)
        for model in (Submission, SubjectRequest, Subject):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        cursor.execute("DROP TABLE crowd")
        cursor.execute("VACUUM ANALYZE")
    return places


def _handlers(places: list[Controller]) -> list[int]:
    found = Membership.objects.filter(controller__in=places, role="handler").order_by("controller")
    return list(found.values_list("user", flat=True))


def _model(place: Controller) -> SubjectRequest:
    """Return a request with a pause, an extension and a task, as the services make them."""
    dpo = make.staff(place, email=f"dpo-{place.slug}@controller.example.org")
    make.system(place)
    (dsr,) = make.requests(place, "access", now=BEGIN)
    handling.start(dsr.pk, by=dpo, now=BEGIN)
    handling.extend(dsr.pk, ground="number", reasons="Neun Anträge.", by=dpo, now=BEGIN)
    handling.ask_identity(dsr.pk, why="Zweifel.", asks="Nummer.", by=dpo, now=BEGIN)
    return make.stored(dsr.pk)


def _tables(dsr: SubjectRequest) -> list[tuple[type[models.Model], Any, dict[str, str], str]]:
    """Return what is copied, in the order of the keys: the model, the row, what is varied, of which requests."""
    received = "came::date"
    done = f"{received} + 5 + (dice %% 40)::int"
    return [
        (Submission, dsr.submission, {
            "id": "pk", "controller_id": "place", "received_at": "came", "entered_at": "came",
            "client_key": "gen_random_uuid()", "key": "NULL", "secret_digest": "''", "confirm_digest": "''",
            "channel": "(ARRAY['form','form','form','mail','post','phone'])[1 + n %% 6]",
            "language": "(ARRAY['de','de','en','sv'])[1 + n %% 4]",
        }, "true"),
        (Subject, dsr.submission.subject, {"id": "pk", "submission_id": "pk", "address_key": "md5(n::text)"}, "true"),
        (SubjectRequest, dsr, {
            "id": "pk", "submission_id": "pk", "controller_id": "place", "handler_id": "hand",
            "reference": "'CR-' || to_char(came, 'YYYY') || '-' || lpad(n::text, 7, '0') || '-X'", "right": "asked",
            "state": "CASE WHEN is_open THEN now_state ELSE 'closed' END",
            "outcome": "CASE WHEN is_open THEN '' ELSE"
            " (ARRAY['granted','granted','partly_granted','refused','no_data'])[1 + n %% 5] END",
            "due_on": f"CASE WHEN is_open AND now_state = 'awaiting_identity' THEN NULL ELSE {received} + 31 END",
            "safe_on": f"{received} + 28", "wake_at": "NULL", "received_at": "came",
            "answered_on": f"CASE WHEN NOT is_open THEN {done} END",
            "closed_on": f"CASE WHEN NOT is_open THEN {done} END",
            "purge_on": "CASE WHEN NOT is_open THEN make_date(extract(year FROM came)::int + 4, 1, 1) END",
        }, "true"),
        (Pause, dsr.pauses.get(), {
            "id": "nextval(pg_get_serial_sequence('dsr_pause', 'id'))", "dsr_id": "pk", "asked_on": f"{received} + 2",
            "answered_on": f"CASE WHEN is_open AND now_state = 'awaiting_identity' THEN NULL ELSE {received} + 6 END",
        }, "n %% 10 = 0 OR is_open AND now_state = 'awaiting_identity'"),
        (Extension, dsr.extension, {
            "id": "nextval(pg_get_serial_sequence('dsr_extension', 'id'))", "dsr_id": "pk",
            "announced_on": f"{received} + 20", "first_due_on": f"{received} + 31",
        }, "n %% 20 = 1"),
        (Task, dsr.tasks.first(), {
            "id": "nextval(pg_get_serial_sequence('dsr_task', 'id'))", "dsr_id": "pk", "due_on": f"{received} + 14",
            "key": "gen_random_uuid()", "state": "CASE WHEN is_open THEN 'open' ELSE 'answered' END",
        }, "n %% 5 = 2"),
    ]  # fmt: skip


def _copy(cursor: Any, model: type[models.Model], pk: int, changed: dict[str, str], which: str) -> None:
    """Copy one row for each number: columns that are not varied keep what the row has."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [f"{changed[name]}" if name in changed else f'model."{name}"' for name in columns]
    unique = [
        field.column for field in model._meta.concrete_fields if field.unique and field.column not in changed
    ]
    if unique:
        raise TypeError(f"{model.__name__}: {unique} must be varied")
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM crowd, {table} model"
        f" WHERE model.id = %s AND ({which}) ORDER BY crowd.n",
        [pk],
    )
