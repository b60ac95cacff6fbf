"""The figures of the outbox for a monitor, counted in the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, Sum

from dsr.models import Heartbeat, MailReport, Notice, Status
from dsr.services import obligations

WAITING = (Status.WAITING, Status.SENDING, Status.TO_POST)
# Upper ends of the steps in which lateness is counted, in seconds.
STEPS = (5, 15, 60, 300, 900, 3_600, 86_400)


@dataclass(frozen=True)
class Figures:
    """What a monitor reads; times are seconds."""

    oldest_due: float
    depth: dict[str, int]
    sent: int
    failed: int
    late_requests: int
    buckets: list[tuple[str, int]]
    lateness_sum: float
    sweep_age: dict[str, float]
    reports: dict[str, int]


def of_mail(*, now: datetime) -> Figures:
    """Return every figure as of a moment."""
    waiting = Notice.objects.filter(status__in=WAITING).order_by()
    depth = dict(waiting.values_list("status").annotate(Count("pk")))
    due = (
        waiting.exclude(status=Status.TO_POST)
        .filter(due_at__lte=now)
        .aggregate(oldest=Min("due_at"))["oldest"]
    )
    by_mail = Notice.objects.filter(status=Status.SENT, attempts__gt=0)
    lateness = ExpressionWrapper(F("sent_at") - F("due_at"), output_field=DurationField())
    steps = {f"to_{step}": Count("pk", filter=Q(late__lte=timedelta(seconds=step))) for step in STEPS}
    counted = by_mail.annotate(late=lateness).aggregate(sent=Count("pk"), whole=Sum("late"), **steps)
    return Figures(
        oldest_due=(now - due).total_seconds() if due else 0.0,
        depth={status: depth.get(status, 0) for status in WAITING},
        sent=counted["sent"],
        failed=Notice.objects.filter(status=Status.FAILED).count(),
        late_requests=obligations.late(now=now).requests,
        buckets=[*((str(step), counted[f"to_{step}"]) for step in STEPS), ("+Inf", counted["sent"])],
        lateness_sum=max(0.0, counted["whole"].total_seconds()) if counted["whole"] else 0.0,
        sweep_age={beat.sweep: (now - beat.last_at).total_seconds() for beat in Heartbeat.objects.all()},
        reports=dict(MailReport.objects.order_by().values_list("kind").annotate(Count("pk"))),
    )
