"""The restriction of processing: data are kept, but hardly used (GDPR Art. 18)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.law import rights
from dsr.models.base import SealedRow
from dsr.models.blocker import Blocker
from dsr.models.guards import step_from
from dsr.models.measures.base import Measure
from dsr.models.notice import Notice, Status
from dsr.vault.personal import PersonalText

PENDING = "art18.ground.objection_pending"
# On these the person wants the data kept: they are not erased by routine.
KEEPS = ("art18.ground.unlawful_but_keep", "art18.ground.claims")
GROUNDS = tuple(item.id for item in rights.get("restriction").grounds)
USES = tuple(item.id for item in rights.get("restriction").permitted_while_restricted)


class RestrictionState(models.TextChoices):
    """No restriction ends before the person was told (GDPR Art. 18(3))."""

    IN_FORCE = "in_force", _("in force")
    LIFT_ANNOUNCED = "lift_announced", _("lifting announced")
    LIFTED = "lifted", _("lifted")


def reason_and_day(measure: "Restriction", by: Any) -> Blocker | None:
    """Block the announcement until it says why the restriction ends, and when."""
    if measure.lift_reason.strip() and measure.lift_on:
        return None
    text = _("Say why the restriction ends, and from which day.")
    return Blocker("lift_reason", text, "GDPR Art. 18(3)", "restriction_announce", measure.pk)


def objection_decided(measure: "Restriction", by: Any) -> Blocker | None:
    """Block lifting while the objection for which processing is restricted is not decided."""
    if measure.ground != PENDING or all(one.state != "suspended" for one in measure.dsr.balancings.all()):
        return None
    text = _("The objection is not decided yet.")
    return Blocker("objection_open", text, "GDPR Art. 18(1)(d)", "balancing_uphold")


def notice_sent(measure: "Restriction", by: Any) -> Blocker | None:
    """Block lifting until the notice to the person is recorded as sent."""
    gone = Notice.objects.filter(letter=measure.letter_id, status__in=[Status.SENT, Status.POSTED])
    if measure.letter_id and gone.exclude(sent_at=None).exists():
        return None
    text = _("The person has not been told yet: the notice is not recorded as sent.")
    return Blocker("notice", text, "GDPR Art. 18(3)", "mark_posted")


def day_of_lifting(measure: "Restriction", by: Any) -> Blocker | None:
    """Block lifting before the day that the person was told."""
    if measure.today is None or measure.lift_on is None or measure.today >= measure.lift_on:
        return None
    return Blocker("lift_on", _("The day on which the restriction ends has not come yet."), "GDPR Art. 18(3)")


class Restriction(Measure):
    """One restriction, with its ground, what it covers, how it is marked and which uses were made all the same."""

    kind, title = "restriction", _("Restriction of processing")
    personal: ClassVar = ("scope", "marked", "lift_reason")
    impersonal: ClassVar = ("ground",)

    state = FSMField(
        _("state"),
        max_length=24,
        default=RestrictionState.IN_FORCE,
        choices=RestrictionState.choices,
        protected=True,
    )
    ground = models.CharField(max_length=40)
    scope = PersonalText()
    marked = PersonalText()
    marked_on = models.DateField(null=True, blank=True)
    lift_reason = PersonalText()
    lift_on = models.DateField(null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey("dsr.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)

    @step_from(
        [RestrictionState.IN_FORCE], RestrictionState.LIFT_ANNOUNCED, objection_decided, reason_and_day
    )
    def announce(self, *, on: date, by: Any) -> None:
        """Tell the person that the restriction will end, why and when."""
        self.announced_on = on

    @step_from([RestrictionState.LIFT_ANNOUNCED], RestrictionState.LIFTED, notice_sent, day_of_lifting)
    def lift(self, *, on: date, by: Any) -> None:
        """End the restriction, now that the person was told."""
        self.lifted_on = on

    @step_from([RestrictionState.LIFT_ANNOUNCED], RestrictionState.IN_FORCE)
    def stay(self, *, on: date, by: Any) -> None:
        """Take the announcement back: the restriction goes on. Whoever ends it later tells the person anew."""
        self.lift_reason, self.lift_on, self.announced_on, self.letter = "", None, None, None

    @property
    def holds(self) -> bool:
        """Whether the data may still only be stored and little else."""
        return self.state != RestrictionState.LIFTED

    def missing(self) -> list[Blocker]:
        """Return what is missing: how the data are marked and their use is blocked."""
        if self.state != RestrictionState.IN_FORCE or (self.marked.strip() and self.scope.strip()):
            return []
        text = _("Record which data are restricted, and how they are marked and their use is blocked.")
        return [Blocker("marked", text, "GDPR Art. 4(3), 18(1)", "restriction_mark", self.pk)]


class PermittedUse(SealedRow):
    """One use of restricted data that the law allows all the same (GDPR Art. 18(2)). Rows are only ever added."""

    personal: ClassVar = ("what",)
    impersonal: ClassVar = ("ground",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="permitted_uses")
    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="uses")
    used_on = models.DateField()
    ground = models.CharField(max_length=40)
    what = PersonalText()
    by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["used_on", "pk"]

    def __str__(self) -> str:
        return f"{self.ground} on {self.used_on}"
