"""The register of systems: where a controller keeps data, who keeps each system, and whose rights it matters for."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared

# By what a person can be found besides the controller's own identifiers: fields of the subject.
CONTACT: dict[str, Any] = {
    "name": _("Name"), "email": _("Mail address"), "phone": _("Telephone"), "postal_address": _("Postal address"),
}  # fmt: skip


class LegalBasis(models.TextChoices):
    """Why data are processed (GDPR Art. 6(1))."""

    CONSENT = "consent", _("consent, Art. 6(1)(a)")
    CONTRACT = "contract", _("contract, Art. 6(1)(b)")
    LEGAL_OBLIGATION = "legal_obligation", _("legal obligation, Art. 6(1)(c)")
    VITAL_INTERESTS = "vital_interests", _("vital interests, Art. 6(1)(d)")
    PUBLIC_TASK = "public_task", _("public task, Art. 6(1)(e)")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("legitimate interests, Art. 6(1)(f)")


def usual_identifiers() -> list[str]:
    """Return by what most systems find a person."""
    return ["name", "email"]


class System(Declared):
    """One system that holds personal data, with its owner, who answers by a link and has no account.

    It is a setting of the controller: nothing here concerns a data subject.
    """

    impersonal: ClassVar = (
        "name", "owner_name", "owner_email", "language", "data_categories", "retention", "recipients_note", "rights",
        "finds_by",
    )  # fmt: skip

    controller = models.ForeignKey(
        "dsr.Controller", models.CASCADE, related_name="systems", verbose_name=_("controller")
    )
    name = models.CharField(_("name"), max_length=120)
    owner_name = models.CharField(_("name of the owner"), max_length=200, blank=True)
    owner_email = models.EmailField(_("mail address of the owner"))
    language = models.CharField(
        _("language of the owner"), max_length=8, default="en", choices=settings.DESK_LANGUAGES
    )
    data_categories = models.TextField(_("categories of data"), blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=24, choices=LegalBasis.choices, blank=True)
    retention = models.TextField(_("how long data are kept"), blank=True)
    recipients_note = models.TextField(_("who receives data from it"), blank=True)
    rights = models.JSONField(_("rights it matters for"), default=list, blank=True)
    finds_by = models.JSONField(_("what is needed to find a person"), default=usual_identifiers, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "name"], name="one_system_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def matters_for(self, right: str) -> bool:
        """Return whether its owner is asked about a right; without a list it is asked about every one."""
        return not self.rights or right in self.rights
