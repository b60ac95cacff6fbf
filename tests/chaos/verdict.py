"""What a storm did: lost, doubled, late; counted from what the mail server received."""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from dsr.models import Notice, Status
from tests.chaos.due import Due, Key
from tests.smtp_server import Received

# Once, and once again after a kill or an ambiguous answer.
MOST_COPIES = 2


@dataclass(frozen=True)
class Tally:
    """Every mail that was received, by its key: how often, when, under which ids."""

    copies: Counter[Key]
    times: dict[Key, list[float]]
    ids: dict[Key, set[str]]
    due_at: dict[Key, float]
    alerted: set[int]
    status: dict[Key, set[str]]
    pk: dict[Key, int]
    unknown: int


def tally(arrived: list[Received]) -> Tally:
    """Return what arrived, beside what the outbox says of it."""
    found = Tally(Counter(), defaultdict(list), defaultdict(set), {}, set(), defaultdict(set), {}, 0)
    by_id: dict[str, Key] = {}
    for row in Notice.objects.all():
        occasion = "*" if row.kind == "identity_doubt" else row.occasion
        key = (row.about, row.kind, occasion, row.recipient)
        by_id[f"<{row.message_id}>"] = key
        found.ids[key].add(row.message_id)
        found.status[key].add(row.status)
        found.due_at[key], found.pk[key] = row.due_at.timestamp(), row.pk
        if row.kind == "bounce" and row.status == Status.SENT:
            found.alerted.add(int(row.occasion.removeprefix("n")))
    unknown = 0
    for received in arrived:
        key = by_id.get(received.message_id)
        if key is None:
            unknown += 1
            continue
        found.copies[key] += 1
        found.times[key].append(received.at)
    return Tally(**{**found.__dict__, "unknown": unknown})


def judge(due: Due, found: Tally, *, begin: float, kills: int, ambiguous: int) -> dict[str, Any]:
    """Return the figures of a storm, and under `wrong` every rule that was broken."""
    lost = [key for key in due.sent if not found.copies[key] or Status.SENT not in found.status[key]]
    lost += [
        key for key in due.refused
        if Status.FAILED not in found.status[key] or found.pk[key] not in found.alerted
    ]  # fmt: skip
    doubled = sum(found.copies.values()) - len(found.copies)
    late = sorted(max(0.0, min(times) - max(found.due_at[key], begin)) for key, times in found.times.items())
    most, ids = max(found.copies.values(), default=0), max(map(len, found.ids.values()), default=0)
    unskipped = [key for key in due.skipped if found.copies[key] or found.status[key] != {Status.SKIPPED}]
    rules = {
        f"{len(lost)} lost": bool(lost),
        f"{doubled} duplicates, {kills} kills and {ambiguous} ambiguous answers": doubled > kills + ambiguous,
        f"{most} copies of one mail": most > MOST_COPIES,
        f"{ids} different Message-IDs for one mail": ids > 1,
        f"{len(unskipped)} overtaken mails that were not skipped": bool(unskipped),
        f"{found.unknown} mails that no row knows": bool(found.unknown),
    }
    return {
        "mails_due": len(due.sent) + len(due.refused), "mails_sent": len(found.copies), "overtaken": len(due.skipped),
        "refused_and_escalated": len(due.refused), "lost": len(lost), "duplicates": doubled, "most_copies": most,
        "message_ids_per_mail": ids, "lateness_p50_s": round(statistics.median(late), 2) if late else None,
        "lateness_p99_s": round(late[int(len(late) * 0.99)], 2) if late else None,
        "copied": [[round(at - begin, 1) for at in times] for times in found.times.values() if len(times) > 1],
        "wrong": [rule for rule, broken in rules.items() if broken], "lost_kinds": Counter(key[1] for key in lost),
    }  # fmt: skip
