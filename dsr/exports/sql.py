"""The columns of the register as PostgreSQL says them: the same cells as `rows`, made inside the database.

`rows` is the definition; a test holds every cell of the two against each other.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable, Func, RawSQL
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dsr.law import rights
from dsr.models import (
    Channel,
    Event,
    EventName,
    ExtensionGround,
    Fee,
    IdentityProof,
    Instruction,
    Level,
    Medium,
    Method,
    Notice,
    Outcome,
    Pause,
    PauseReason,
    RecipientNotice,
    Relation,
    State,
    Task,
    TaskState,
    Told,
)

DAY, MOMENT, HOURS, MONEY = "YYYY-MM-DD", 'YYYY-MM-DD"T"HH24:MI', "HH24:MI", "FM999999990.00"
# What a spreadsheet would run begins like this; `as_csv.defused` says the same of a cell made in Python.
RUNS = "^([=+@\t\r-])"
# The columns that hold what somebody typed; all others are made of our own words, numbers and days.
FREE = ("controller", "handler")


def cells(*, now: datetime, harmless: bool) -> dict[str, Combinable]:
    """Return the expression of every column by its code, in the language that is active.

    `harmless` asks for free text that no spreadsheet runs.
    """
    found = {**_about(), **_identity(), **_clock(), **_work(), **_end(now)}
    return {**found, **{code: defused(found[code]) for code in FREE}} if harmless else found


# --- pieces -------------------------------------------------------------------------------------------------


class Said(Func):
    """This will write SQL around its arguments, which stand where the template says `%(expressions)s`."""

    arity = None

    def __init__(self, template: str, *arguments: Any, joiner: str = ", ") -> None:
        super().__init__(*arguments, template=template, arg_joiner=joiner, output_field=TextField())


def joined(*parts: Any) -> Said:
    """Return texts one behind the other; nothing when one of them is missing."""
    return Said("(%(expressions)s)", *parts, joiner=" || ")


def minus(one: Any, other: Any) -> Said:
    """Return a difference: days between days, a span between moments."""
    return Said("(%(expressions)s)", one, other, joiner=" - ")


def written(field: Any, pattern: str) -> Said:
    """Return a day, a moment or a number as text."""
    return Said("to_char(%(expressions)s)", field, Value(pattern))


def day(field: Any) -> Said:
    """Return a day by ISO 8601."""
    return written(field, DAY)


def on_clock(field: Any, zone: Any) -> Said:
    """Return what the clock of a zone shows."""
    return Said("(%(expressions)s)", field, zone, joiner=" AT TIME ZONE ")


def local_day(field: Any, zone: Any) -> Said:
    """Return the day it is in a zone."""
    return Said("(%(expressions)s)::date", field, zone, joiner=" AT TIME ZONE ")


def moment(field: str, zone: str = "controller__zone") -> Said:
    """Return a moment by ISO 8601 with the offset of the controller's zone, to the minute."""
    local = on_clock(F(field), F(zone))
    ahead = minus(local, on_clock(F(field), Value("UTC")))
    sign = Said("CASE WHEN %(expressions)s < '0' THEN '-' ELSE '+' END", ahead)
    distance = Said("make_interval(secs => abs(extract(epoch FROM %(expressions)s)))", ahead)
    return joined(written(local, MOMENT), sign, written(distance, HOURS))


def label(field: str, labels: Iterable[tuple[Any, Any]]) -> Case:
    """Return the name of a code in the language that is active; the code itself where it has none."""
    named = [When(**{field: code}, then=Value(str(name))) for code, name in labels if code != ""]
    return Case(*named, default=Said("%(expressions)s::text", F(field)), output_field=TextField())


def yes(asked: Any) -> Case:
    """Return yes or no in words."""
    return Case(When(asked, then=Value(_("yes"))), default=Value(_("no")), output_field=TextField())


def defused(field: Any) -> Said:
    """Return free text so that no spreadsheet runs it."""
    return Said("regexp_replace(%(expressions)s)", field, Value(RUNS), Value(r"'\1"))


def number_of(found: QuerySet[Any]) -> Said:
    """Return how many rows hang on the request; none is 0."""
    rows = found.filter(dsr=OuterRef("pk")).order_by().values("dsr")
    return Said("coalesce(%(expressions)s, 0)::text", Subquery(rows.annotate(n=Said("count(*)")).values("n")))


# --- the columns, by the part of the story that they tell ---------------------------------------------------------


def _about() -> dict[str, Combinable]:
    language, known = get_language() or "en", rights.ALL.values()
    told = Notice.objects.filter(
        submission=OuterRef("submission"), kind="acknowledgement", sent_at__isnull=False
    )
    said = moment("sent_at", "submission__controller__zone")
    return {
        "number": F("reference"),
        "controller": F("controller__name"),
        "right": label("right", [(right.code, right.name(language)) for right in known]),
        "article": label("right", [(right.code, right.article) for right in known]),
        "channel": label("submission__channel", Channel.choices),
        "received_on": day(local_day(F("submission__received_at"), F("submission__zone"))),
        "received_at": moment("submission__received_at"),
        "entered_at": moment("submission__entered_at"),
        "confirmed_at": moment("submission__confirmed_at"),
        "acknowledged_at": Subquery(told.order_by("pk").annotate(said=said).values("said")[:1]),
        "relation": label("submission__relation", Relation.choices),
        "language": F("submission__language"),
    }


