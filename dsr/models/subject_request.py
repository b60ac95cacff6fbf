"""One right that one person asked for: the Article 12 machine and the clock."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField

from dsr.law import deadlines, rights
from dsr.models import guards, orders
from dsr.models.base import SealedRow
from dsr.models.guards import step_from
from dsr.models.guards_measures import packages_approvable
from dsr.models.guards_package import package_approvable
from dsr.models.machine import Machine
from dsr.models.search import RequestQuerySet
from dsr.models.states import OPEN, WAITING, Outcome, State
from dsr.vault.personal import PersonalText

RIGHTS = [(right.code, right.names["en"]) for right in rights.ALL.values()]


class SubjectRequest(Machine, SealedRow):
    """One right asked for in one submission. Only the transitions below change its state."""

    personal: ClassVar = ("answer", "reasons", "late_reason", "handed_to")
    impersonal: ClassVar = ("reference", "right", "grounds")

    objects = RequestQuerySet.as_manager()

    submission = models.ForeignKey("dsr.Submission", models.PROTECT, related_name="requests")
    controller = models.ForeignKey("dsr.Controller", models.PROTECT, related_name="requests")
    reference = models.CharField(max_length=32, unique=True)
    right = models.CharField(max_length=24, choices=RIGHTS)
    state = FSMField(_("state"), max_length=24, default=State.RECEIVED, choices=State.choices, protected=True)
    came_from = models.CharField(max_length=24, choices=State.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    handler = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="handled")
    # Index copies of what timetable() and the ladder say; `check_dates` proves them equal.
    due_on = models.DateField(null=True, blank=True)
    safe_on = models.DateField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    # Index copy of the submission's moment of receipt, by which the longest list is sorted.
    received_at = models.DateTimeField(null=True, blank=True, editable=False)

    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    grounds = models.JSONField(default=list, blank=True)
    reasons = PersonalText()
    answer = PersonalText()
    author = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    approver = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    late_reason = PersonalText()
    handed_to = PersonalText()
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # The last day on which it was taken up again; each time has its row in `reopenings`.
    reopened_on = models.DateField(null=True, blank=True)
    purge_on = models.DateField(null=True, blank=True)

    # The local day of the step at hand, set by whoever knows the time; guards that compare days read it.
    today: date | None = None
    # The moment of the step at hand, likewise, for what is counted in hours.
    moment: datetime | None = None

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["controller", "due_on"], condition=~models.Q(state="closed"), name="open_by_due"
            ),
            models.Index(fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="to_wake"),
            models.Index(fields=["purge_on"], condition=models.Q(purge_on__isnull=False), name="to_purge"),
            *orders.INDEXES,
        ]

    def __str__(self) -> str:
        return self.reference

    # --- what the law says -------------------------------------------------------------------------------

    @property
    def law(self) -> rights.Right:
        """What the law says of this right."""
        return rights.get(self.right)

    def facts(self) -> deadlines.Facts:
        """Return the facts from which the law computes every date of this request."""
        regime = self.controller.regime
        stops_sale = regime == "us_ca_ccpa" and self.right in {"objection_marketing", "withdrawal"}
        return deadlines.Facts(
            regime=regime,
            received_on=self.submission.received_on,
            calendar=self.controller.calendar,
            kind="opt_out" if stops_sale else "access",
            pauses=() if self._state.adding else self._rests(),
            extended=self.is_extended and self.extension.was_told_in_time,
            reopened_on=self.reopened_on,
        )

    def _rests(self) -> tuple[deadlines.Pause, ...]:
        return tuple(pause.as_fact() for pause in self.pauses.all() if pause.rests)

    def timetable(self) -> deadlines.Timetable:
        """Return every date of this request and why it is that date."""
        return deadlines.timetable(self.facts())

    def copy_dates(self) -> None:
        """Set the index copies: from the timetable the day that counts now and the safe day; the receipt."""
        table = self.timetable()
        self.received_at = self.submission.received_at
        self.due_on, self.safe_on = table.last_on, table.safe_on

    def open_pauses(self) -> Any:
        """Return the questions that rest the clock at hand; those of a life before are part of the old clock."""
        waiting = self.pauses.filter(answered_on=None)
        return waiting if self.reopened_on is None else waiting.filter(asked_on__gte=self.reopened_on)

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed on `today`."""
        return bool(self.today and self.due_on and self.today > self.due_on)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state != State.CLOSED

    @property
    def is_extended(self) -> bool:
        """Whether the one extension was announced."""
        return not self._state.adding and hasattr(self, "extension")

    @property
    def identity_level(self) -> int:
        """The highest level of proof that the person who asked has given, since their address last changed."""
        since = self.submission.contact_changed_at
        given = self.submission.proofs.all()
        return max((proof.level for proof in given if since is None or proof.at >= since), default=0)

    # --- the Article 12 machine ----------------------------------------------------------------------------

    @step_from([State.UNCONFIRMED], State.RECEIVED)
    def confirm(self) -> None:
        """Take the mailbox as proven; the clock has run since receipt."""

    @step_from([State.UNCONFIRMED, State.RECEIVED], State.CLOSED)
    def mark_not_a_request(self, *, on: date) -> None:
        """Close what asks for none of these rights."""
        self.outcome, self.closed_on = Outcome.NOT_A_REQUEST, on

    @step_from([State.RECEIVED], State.IN_PROGRESS)
    def start(self) -> None:
        """Begin the work, once right, role and scope are clear."""

    @step_from([State.RECEIVED, State.IN_PROGRESS], State.AWAITING_IDENTITY)
    def ask_identity(self) -> None:
        """Wait for proof of identity after a reasonable doubt was sent (GDPR Art. 12(6))."""
        self.came_from = self.state

    @step_from([State.RECEIVED, State.IN_PROGRESS], State.AWAITING_CLARIFICATION, guards.scope_may_be_asked)
    def ask_clarification(self) -> None:
        """Wait for the scope of a large access request (GDPR recital 63)."""
        self.came_from = self.state

    @step_from(
        list(WAITING), GET_STATE(lambda dsr: dsr.came_from, states=[State.RECEIVED, State.IN_PROGRESS])
    )
    def receive_answer(self) -> None:
        """Go back to where the question was put, now that the person answered."""

    @step_from(list(WAITING), State.CLOSED)
    def lapse(self, *, on: date) -> None:
        """Close because the person did not answer; a person decides it, never a timer."""
        self.outcome, self.closed_on = Outcome.LAPSED, on

    @step_from([State.RECEIVED], State.IN_REVIEW, *guards.ANSWER, guards.is_refusal)
    def refuse(self) -> None:
        """Propose a refusal without work at the systems; like a grant it is an answer and is reviewed."""

    @step_from([State.IN_PROGRESS], State.IN_REVIEW, *guards.ANSWER)
    def submit_for_review(self) -> None:
        """Hand the written answer to a second person."""

    @step_from(
        [State.IN_REVIEW],
        State.READY,
        *guards.ANSWER,
        guards.second_person,
        packages_approvable,
        package_approvable,
    )
    def approve(self, *, by: Any) -> None:
        """Approve the answer and freeze it. Raises Blocked when its author may not approve it."""
        if blocker := guards.second_person(self, by):
            raise guards.Blocked([blocker])
        self.approver = by

    @step_from([State.IN_REVIEW, State.READY], State.IN_PROGRESS)
    def return_to_work(self) -> None:
        """Unfreeze the answer, for what the second person or a new fact found."""
        self.approver = None

    @step_from([State.READY], State.CLOSED, *guards.RELEASE)
    def send(self, *, on: date) -> None:
        """Send the approved answer: the request is granted, granted in part, refused, or no data is held."""
        self.answered_on = self.closed_on = on

    @step_from(list(OPEN), None, guards.not_extended_yet, guards.inside_first_period, guards.extendable)
    def extend(self) -> None:
        """Extend the period once, inside the first one; the person is told first (GDPR Art. 12(3))."""

    @step_from(list(OPEN), State.CLOSED)
    def withdraw(self, *, on: date) -> None:
        """Close because the person took the request back."""
        self.outcome, self.closed_on = Outcome.WITHDRAWN, on

    @step_from(list(OPEN), State.CLOSED)
    def hand_over(self, *, to: str, on: date) -> None:
        """Close because another controller must answer, which now has the request."""
        self.outcome, self.handed_to, self.closed_on = Outcome.HANDED_OVER, to, on

    @step_from(list(OPEN), State.CLOSED)
    def merge(self, *, into: "SubjectRequest", on: date) -> None:
        """Close in favour of an earlier request of the same person for the same right. Raises Blocked for another."""
        if blocker := guards.takes_in(into, self):
            raise guards.Blocked([blocker])
        self.outcome, self.merged_into, self.closed_on = Outcome.MERGED, into, on

    @step_from([State.CLOSED], State.IN_PROGRESS, guards.not_purged)
    def reopen(self, *, on: date) -> None:
        """Take the request up again, for new facts or a complaint; its old clock stays, a short new one starts."""
        self.reopened_on = on
        self.outcome = self.handed_to = ""
        self.closed_on = self.purge_on = self.answered_on = self.approver = self.merged_into = None
