"""What must come of a storm, worked out from the requests and what happened to them, never from the outbox."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from dsr.models import Controller, Event, EventName, Notice, SubjectRequest, Submission
from dsr.notices import ladder
from tests import make

OUTAGE = timedelta(days=4)  # three days, and one more so that a weekend holds at least two working days
NEVER_CLOSED = {"opens": "00:00", "closes": "00:00", "every_day": True}
AGES = range(10, 60)
SOON = timedelta(minutes=40)

# A mail is known by what it is about, its kind, which time it is, and to whom.
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Due:
    """The mails that must go, those overtaken by a later one, and those whose mailbox does not exist."""

    sent: set[Key]
    skipped: set[Key]
    refused: set[Key]


def prepare(now: datetime, copies: int) -> Due:
    """Write requests of whom nobody thought for days, and some with a step that comes due within the hour."""
    local = now.astimezone(make.BERLIN)
    past = make.controller(
        "past", ladder={**NEVER_CLOSED, "at": (local - timedelta(hours=1)).strftime("%H:%M")}
    )
    ahead = make.controller("ahead", ladder={**NEVER_CLOSED, "at": (local + SOON).strftime("%H:%M")})
    make.staff(make.controller("storm"))
    for age in AGES:
        for _copy in range(copies):
            make.requests(past, "access", now=now - OUTAGE, received_at=now - timedelta(days=age))
        make.requests(ahead, "access", now=now - timedelta(hours=20), received_at=now - timedelta(days=age))
    Notice.objects.all().delete()
    sweep_back(ahead, now)
    due = Due(set(), set(), set())
    for dsr in SubjectRequest.objects.select_related("controller", "submission"):
        until = now + timedelta(hours=1) if dsr.controller_id == ahead.pk else now
        steps = ladder.due_rungs(dsr, now=until)
        for step in steps:
            into = due.sent if step.at == steps[-1].at else due.skipped
            into |= {(f"r:{dsr.pk}", step.rung.kind, step.occasion, who) for who in step.recipients}
    return due


def sweep_back(controller: Controller, now: datetime) -> None:
    """Let every request of a controller wake at its next step after now, as if nobody had looked at it."""
    for dsr in SubjectRequest.objects.filter(controller=controller).select_related(
        "controller", "submission"
    ):
        SubjectRequest.objects.filter(pk=dsr.pk).update(wake_at=ladder.after(dsr, now=now))


def add_written(due: Due) -> None:
    """Add what must follow from each letter that was stored while it stormed, and from each question to a person."""
    first = defaultdict(str)
    for pk, submission in SubjectRequest.objects.order_by("-pk").values_list("pk", "submission_id"):
        first[submission] = f"r:{pk}"
    for submission in Submission.objects.filter(controller__slug="storm").select_related("subject"):
        gone = submission.subject.email.startswith("gone-")
        to_person = due.refused if gone else due.sent
        due.sent.add((first[submission.pk], "new_request", "", "dpo"))
        to_person.add((f"s:{submission.pk}", "confirm_mailbox", "", "person"))
        to_person.add((f"s:{submission.pk}", "acknowledgement", "", "person"))
    asked = Event.objects.filter(name=EventName.IDENTITY_ASKED).values_list("dsr_id", "dsr__submission_id")
    gone = set(
        Submission.objects.filter(pk__in=[each for _dsr, each in asked]).values_list("pk", flat=True)
    ) - {
        each.pk
        for each in Submission.objects.select_related("subject")
        if not each.subject.email.startswith("gone-")
    }
    for dsr_id, submission_id in asked:
        into = due.refused if submission_id in gone else due.sent
        into.add((f"r:{dsr_id}", "identity_doubt", "*", "person"))