def _identity() -> dict[str, Combinable]:
    best = IdentityProof.objects.filter(submission=OuterRef("submission")).order_by("-level", "-at", "pk")
    return {
        "identity_level": Subquery(best.annotate(said=label("level", Level.choices)).values("said")[:1]),
        "identity_method": Subquery(best.annotate(said=label("method", Method.choices)).values("said")[:1]),
    }


def _clock() -> dict[str, Combinable]:
    pauses = Pause.objects.filter(dsr=OuterRef("pk"))
    rests = pauses.filter(rests=True).order_by().values("dsr")
    span = joined(day(F("asked_on")), Value("/"), Coalesce(day(F("answered_on")), Value("")))
    order = Said("%(expressions)s", F("asked_on"), F("pk"))
    spans = Said("string_agg(%(expressions)s)", span, Said("'; ' ORDER BY %(expressions)s", order))
    days = Said("sum%(expressions)s", minus(F("answered_on"), F("asked_on")))
    return {
        "doubted": yes(Exists(pauses.filter(reason=PauseReason.IDENTITY))),
        "pauses": Subquery(rests.annotate(said=spans).values("said")),
        "paused_days": Said(
            "coalesce(%(expressions)s, 0)::text", Subquery(rests.annotate(n=days).values("n"))
        ),
        "first_due_on": day(Coalesce("extension__first_due_on", "due_on")),
        "extension_told_on": day(F("extension__announced_on")),
        "extension_ground": label("extension__ground", ExtensionGround.choices),
        "due_on": day(F("due_on")),
        "safe_on": day(F("safe_on")),
    }


def _work() -> dict[str, Combinable]:
    tasks, told = Task.objects.all(), RecipientNotice.objects.all()
    fee = Fee.objects.filter(dsr=OuterRef("pk")).order_by("-pk")
    charged = Case(
        When(amount=0, then=Value(None)),
        default=joined(written(F("amount"), MONEY), Value(" "), F("currency")),
        output_field=TextField(),
    )
    full = joined(F("handler__first_name"), Value(" "), F("handler__last_name"))
    named = Said("nullif(trim(%(expressions)s), '')", full)
    return {
        "systems_asked": number_of(tasks),
        "systems_answered": number_of(tasks.filter(state=TaskState.ANSWERED)),
        "recipients": number_of(told),
        "recipients_told": number_of(told.filter(state=Told.NOTIFIED)),
        "instructions": number_of(Instruction.objects.all()),
        "fee": Subquery(fee.annotate(said=charged).values("said")[:1]),
        "handler": Coalesce(named, "handler__email", output_field=TextField()),
        "state": label("state", State.choices),
    }


def _end(now: datetime) -> dict[str, Combinable]:
    closed = Q(state=State.CLOSED)
    received = local_day(F("submission__received_at"), F("submission__zone"))
    today = local_day(Value(now), F("controller__zone"))
    until = Said(
        "coalesce(%(expressions)s)",
        F("answered_on"),
        Case(When(closed, then=F("closed_on")), default=today, output_field=TextField()),
    )
    late = minus(until, F("due_on"))
    is_late = Said("%(expressions)s > 0", late)
    explained = Event.objects.filter(dsr=OuterRef("pk"), name=EventName.LATENESS_EXPLAINED)
    return {
        "outcome": Case(When(closed, then=label("outcome", Outcome.choices)), output_field=TextField()),
        "refusal_grounds": _grounds(Outcome.REFUSED),
        "exceptions": _grounds(Outcome.PARTLY_GRANTED),
        "answered_on": day(F("answered_on")),
        "medium": label("submission__medium", Medium.choices),
        "days_taken": Said("%(expressions)s::text", minus(F("answered_on"), received)),
        # greatest() passes over what is missing, so its 0 is left out where there is no last day.
        "days_late": Case(
            When(due_on__isnull=False, then=Said("greatest(%(expressions)s, 0)::text", late)),
            output_field=TextField(),
        ),
        "lateness_explained": Said("CASE WHEN %(expressions)s END", is_late, yes(Exists(explained)), joiner=" THEN "),
        "closed_on": day(F("closed_on")),
        "purge_on": day(F("purge_on")),
    }  # fmt: skip


def _grounds(outcome: Outcome) -> Case:
    """Return the articles of the grounds of an answer with this outcome, in their order."""
    known = [(right.code, *pair) for right in rights.ALL.values() for pair in right.references().items()]
    found = RawSQL(
        "(SELECT string_agg(known.ref, '; ' ORDER BY given.n)"
        ' FROM jsonb_array_elements_text("dsr_subjectrequest"."grounds") WITH ORDINALITY given(code, n)'
        " JOIN unnest(%s::text[], %s::text[], %s::text[]) known(asked, code, ref)"
        ' ON known.code = given.code AND known.asked = "dsr_subjectrequest"."right")',
        tuple(list(column) for column in zip(*known, strict=True)),
        output_field=TextField(),
    )
    return Case(When(outcome=outcome, then=found), output_field=TextField())
