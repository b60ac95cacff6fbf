"""Why a step is not possible yet, in words: each guard names what is missing, its article and where to mend it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from dsr.law import rights
from dsr.models.blocker import Blocked, Blocker
from dsr.models.guards_mandate import mandate_settled
from dsr.models.guards_measures import measures_complete
from dsr.models.guards_package import package_releasable, package_there
from dsr.models.guards_recipients import processor_silent, recipients_told
from dsr.models.guards_tasks import tasks_answered
from dsr.models.identity import Level

__all__ = ["ANSWER", "RELEASE", "Blocked", "Blocker"]

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User


Found = Blocker | list[Blocker] | None
Guard = Callable[[Any, "User | None"], Found]


def step_from(source: Any, target: Any, *guards: Guard) -> Callable[[Any], Any]:
    """Return django-fsm's transition on `state` with guards that can say why they block."""

    def all_met(dsr: Any) -> bool:
        return not any(guard(dsr, None) for guard in guards)

    def decorate(method: Any) -> Any:
        wrapped = transition(field="state", source=source, target=target, conditions=[all_met])(method)
        wrapped.guards = guards
        return wrapped

    return decorate


def gather(guards: Iterable[Guard], of: Any, by: "User | None") -> list[Blocker]:
    """Return everything that these guards name: one guard may name one thing, several, or none."""
    found: list[Blocker] = []
    for guard in guards:
        named = guard(of, by)
        found += named if isinstance(named, list) else [named] if named else []
    return found


def outcome_chosen(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block until the answer says what was decided."""
    if dsr.outcome:
        return None
    return Blocker(
        "outcome", _("The answer is not written yet: say what was decided."), "GDPR Art. 12(3)", "draft"
    )


def answer_written(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block until the person is told in words what was done; a refusal says why nothing was, in its reasons."""
    if dsr.answer.strip() or dsr.outcome == "refused":
        return None
    return Blocker("answer", _("The text of the answer is missing."), "GDPR Art. 12(1)", "draft")


def refusal_grounded(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block a refusal, whole or in part, without a ground that the law gives for this right, or without reasons."""
    if dsr.outcome not in {"refused", "partly_granted"}:
        return None
    if not rights.get(dsr.right).refusable:
        return Blocker(
            "unrefusable",
            _("This right cannot be refused."),
            f"GDPR Art. {rights.get(dsr.right).article}",
            "draft",
        )
    if not dsr.grounds:
        return Blocker("ground", _("The ground for refusing is missing."), "GDPR Art. 12(4)", "draft")
    if not dsr.reasons.strip():
        return Blocker("reasons", _("The reasons for refusing are missing."), "GDPR Art. 12(4)", "draft")
    return None


def identity_settled(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block anything that releases data or cannot be undone until identity is proven as this right needs."""
    if dsr.outcome == "refused":
        return None
    needed = dsr.controller.level_needed(dsr.right)
    if dsr.identity_level >= needed:
        return None
    return Blocker(
        "identity",
        _("Identity is not proven enough for this right: needed is “%(level)s”.")
        % {"level": Level(needed).label},
        "GDPR Art. 12(6)",
        "prove_identity",
    )


def data_still_wanted(dsr: "SubjectRequest") -> bool:
    """Return whether access or portability asked for in the same letter is not answered yet."""
    return any(
        other.right in {"access", "portability"} and other.state != "closed"
        for other in dsr.submission.requests.all()
    )


def access_served_first(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block an erasure while the same person waits for access or their data: it would destroy what they asked for."""
    if dsr.right != "erasure" or dsr.outcome == "refused":
        return None
    if not dsr.submission_id or not data_still_wanted(dsr):
        return None
    return Blocker(
        "order", _("Access or portability asked for in the same letter is answered first."), "GDPR Art. 15"
    )


def second_person(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block the author of an answer from approving it, where the controller asks for four eyes."""
    if by is None or not dsr.controller.four_eyes or dsr.author_id != by.pk:
        return None
    return Blocker("four_eyes", _("You wrote this answer: a second person must approve it."), "")


def lateness_explained(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block a late answer until the reason for lateness is recorded. The day is set by the service."""
    if not dsr.is_late or dsr.late_reason:
        return None
    return Blocker(
        "late_reason", _("The last day has passed: record why."), "GDPR Art. 5(2)", "explain_lateness"
    )


def not_extended_yet(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block a second extension."""
    if not dsr.is_extended:
        return None
    return Blocker(
        "extended", _("The period has been extended once; it cannot be extended again."), "GDPR Art. 12(3)"
    )


def inside_first_period(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block an extension after the first period has ended: the person had to be told inside it."""
    table = dsr.timetable()
    if dsr.today is None or table.announce_by is None or dsr.today <= table.announce_by:
        return None
    return Blocker(
        "too_late", _("The first period has ended; it can no longer be extended."), "GDPR Art. 12(3)"
    )


def extendable(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block an extension under a law that knows none, for rights that take effect on receipt, and while no day runs."""
    if dsr.reopened_on is not None:
        text = _("The short term of a request that was taken up again is not extended.")
        return Blocker("reopened", text, "GDPR Art. 12(3)")
    if dsr.law.immediate:
        return Blocker(
            "immediate", _("This right takes effect on receipt; there is no period to extend."), ""
        )
    table = dsr.timetable()
    if table.suspended:
        return Blocker(
            "resting",
            _("The clock rests: there is no last day that could be extended before the person has answered."),
            "GDPR Art. 12(3)",
        )
    if table.extendable_to is not None:
        return None
    return Blocker("no_extension", _("The law that applies here knows no extension."), "")


def scope_may_be_asked(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block a question about scope for any right but access."""
    if dsr.right == "access":
        return None
    return Blocker(
        "not_access", _("Only a request for access may be asked to be narrowed."), "GDPR recital 63"
    )


def takes_in(earlier: "SubjectRequest", dsr: "SubjectRequest") -> Blocker | None:
    """Block a merger with anything but an earlier open request to the same controller for the same right.

    In a closed one the request would end without an answer, and two that merge with each other would both be lost.
    """
    same = (earlier.controller_id, earlier.right) == (dsr.controller_id, dsr.right)
    if same and earlier.is_open and earlier.pk < dsr.pk:
        return None
    return Blocker(
        "not_earlier", _("Only an earlier open request for the same right can take this one in."), ""
    )


def is_refusal(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block the short way for anything but a refusal."""
    if dsr.outcome == "refused":
        return None
    return Blocker("not_refused", _("The answer that is written is not a refusal."), "", "draft")


def not_purged(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block reopening when the person's data are gone."""
    if dsr.submission.purged_at is None:
        return None
    return Blocker("purged", _("The personal data of this request were destroyed."), "GDPR Art. 5(1)(e)")


ANSWER = (
    outcome_chosen,
    answer_written,
    refusal_grounded,
    measures_complete,
    package_there,
    tasks_answered,
    processor_silent,
)
RELEASE = (
    *ANSWER,
    identity_settled,
    mandate_settled,
    access_served_first,
    recipients_told,
    package_releasable,
    lateness_explained,
)
