"""The erasure: planned, to be cancelled until it runs, then done and proven (GDPR Art. 17)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.law import rights
from dsr.models.base import SealedRow
from dsr.models.blocker import Blocker
from dsr.models.guards import data_still_wanted, step_from
from dsr.models.guards_disputes import disputed
from dsr.models.identity import Level
from dsr.models.measures.base import Measure
from dsr.models.measures.restriction import KEEPS
from dsr.vault.personal import PersonalText

GROUNDS = tuple(item.id for item in rights.get("erasure").grounds)
EXCEPTIONS = tuple(item for item in rights.get("erasure").exceptions if item.effect != "restrict_instead")
INSTEAD = tuple(item for item in rights.get("erasure").exceptions if item.effect == "restrict_instead")


class ErasureState(models.TextChoices):
    """Until it runs it can be cancelled; what is erased never comes back."""

    PLANNED = "planned", _("planned")
    SCHEDULED = "scheduled", _("scheduled, can be cancelled")
    RUNNING = "running", _("running")
    ERASED = "erased", _("erased")
    RESTRICTED_INSTEAD = "restricted_instead", _("restricted instead of erased")


DONE = (ErasureState.ERASED, ErasureState.RESTRICTED_INSTEAD)
NEXT = {
    ErasureState.PLANNED: (_("Set the day on which the data are erased."), "erasure_schedule"),
    ErasureState.SCHEDULED: (_("The erasure is scheduled, but has not begun."), "erasure_run"),
    ErasureState.RUNNING: (_("Record that the erasure is complete, with its proof."), "erasure_finish"),
}


def grounded(measure: "Erasure", by: Any) -> Blocker | None:
    """Block until it is said on which ground which data are erased."""
    if measure.ground and measure.scope.strip():
        return None
    text = _("Say on which ground the data are erased, and which data.")
    return Blocker("erasure_ground", text, "GDPR Art. 17(1)", "erasure_describe", measure.pk)


def others_informed(measure: "Erasure", by: Any) -> Blocker | None:
    """Block where data were made public until the steps to tell other controllers are recorded."""
    if not measure.made_public or measure.public_steps.strip():
        return None
    text = _("The data were made public: record how other controllers are told.")
    return Blocker("made_public", text, "GDPR Art. 17(2)", "erasure_describe", measure.pk)


def no_hold(measure: "Erasure", by: Any) -> Blocker | None:
    """Block while the data must be kept for a dispute."""
    if dispute := disputed(measure.dsr):
        text = _("%(what)s is not over: the data are needed for it.")
        return Blocker(
            "dispute", text % {"what": dispute.get_kind_display()}, "GDPR Art. 17(3)(e)", "dispute_end"
        )
    if measure.held_on is None:
        return None
    text = _("A legal hold lies on these data. It has to be released first.")
    return Blocker("legal_hold", text, "GDPR Art. 17(3)(e)", "erasure_release", measure.pk)


def day_set(measure: "Erasure", by: Any) -> Blocker | None:
    """Block scheduling without a day."""
    if measure.run_on:
        return None
    text = _("Set the day on which the data are erased.")
    return Blocker("run_on", text, "GDPR Art. 17(1)", "erasure_schedule", measure.pk)


def day_come(measure: "Erasure", by: Any) -> Blocker | None:
    """Block the run before its day: until then it can be cancelled."""
    if measure.today is None or measure.run_on is None or measure.today >= measure.run_on:
        return None
    return Blocker("run_on", _("The day of the erasure has not come yet."), "", "erasure_cancel", measure.pk)


def person_known(measure: "Erasure", by: Any) -> Blocker | None:
    """Block what cannot be undone until identity is proven, whichever right has led here."""
    needed = measure.dsr.controller.level_needed("erasure")
    if measure.dsr.identity_level >= needed:
        return None
    text = _("Identity is not proven enough for this right: needed is “%(level)s”.")
    return Blocker("identity", text % {"level": Level(needed).label}, "GDPR Art. 12(6)", "prove_identity")


def access_answered(measure: "Erasure", by: Any) -> Blocker | None:
    """Block while access or portability asked for in the same letter is open: it would find nothing any more."""
    if not data_still_wanted(measure.dsr):
        return None
    text = _("Access or portability asked for in the same letter is answered first.")
    return Blocker("order", text, "GDPR Art. 15")


def nothing_kept_by_wish(measure: "Erasure", by: Any) -> Blocker | None:
    """Block while a restriction holds because the person wants the data kept (GDPR Art. 18(1)(b), (c))."""
    if not any(one.ground in KEEPS and one.state != "lifted" for one in measure.dsr.restrictions.all()):
        return None
    text = _("A restriction is in force because the person wants the data kept.")
    return Blocker("restricted", text, "GDPR Art. 18(1)(b)-(c)", "restriction_announce")


def german(measure: "Erasure", by: Any) -> Blocker | None:
    """Block restricting instead of erasing where no law allows it."""
    if measure.dsr.controller.country == "DE":
        return None
    text = _("Only German law knows a restriction instead of erasure.")
    return Blocker("not_german", text, "BDSG 35")


def reason_instead(measure: "Erasure", by: Any) -> Blocker | None:
    """Block restricting instead of erasing until the case of the law and the reasons are on record."""
    if measure.instead_ground and measure.instead_reasons.strip():
        return None
    text = _("Say which case of the law applies, and why.")
    return Blocker("instead_ground", text, "BDSG 35", "erasure_restrict", measure.pk)


def proven(measure: "Erasure", by: Any) -> Blocker | None:
    """Block the end until the least that proves the erasure is on record."""
    if measure.proof.strip():
        return None
    text, mend = NEXT[ErasureState.RUNNING]
    return Blocker("proof", text, "GDPR Art. 5(2)", mend, measure.pk)


class Erasure(Measure):
    """One erasure: its ground, what goes, what stays and until when, and the proof without what was erased."""

    kind, title = "erasure", _("Erasure")
    personal: ClassVar = ("scope", "public_steps", "hold_reason", "proof", "instead_reasons")
    impersonal: ClassVar = ("ground", "instead_ground")

    state = FSMField(
        _("state"), max_length=24, default=ErasureState.PLANNED, choices=ErasureState.choices, protected=True
    )
    ground = models.CharField(max_length=40, blank=True)
    scope = PersonalText()
    made_public = models.BooleanField(default=False)
    public_steps = PersonalText()
    held_on = models.DateField(null=True, blank=True)
    hold_reason = PersonalText()
    run_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    proof = PersonalText()
    instead_ground = models.CharField(max_length=40, blank=True)
    instead_reasons = PersonalText()

    @step_from([ErasureState.PLANNED], ErasureState.SCHEDULED, grounded, others_informed, no_hold, day_set)
    def schedule(self, *, on: date, by: Any) -> None:
        """Set the day; until it runs, the erasure can be cancelled."""

    @step_from([ErasureState.SCHEDULED], ErasureState.PLANNED)
    def cancel(self, *, on: date, by: Any) -> None:
        """Take the day back."""
        self.run_on = None

    @step_from(
        [ErasureState.SCHEDULED], ErasureState.RUNNING,
        day_come, person_known, access_answered, no_hold, nothing_kept_by_wish,
    )  # fmt: skip
    def run(self, *, on: date, by: Any) -> None:
        """Begin: from here on nothing can be taken back."""
        self.started_on = on

    @step_from([ErasureState.RUNNING], ErasureState.ERASED, proven)
    def finish(self, *, on: date, by: Any) -> None:
        """Record that the data are gone, by whom and when."""
        self.done_on, self.done_by = on, by

    @step_from(
        [ErasureState.PLANNED, ErasureState.SCHEDULED],
        ErasureState.RESTRICTED_INSTEAD,
        german,
        reason_instead,
    )
    def restrict_instead(self, *, on: date, by: Any) -> None:
        """Restrict the data instead of erasing them (BDSG 35)."""
        self.done_on, self.done_by, self.run_on = on, by, None

    def missing(self) -> list[Blocker]:
        """Return what is missing: ground, duties towards others, a hold, the run itself, the list of what is kept."""
        if self.state in DONE:
            return self._unlisted()
        text, mend = NEXT[ErasureState(self.state)]
        found = [guard(self, None) for guard in (grounded, others_informed, no_hold)]
        undone = Blocker("not_erased", text, "GDPR Art. 17(1)", mend, self.pk)
        return [*(blocker for blocker in found if blocker), undone]

    def _unlisted(self) -> list[Blocker]:
        partly = self.dsr.outcome == "partly_granted" and self.state == ErasureState.ERASED
        if not partly or self.kept.all():
            return []
        text = _("List each data set that is kept, with its provision and the day until which it is kept.")
        return [Blocker("kept", text, "GDPR Art. 17(3)", "erasure_keep", self.pk)]


class KeptData(SealedRow):
    """One data set that an erasure leaves, by which provision, and until when (GDPR Art. 17(3))."""

    personal: ClassVar = ("what", "provision")
    impersonal: ClassVar = ("ground",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="kept_data")
    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="kept")
    what = PersonalText()
    ground = models.CharField(max_length=40)
    provision = PersonalText()
    until = models.DateField()

    class Meta:
        ordering: ClassVar = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.ground} until {self.until}"
