"""The disclosure: the information and the copy that a person has a right to (GDPR Art. 15)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.law import rights
from dsr.law.rights import Item
from dsr.models.blocker import Blocker
from dsr.models.guards import identity_settled, step_from
from dsr.models.measures.base import Measure
from dsr.vault.personal import PersonalJSON, PersonalText

CONDITIONS = ("not_collected_from_person", "automated_decision_making", "third_country_transfer")


class DisclosureState(models.TextChoices):
    """Nothing is released that a second person has not seen; what was fetched or not is destroyed."""

    COLLECTING = "collecting", _("collecting")
    COMPILED = "compiled", _("compiled")
    APPROVED = "approved", _("approved")
    RELEASED = "released", _("released")
    RETRIEVED = "retrieved", _("retrieved")
    EXPIRED = "expired", _("not fetched in time")
    DESTROYED = "destroyed", _("destroyed")


class Scope(models.TextChoices):
    """How much the person asked for (GDPR Art. 15(1), (3))."""

    COPY = "copy", _("A copy of the data, and the information about their use")
    INFORMATION = "information", _("Only the information about their use")
    CONFIRMATION = "confirmation", _("Only whether there are data")


def contents_complete(measure: "Disclosure", by: Any) -> list[Blocker]:
    """Name each thing that Art. 15 asks for and the package does not have yet."""
    return [
        Blocker("items", _now(item.text), item.ref, "disclosure_collect", measure.pk)
        for item in measure.wanted if item.id not in measure.items
    ]  # fmt: skip


def others_checked(measure: "Disclosure", by: Any) -> Blocker | None:
    """Block until somebody looked for what concerns other people."""
    if measure.scope != Scope.COPY or measure.third_parties.strip():
        return None
    text = _("Record the check for data of other people, and what was blacked out.")
    return Blocker("third_parties", text, "GDPR Art. 15(4)", "disclosure_collect", measure.pk)


def other_person(measure: "Disclosure", by: Any) -> Blocker | None:
    """Block whoever compiled a package from approving it, where the controller asks for four eyes."""
    if by is None or not measure.dsr.controller.four_eyes or measure.compiled_by_id != by.pk:
        return None
    return Blocker(
        "four_eyes", _("You compiled this package: a second person must approve it."), "GDPR Art. 32"
    )


def known_person(measure: "Disclosure", by: Any) -> Blocker | None:
    """Block the release until identity is proven as access needs."""
    return identity_settled(measure.dsr, by)


def time_over(measure: "Disclosure", by: Any) -> Blocker | None:
    """Block calling a package expired before its day."""
    if measure.today is None or measure.expires_on is None or measure.today > measure.expires_on:
        return None
    return Blocker("expires_on", _("The package can still be fetched."), "")


class Disclosure(Measure):
    """One package for the person: what it must contain, who put it together, who looked at it, what became of it."""

    kind, title = "disclosure", _("Disclosure")
    personal: ClassVar = ("focus", "information", "third_parties")
    impersonal: ClassVar = ("items", "conditions")

    state = FSMField(
        _("state"),
        max_length=24,
        default=DisclosureState.COLLECTING,
        choices=DisclosureState.choices,
        protected=True,
    )
    scope = models.CharField(max_length=16, choices=Scope.choices, default=Scope.COPY)
    focus = PersonalText()
    items = models.JSONField(default=list, blank=True)
    # What the person is told of each item, by its id; where nothing is written the register of systems speaks.
    information = PersonalJSON()
    conditions = models.JSONField(default=list, blank=True)
    third_parties = PersonalText()
    compiled_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    compiled_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    released_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)

    @property
    def wanted(self) -> Sequence[Item]:
        """What the package must contain, by scope and by the facts of the case (GDPR Art. 15(1)-(3))."""
        every = rights.get("access").response_for(self.dsr.controller.country, self.conditions)
        if self.scope == Scope.CONFIRMATION:
            return tuple(item for item in every if item.code == "confirm")
        return tuple(item for item in every if self.scope == Scope.COPY or item.code != "copy")

    @step_from([DisclosureState.COLLECTING], DisclosureState.COMPILED, contents_complete, others_checked)
    def compile(self, *, on: date, by: Any) -> None:
        """Close the package: everything is in it that the person is owed."""
        self.compiled_on, self.compiled_by = on, by

    @step_from([DisclosureState.COMPILED, DisclosureState.APPROVED], DisclosureState.COLLECTING)
    def open_again(self, *, on: date, by: Any) -> None:
        """Open the package again, for what was found later."""
        self.compiled_on = self.compiled_by = self.approved_by = None

    @step_from([DisclosureState.COMPILED], DisclosureState.APPROVED, other_person)
    def approve(self, *, on: date, by: Any) -> None:
        """Stand for the package as the second person."""
        self.approved_by = by

    @step_from([DisclosureState.APPROVED], DisclosureState.RELEASED, known_person)
    def release(self, *, on: date, by: Any) -> None:
        """Give the package out together with the answer."""
        self.released_on, self.expires_on = on, on + self.dsr.controller.package_window

    @step_from([DisclosureState.RELEASED], DisclosureState.RETRIEVED)
    def retrieve(self, *, on: date, by: Any) -> None:
        """Record that the person has it."""
        self.retrieved_on = on

    @step_from([DisclosureState.RELEASED], DisclosureState.EXPIRED, time_over)
    def expire(self, *, on: date, by: Any) -> None:
        """Record that nobody fetched it in time."""

    @step_from([DisclosureState.RETRIEVED, DisclosureState.EXPIRED], DisclosureState.DESTROYED)
    def destroy(self, *, on: date, by: Any) -> None:
        """Record that our copy of the package is gone."""
        self.destroyed_on = on

    def missing(self) -> list[Blocker]:
        """Return what is missing: each content of Art. 15, the check for other people, the closing of the package."""
        if self.state != DisclosureState.COLLECTING:
            return []
        check = others_checked(self, None)
        found = [*contents_complete(self, None), *([check] if check else [])]
        text = _("Close the package: nothing is missing in it any more.")
        return found or [Blocker("not_compiled", text, "GDPR Art. 15", "disclosure_compile", self.pk)]
