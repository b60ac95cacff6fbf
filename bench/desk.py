"""The pages of the desk over a million requests (100,000 with --quick), each beside the same question in raw SQL."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from bench import crowd
from dsr.models import Membership, Role, Subject, SubjectRequest, User
from dsr.models.reference import reference
from dsr.vault import secrets

MANY, SOME, TIMES = 1_000_000, 100_000, 20
# Milliseconds that a page may take, over so many requests.
AIMS = {
    SOME: {"home": 150, "list": 30, "search": 50, "case": 60},
    MANY: {"home": 150, "list": 50, "search": 50, "case": 60},
}
MOST_QUERIES = 15
LIST = "/desk/requests/"
DUE = "coalesce(due_on, safe_on, '9999-12-31')"
PAGE = "SELECT id FROM dsr_subjectrequest WHERE controller_id = ANY(%(places)s)"
RAW = {
    "home": "SELECT count(*), count(*) FILTER (WHERE due_on < current_date) FROM dsr_subjectrequest"
    " WHERE controller_id = ANY(%(places)s) AND state <> 'closed'",
    "newest": f"{PAGE} AND state <> 'closed' ORDER BY received_at DESC, id DESC LIMIT 26",
    "by due day": f"{PAGE} AND state <> 'closed' ORDER BY {DUE}, id LIMIT 26",
    "filtered": f"{PAGE} AND state = 'closed' AND \"right\" = 'erasure' ORDER BY {DUE}, id LIMIT 26",
    "last page": f"{PAGE} ORDER BY {DUE} DESC, id DESC LIMIT 26",
    "reference": f"{PAGE} AND reference LIKE %(part)s LIMIT 26",
    "address": f"{PAGE} AND submission_id IN (SELECT submission_id FROM dsr_subject WHERE address_key = %(key)s)",
    "case": "SELECT * FROM dsr_subjectrequest r JOIN dsr_submission s ON s.id = r.submission_id"
    " JOIN dsr_subject p ON p.submission_id = s.id WHERE r.reference = %(reference)s",
}


def measure(*, quick: bool) -> dict[str, Any]:
    """Fill the tables, then ask each page twenty times; return the middle of the times in milliseconds."""
    size = SOME if quick else MANY
    places = crowd.fill(size)
    client, dsr, facts = _ready([place.pk for place in places])
    found: dict[str, Any] = {"requests": SubjectRequest.objects.count()}
    print(f"{found['requests']:,} requests; milliseconds, the middle of {TIMES}", flush=True)
    fine = True
    for name, ask in _pages(client, dsr, facts).items():
        aim = AIMS[size][name.split(" ", 1)[0]]
        first, middle = _timed(ask)
        queries, raw = _queries(ask), _raw(name.split(" ", 1)[-1], facts)
        found[name] = {"ms": middle, "first_ms": first, "queries": queries, "raw_ms": raw}
        fine = fine and middle <= aim and queries <= MOST_QUERIES
        print(
            f"{name:18} {middle:7.1f}  first {first:7.1f}  raw {raw:6.2f}  {queries:2} queries  aim {aim}",
            flush=True,
        )
    return {**found, "ok": fine}


def _ready(places: list[int]) -> tuple[Client, SubjectRequest, dict[str, Any]]:
    """Return a browser of an officer of every controller, an open request, and the facts of the raw questions."""
    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.get(email="dpo-crowd-0@controller.example.org")
    for place in places:
        Membership.objects.get_or_create(user=user, controller_id=place, defaults={"role": Role.DPO})
    client = Client()
    client.force_login(user)
    dsr = SubjectRequest.objects.filter(state="in_progress").order_by("-pk")[0]
    key = secrets.address_key("sought@person.example.net")
    Subject.objects.filter(submission=dsr.submission_id).update(address_key=key)
    # The references of the crowd lack their check character, which the page of a case asks for.
    dsr.reference = reference("CRA", 2026, 999_999)
    SubjectRequest.objects.filter(pk=dsr.pk).update(reference=dsr.reference)
    facts = {"places": places, "key": key, "part": f"%{dsr.reference[4:-2]}%", "reference": dsr.reference}
    return client, dsr, facts


def _pages(client: Client, dsr: SubjectRequest, facts: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    def get(path: str) -> Callable[[], Any]:
        return lambda: client.get(path)

    return {
        "home": get("/desk/"),
        "list newest": get(f"{LIST}?sort=-received"),
        "list by due day": get(LIST),
        "list filtered": get(f"{LIST}?state=closed&right=erasure"),
        "list last page": get(f"{LIST}?state=all&last=1"),
        "search reference": get(f"{LIST}?q={dsr.reference[4:-2]}"),
        "search address": get(f"{LIST}?person={facts['key']}"),
        "case": get(f"{LIST}{dsr.reference}/"),
    }


def _timed(ask: Callable[[], Any]) -> tuple[float, float]:
    """Return the milliseconds of the first time, with nothing kept from before, and the middle of the others."""
    cache.clear()
    times = []
    for _each in range(TIMES + 1):
        begin = time.perf_counter()
        answer = ask()
        times.append(1000 * (time.perf_counter() - begin))
        if answer.status_code not in {200, 302}:
            raise RuntimeError(f"{answer.status_code} for {answer.request['PATH_INFO']}")
    return round(times[0], 1), round(statistics.median(times[1:]), 1)


def _queries(ask: Callable[[], Any]) -> int:
    asked: list[str] = []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        ask()
    return len(asked)


def _raw(name: str, facts: dict[str, Any]) -> float:
    times = []
    with connection.cursor() as cursor:
        for _each in range(TIMES):
            begin = time.perf_counter()
            cursor.execute(RAW[name], facts)
            cursor.fetchall()
            times.append(1000 * (time.perf_counter() - begin))
    return round(statistics.median(times), 2)
